import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  addChannel,
  changeChannel,
  renewSigningSecret,
  switchChannelOn,
  type ChannelDraft,
} from '@/lib/notifications/channels'
import { readAnswers } from '@/lib/notifications/delivery-store'
import { deliverOnce } from '@/lib/notifications/loop'
import { nextTryAt } from '@/lib/notifications/retries'
import { sendAgain, testChannel } from '@/lib/notifications/trying'
import { happen, newTenantRow } from '../../support/happenings'
import { isSignedWith, startWebhookReceiver, type WebhookReceiver } from '../../support/receivers'
import { openHouse, type House } from '../../support/tenants'

let house: House
let receiver: WebhookReceiver
let tenantId: string

beforeAll(async () => {
  house = await openHouse({ EGRESS_PRIVATE: 'http://127.0.0.1', NOTIFY_TIMEOUT_SECONDS: '3' })
  tenantId = await newTenantRow(house, 'Contoso')
})
afterAll(async () => {
  receiver.close()
  await house.close()
})
beforeEach(async () => {
  await house.database.db.channel.deleteMany()
  receiver = await startWebhookReceiver()
})

const draft = (wanted: Partial<ChannelDraft> = {}): ChannelDraft => ({
  name: 'Tickets',
  minimumSeverity: 'info',
  events: [],
  customerId: null,
  leadsTo: receiver.url,
  ...wanted,
})

async function newChannel(wanted: Partial<ChannelDraft> = {}): Promise<{ id: string; secret: string }> {
  const { id, secret } = await addChannel(house.actor, 'webhook', draft(wanted))
  return { id, secret: secret ?? '' }
}

const rows = (channelId: string) =>
  house.database.db.delivery.findMany({ where: { channelId }, orderBy: { position: 'asc' }, include: { event: true } })

/** Everything that waits is due now. */
const dueNow = () => house.database.db.delivery.updateMany({ data: { nextAt: new Date(0), leaseUntil: null } })

describe('an event', () => {
  test('reaches every channel that wants it once, signed, with the same id and whole words', async () => {
    const one = await newChannel()
    const two = await newChannel({ name: 'Second' })
    const id = await happen(tenantId)
    await deliverOnce()
    await deliverOnce()
    expect(receiver.heard.map(({ headers }) => headers['webhook-id'])).toEqual([id, id])
    const signed = [one.secret, two.secret].map((secret) => receiver.heard.filter((call) => isSignedWith(call, secret)))
    expect(signed.map((calls) => calls.length)).toEqual([1, 1])
    expect(JSON.parse(receiver.heard[0]?.body ?? '')).toMatchObject({
      type: 'condition.opened',
      data: {
        id,
        headline: 'Practice: Contoso: The certificate ends in 14 days',
        message: 'Latchkey cannot renew it by itself, because the tenant forbids it.',
        remedy: 'Open the tenant and choose Reconfigure.',
        practice: true,
        tenant: { id: tenantId, customer: 'Contoso' },
      },
    })
  })

  test('is handed on once, though two processes look for events at the same moment', async () => {
    const { id } = await newChannel()
    for (let count = 0; count < 20; count++) await happen(tenantId, { thread: `tenant:x:${count}` })
    await Promise.all([deliverOnce(), deliverOnce(), deliverOnce()])
    await deliverOnce()
    const ids = receiver.heard.map(({ headers }) => headers['webhook-id'])
    expect([ids.length, new Set(ids).size]).toEqual([20, 20])
    expect((await rows(id)).every(({ state }) => state === 'sent')).toBe(true)
  })

  test('goes only to channels whose severity, kind and customer fit; its end to whom its beginning went', async () => {
    const other = await newTenantRow(house, 'Fabrikam')
    const { customerId } = await house.database.db.tenant.findUniqueOrThrow({ where: { id: other } })
    const channels = {
      all: await newChannel(),
      failing: await newChannel({ minimumSeverity: 'failing' }),
      rotated: await newChannel({ events: ['certificate.rotated'] }),
      fabrikam: await newChannel({ customerId }),
    }
    const thread = `tenant:${tenantId}:SignIn`
    await happen(tenantId, { thread, severity: 'warning' })
    await happen(tenantId, { thread, severity: 'resolved', kind: 'condition.resolved' })
    await happen(other, { severity: 'failing', thread: `tenant:${other}:SignIn` })
    await happen(other, { severity: 'info', kind: 'certificate.rotated', thread: `tenant:${other}:Certificate` })
    await happen(other, { severity: 'resolved', kind: 'condition.resolved', thread: `tenant:${other}:SignIn` })
    await deliverOnce()
    const kinds = await Promise.all(
      Object.values(channels).map(async ({ id }) => (await rows(id)).map(({ event }) => event.severity)),
    )
    expect(kinds).toEqual([
      ['warning', 'resolved', 'failing', 'info', 'resolved'],
      ['failing', 'resolved'],
      ['info'],
      ['failing', 'info', 'resolved'],
    ])
  })

  test('of a practice tenant goes nowhere once a real tenant is connected', async () => {
    const { id } = await newChannel()
    await happen(tenantId, { thread: 'tenant:practice:1' })
    receiver.answers = [{ status: 503 }]
    await deliverOnce()
    const real = await newTenantRow(house, `Real ${randomUUID()}`)
    await house.database.db.tenant.update({ where: { id: real }, data: { practice: false, state: 'connected' } })
    await happen(tenantId, { thread: 'tenant:practice:2' })
    await happen(real, { thread: 'tenant:real' })
    receiver.answers = [{ status: 204 }]
    await dueNow()
    await deliverOnce()
    await house.database.db.tenant.update({ where: { id: real }, data: { practice: true, state: 'new' } })
    expect((await rows(id)).map(({ state, thread }) => [thread, state])).toEqual([
      ['tenant:practice:1', 'skipped'],
      ['tenant:real', 'sent'],
    ])
    const last = JSON.parse(receiver.heard.at(-1)?.body ?? '') as { data: { headline: string } }
    expect(last.data.headline).not.toContain('Practice')
  })
})

