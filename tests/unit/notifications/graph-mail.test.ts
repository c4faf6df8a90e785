import { afterAll, beforeAll, expect, test } from 'vitest'
import { addChannel } from '@/lib/notifications/channels'
import { saveMailSender } from '@/lib/notifications/mail-settings'
import { testChannel, type Tried } from '@/lib/notifications/trying'
import { runtime } from '@/lib/runtime'
import { homeDomain, ownApplication } from '../../support/own-application'
import { openHouse, type House } from '../../support/tenants'

let house: House
let channelId: string

const by = async (sender: string): Promise<Tried> => {
  const rest = { host: '', port: 587, security: 'starttls', account: '', password: '' } as const
  await saveMailSender(house.actor, { way: 'graph', sender, ...rest })
  return testChannel(house.actor, channelId)
}

beforeAll(async () => {
  house = await openHouse()
  const wishes = { name: 'Desk', minimumSeverity: 'info', customerId: null } as const
  const made = await addChannel(house.actor, 'mail', { ...wishes, events: [], leadsTo: 'desk@relecloud.example' })
  channelId = made.id
})
afterAll(() => house.close())

test('mail by Graph waits for the own application, then for its permission, then goes as a person with a mailbox', async () => {
  const home = (await house.cloud.control.tenants()).find(({ domain }) => domain === homeDomain)
  if (home === undefined) throw new Error('no home tenant')
  const sender = `adele.vance@${homeDomain}`
  expect(await by(sender)).toEqual({
    taken: false,
    answer: 'not sent: the own application is not set up and tested yet',
  })
  const application = await ownApplication(house)
  expect(await by(sender)).toEqual({
    taken: false,
    answer: 'the own application may not send mail: it needs Mail.Send (403)',
  })
  await house.cloud.control.plant(home.tenantId, { foreignGrant: { application, role: 'Mail.Send' } })
  expect(await by(sender)).toEqual({ taken: true, answer: '202' })
  expect(await by(`nobody@${homeDomain}`)).toMatchObject({ taken: false })
  const log = await runtime().db.delivery.findMany({ where: { channelId } })
  expect(JSON.stringify(log.map(({ answers }) => answers))).not.toMatch(/eyJ/)
})
