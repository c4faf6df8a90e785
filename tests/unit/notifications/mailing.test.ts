import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addChannel, type ChannelDraft } from '@/lib/notifications/channels'
import { readAnswers } from '@/lib/notifications/delivery-store'
import { deliverOnce } from '@/lib/notifications/loop'
import { saveMailSender, type MailDraft } from '@/lib/notifications/mail-settings'
import { testChannel } from '@/lib/notifications/trying'
import { getNotifications } from '@/lib/notifications/view-store'
import { happen, newTenantRow } from '../../support/happenings'
import { mailAccount, startMailSink, type MailSink } from '../../support/receivers'
import { openHouse, type House } from '../../support/tenants'

let house: House
let sink: MailSink
let tenantId: string

beforeAll(async () => {
  house = await openHouse({ EGRESS_PRIVATE: '127.0.0.1', NOTIFY_TIMEOUT_SECONDS: '3' })
  tenantId = await newTenantRow(house, 'Contoso <b>& Söhne</b>')
})
afterAll(() => house.close())
beforeEach(async () => {
  await house.database.db.channel.deleteMany()
  await house.database.db.mailSender.deleteMany()
  await house.database.db.sealedSecret.deleteMany()
  sink = await startMailSink()
  return () => sink.close()
})

const server = (wanted: Partial<MailDraft> = {}): MailDraft => ({
  way: 'smtp',
  sender: 'latchkey@relecloud.example',
  host: '127.0.0.1',
  port: sink.port,
  security: 'none',
  account: mailAccount.user,
  password: mailAccount.pass,
  ...wanted,
})

const list = (wanted: Partial<ChannelDraft> = {}): ChannelDraft => ({
  name: 'Service desk',
  minimumSeverity: 'warning',
  events: [],
  customerId: null,
  leadsTo: 'desk@relecloud.example; Ada@relecloud.example',
  ...wanted,
})

function headOf({ headers }: MailSink['mails'][number]['mail'], name: string): string | undefined {
  return headers.find(({ key }) => key === name)?.value
}

describe('mail', () => {
  test('comes as one conversation per condition: one key, one first mail, and a mail that closes it', async () => {
    await saveMailSender(house.actor, server())
    await addChannel(house.actor, 'mail', list())
    const thread = `tenant:${tenantId}:Certificate`
    const told = (title: string) => ({ facts: { title, message: 'Words.' } })
    const first = await happen(tenantId, { thread, ...told('The certificate ends in 14 days') })
    await happen(tenantId, { thread, severity: 'failing', ...told('The certificate ends in 3 days') })
    await happen(tenantId, { thread, severity: 'resolved', ...told('The certificate is renewed') })
    await happen(tenantId, { thread, ...told('The certificate ends in 7 days') })
    await deliverOnce()
    const mails = sink.mails.map(({ mail }) => mail)
    const keys = mails.map(({ subject }) => /^\[Latchkey #([0-9A-F]{6})\] Practice: /.exec(subject ?? '')?.[1])
    expect(keys[0]).toBeDefined()
    expect(keys.map((key) => key === keys[0])).toEqual([true, true, true, false])
    expect(mails[2]?.subject).toContain('Solved: ')
    expect(mails.map((mail) => headOf(mail, 'x-latchkey-state'))).toEqual([...['open', 'open', 'closed', 'open']])
    const opening = mails[0]?.messageId
    expect(opening).toContain(first)
    expect(mails.map(({ inReplyTo }) => inReplyTo)).toEqual([undefined, opening, opening, undefined])
    expect(mails.map(({ references }) => references)).toEqual([undefined, opening, opening, undefined])
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(4)
  })

  test('says the same in HTML and text, loads nothing, and keeps names of tenants from being markup', async () => {
    await saveMailSender(house.actor, server())
    await addChannel(house.actor, 'mail', list())
    await happen(tenantId, { facts: { title: 'Header\r\nBcc: x@evil.example', message: 'A <script>x</script>' } })
    await deliverOnce()
    const [got] = sink.mails
    expect(got?.to).toEqual(['desk@relecloud.example', 'ada@relecloud.example'])
    expect(got?.signedInAs).toBe(mailAccount.user)
    expect(got?.mail.from?.address).toBe('latchkey@relecloud.example')
    expect(got?.mail.bcc).toBeUndefined()
    expect(got?.mail.headers.filter(({ key }) => key === 'bcc')).toEqual([])
    expect(got?.mail.html).toContain('Contoso &lt;b&gt;&amp; Söhne&lt;/b&gt;')
    expect(got?.mail.html).not.toMatch(/<script|<img|src=|@import|url\(/)
    for (const said of ['A <script>x</script>', 'Contoso <b>& Söhne</b>', 'practice tenant']) {
      expect(got?.mail.text).toContain(said)
    }
    expect(got && headOf(got.mail, 'auto-submitted')).toBe('auto-generated')
  })

  test('that the server refuses is tried again later; the log has its number and never the password', async () => {
    await saveMailSender(house.actor, server({ password: 'canary-wrong-password' }))
    const { id } = await addChannel(house.actor, 'mail', list())
    expect(await testChannel(house.actor, id)).toEqual({
      taken: false,
      answer: 'the mail server refused the name or password (535)',
    })
    await saveMailSender(house.actor, server())
    sink.refuseWith = 451
    await happen(tenantId)
    await deliverOnce()
    const [row] = await house.database.db.delivery.findMany({ where: { channelId: id }, orderBy: { position: 'desc' } })
    expect([row?.state, readAnswers(row?.answers)[0]?.answer]).toEqual([
      'waiting',
      'the mail server refused the mail (451)',
    ])
    const { db } = house.database
    const all = JSON.stringify([await db.mailSender.findMany(), await db.auditEntry.findMany()], (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    )
    expect(all + JSON.stringify(await getNotifications(house.actor))).not.toContain('canary')
    expect(await db.sealedSecret.count()).toBe(1)
  })

  test('waits until somebody has set up how it leaves', async () => {
    const { id } = await addChannel(house.actor, 'mail', list())
    expect(await testChannel(house.actor, id)).toMatchObject({
      taken: false,
      answer: expect.stringContaining('set up') as string,
    })
  })

  test('goes over TLS or not at all to a server that nobody listed or that offers none', async () => {
    await saveMailSender(house.actor, server({ security: 'starttls' }))
    const { id } = await addChannel(house.actor, 'mail', list())
    const tried = await testChannel(house.actor, id)
    expect([tried.taken, sink.mails.length]).toEqual([false, 0])
    const plain = server({ host: 'mail.relecloud.example', port: 587 })
    await expect(saveMailSender(house.actor, plain)).rejects.toMatchObject({ code: 'invalid_input' })
  })

  test('keeps its password only for the same account at the same server', async () => {
    await saveMailSender(house.actor, server())
    await saveMailSender(house.actor, server({ password: '', sender: 'other@relecloud.example' }))
    const elsewhere = server({ password: '', account: 'somebody' })
    await expect(saveMailSender(house.actor, elsewhere)).rejects.toMatchObject({ field: 'password' })
    await expect(saveMailSender({ ...house.actor, role: 'manager' }, server())).rejects.toMatchObject({
      code: 'not_allowed',
    })
  })

  test.each([
    '',
    'desk',
    'desk@relecloud',
    'a@b.example\r\nBcc: c@d.example x',
    'a b@c.example',
    '"a b"@c.example',
    '<a@b.example>',
  ])('to %j is refused in the form', async (leadsTo) => {
    await expect(addChannel(house.actor, 'mail', list({ leadsTo }))).rejects.toMatchObject({ field: 'leadsTo' })
  })
})