describe('a delivery that fails', () => {
  test('is tried ten times by the pauses of Standard Webhooks, then given up', async () => {
    const now = new Date('2026-11-22T08:00:00Z')
    const pauses = Array.from({ length: 10 }, (_, at) => {
      const next = nextTryAt(at + 1, now, null, 'seed')
      return next === null ? null : (next.getTime() - now.getTime()) / 1000
    })
    const wanted = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400, null]
    for (const [at, pause] of pauses.entries()) {
      const least = wanted[at] ?? null
      if (least === null) expect(pause).toBeNull()
      else expect(pause).toBeGreaterThanOrEqual(least)
      if (least !== null) expect(pause).toBeLessThanOrEqual(least * 1.1 + 1)
    }
    receiver.answers = [{ status: 500 }]
    const { id } = await newChannel()
    await happen(tenantId, { thread: 'tenant:tries' })
    for (let round = 0; round < 12; round++) {
      await deliverOnce()
      await dueNow()
    }
    const [row] = await rows(id)
    expect([receiver.heard.length, row?.state, row?.tries]).toEqual([10, 'failed', 10])
    expect(new Set(receiver.heard.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(readAnswers(row?.answers).map(({ answer }) => answer)).toEqual(Array(10).fill('500'))
  })

  test('waits at least as long as the receiver asked', async () => {
    receiver.answers = [{ status: 429, headers: { 'retry-after': '900' } }]
    const { id } = await newChannel()
    await happen(tenantId, { thread: 'tenant:asked' })
    const before = Date.now()
    await deliverOnce()
    const [row] = await rows(id)
    expect(row?.state).toBe('waiting')
    expect(row?.nextAt.getTime()).toBeGreaterThanOrEqual(before + 900_000)
  })

  test('holds back what comes after it in its thread, and nothing else', async () => {
    receiver.answers = [{ status: 503 }]
    await newChannel()
    const opened = await happen(tenantId, { thread: 'tenant:order:1' })
    const closed = await happen(tenantId, { thread: 'tenant:order:1', severity: 'resolved' })
    const other = await happen(tenantId, { thread: 'tenant:order:2' })
    await deliverOnce()
    const heard = () => receiver.heard.map(({ headers }) => headers['webhook-id'])
    expect(heard().toSorted()).toEqual([opened, other].toSorted())
    receiver.answers = [{ status: 204 }]
    await dueNow()
    await deliverOnce()
    const ofThread = heard().filter((id) => id !== other)
    expect(ofThread).toEqual([opened, opened, closed])
  })

  test('with 410 switches the channel off and says why; switched on, one message can be sent again with its id', async () => {
    receiver.answers = [{ status: 410 }, { status: 204 }]
    const { id } = await newChannel()
    const first = await happen(tenantId, { thread: 'tenant:gone' })
    await happen(tenantId, { thread: 'tenant:gone' })
    await deliverOnce()
    await happen(tenantId, { thread: 'tenant:later' })
    await deliverOnce()
    expect((await rows(id)).map(({ state }) => state)).toEqual(['failed', 'skipped'])
    const channel = await house.database.db.channel.findUniqueOrThrow({ where: { id } })
    expect(channel.disabledWhy).toContain('410')
    const [row] = await rows(id)
    await expect(sendAgain(house.actor, id, row?.id ?? '')).rejects.toThrow(/is off/)
    await switchChannelOn(house.actor, id)
    expect(await sendAgain(house.actor, id, row?.id ?? '')).toEqual({ taken: true, answer: '204' })
    expect(receiver.heard.map(({ headers }) => headers['webhook-id'])).toEqual([first, first])
  })

  test('whose seal does not open is not sent, and the log says that the fault is ours', async () => {
    const { id } = await newChannel()
    await house.database.db.channel.update({ where: { id }, data: { secretRef: randomUUID() } })
    await happen(tenantId, { thread: 'tenant:sealed' })
    await deliverOnce()
    const [row] = await rows(id)
    expect(readAnswers(row?.answers)[0]?.answer).toBe('a fault of our own; it was recorded')
    expect(receiver.heard).toEqual([])
  })
})

describe('a channel', () => {
  test('is refused where its address leads inside, in plain http to elsewhere, or nowhere', async () => {
    for (const leadsTo of ['https://169.254.169.254/', 'http://192.168.1.1/', 'https://10.0.0.1/', 'tickets', '']) {
      await expect(addChannel(house.actor, 'webhook', draft({ leadsTo })), leadsTo).rejects.toMatchObject({
        code: 'invalid_input',
        field: 'leadsTo',
      })
    }
  })

  test('can be tested by a button; the test stands in its log and is not repeated', async () => {
    const { id, secret } = await newChannel()
    expect(await testChannel(house.actor, id)).toEqual({ taken: true, answer: '204' })
    expect(receiver.heard.every((call) => isSignedWith(call, secret))).toBe(true)
    receiver.answers = [{ status: 404 }]
    expect(await testChannel(house.actor, id)).toEqual({ taken: false, answer: '404' })
    await dueNow()
    expect(await deliverOnce()).toBe(0)
    expect((await rows(id)).map(({ state, event }) => [event.kind, state])).toEqual([
      ['channel.test', 'sent'],
      ['channel.test', 'failed'],
    ])
  })

  test('with a new secret signs with both for a day, then with the new one only', async () => {
    const { id, secret } = await newChannel()
    const { secret: next } = await renewSigningSecret(house.actor, id)
    expect(next).not.toBe(secret)
    await testChannel(house.actor, id)
    expect([secret, next].map((one) => isSignedWith(receiver.heard[0]!, one))).toEqual([true, true])
    await renewSigningSecret(house.actor, id)
    await testChannel(house.actor, id)
    expect([secret, next].map((one) => isSignedWith(receiver.heard[1]!, one))).toEqual([false, true])
  })

  test('keeps address and secret sealed, leaves none of them behind, and may be changed by an owner only', async () => {
    const { id, secret } = await newChannel()
    await changeChannel(house.actor, id, draft({ leadsTo: '', name: 'Renamed' }))
    await changeChannel(house.actor, id, draft({ leadsTo: `${receiver.url}2` }))
    await testChannel(house.actor, id)
    const { db } = house.database
    expect(await db.sealedSecret.count({ where: { holder: id } })).toBe(1)
    const all = JSON.stringify(
      [await db.channel.findMany(), await rows(id), await db.auditEntry.findMany()],
      (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
    )
    expect(all).toContain('Renamed')
    for (const canary of ['canary-of-the-address', secret]) expect(all).not.toContain(canary)
    const operator = { ...house.actor, role: 'operator' as const }
    await expect(changeChannel(operator, id, draft())).rejects.toMatchObject({ code: 'not_allowed' })
    await expect(testChannel(operator, id)).rejects.toMatchObject({ code: 'not_allowed' })
  })
})

describe('the portal is killed', () => {
  test('between the receiver’s answer and its note of it: the event is sent again with the same id', async () => {
    const { id } = await newChannel()
    const eventId = await happen(tenantId, { thread: 'tenant:killed' })
    const arrived = new Promise<void>((resolve) => {
      receiver.beforeAnswer = () => {
        resolve()
        return new Promise(() => undefined)
      }
    })
    const program = path.join(import.meta.dirname, 'delivering-process.ts')
    const child = spawn(process.execPath, ['--import', 'tsx', program], {
      env: { ...process.env, ...house.environment },
      stdio: 'inherit',
    })
    await arrived
    child.kill('SIGKILL')
    await once(child, 'exit')
    receiver.beforeAnswer = null
    expect((await rows(id)).map(({ state }) => state)).toEqual(['waiting'])
    expect(await deliverOnce()).toBe(0)
    await dueNow()
    await deliverOnce()
    expect(receiver.heard.map(({ headers }) => headers['webhook-id'])).toEqual([eventId, eventId])
    expect((await rows(id)).map(({ state }) => state)).toEqual(['sent'])
  })
})
