import ICAL from 'ical.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeAccess, removeAccess } from '@/lib/notifications/access'
import { readCalendar } from '@/lib/notifications/calendar'
import { readMetrics } from '@/lib/notifications/metrics'
import { startConnecting } from '@/lib/tenants/connecting'
import { openHouse, untilRun, type House } from '../../support/tenants'

let house: House
let tenantId: string
let domain: string

beforeAll(async () => {
  house = await openHouse()
  const tenant = await house.newTenant()
  domain = tenant.domain
  const request = { customer: 'Contoso, "Nord"; und mehr', domain, baseline: 'custom', workloads: ['groups'] }
  const started = await startConnecting(house.actor, request)
  tenantId = started.tenantId
  const run = await untilRun(house, started.runId, ({ code }) => code !== null)
  await house.cloud.control.signIn({ userCode: run.code?.userCode ?? '', person: 'global-administrator' })
  await untilRun(house, started.runId, ({ endedAt }) => endedAt !== null, 40_000)
}, 60_000)
afterAll(() => house.close())

describe('the calendar', () => {
  test('shows each certificate in use on the day when it ends, to whoever has the secret', async () => {
    const { token } = await makeAccess(house.actor, 'calendar')
    const read = async () => new ICAL.Component(ICAL.parse(await readCalendar(token)) as unknown[])
    const events = (await read()).getAllSubcomponents('vevent').map((one) => new ICAL.Event(one))
    const certificate = await house.database.db.certificate.findFirstOrThrow({ where: { tenantId, state: 'active' } })
    expect(events).toHaveLength(1)
    const [event] = events
    expect(event?.startDate.isDate).toBe(true)
    expect(event?.startDate.toString()).toBe(certificate.notAfter.toISOString().slice(0, 10))
    expect(event?.summary).toBe(`Practice: Contoso, "Nord"; und mehr (${domain}): the certificate ends`)
    expect(event?.uid).toContain(certificate.id)
    const again = (await read()).getFirstSubcomponent('vevent')
    expect(again?.getFirstPropertyValue('uid')).toBe(event?.uid)
  })

  test('closes with the secret that was replaced or taken away', async () => {
    const { token: first } = await makeAccess(house.actor, 'calendar')
    const { token: second } = await makeAccess(house.actor, 'calendar')
    await expect(readCalendar(first)).rejects.toMatchObject({ code: 'not_signed_in' })
    expect(await readCalendar(second)).toContain('BEGIN:VCALENDAR')
    const { token: other } = await makeAccess(house.actor, 'metrics')
    await expect(readCalendar(other)).rejects.toMatchObject({ code: 'not_signed_in' })
    const rows = JSON.stringify(await house.database.db.accessKey.findMany())
    for (const token of [first, second, other]) expect(rows).not.toContain(token)
    await removeAccess(house.actor, 'calendar')
    await expect(readCalendar(second)).rejects.toMatchObject({ code: 'not_signed_in' })
    await expect(makeAccess({ ...house.actor, role: 'manager' }, 'calendar')).rejects.toMatchObject({
      code: 'not_allowed',
    })
  })
})

describe('metrics', () => {
  test('are for the token only', async () => {
    const { token } = await makeAccess(house.actor, 'metrics')
    for (const given of [null, '', 'Bearer', 'Bearer x', token, `Basic ${token}`, `Bearer ${token}x`]) {
      await expect(readMetrics(given), String(given)).rejects.toMatchObject({ code: 'not_signed_in' })
    }
    expect((await readMetrics(`Bearer ${token}`)).contentType).toContain('text/plain')
  })

  test('say in Prometheus’ own form what stands in the database and what Microsoft answered', async () => {
    const { token } = await makeAccess(house.actor, 'metrics')
    const { text } = await readMetrics(`Bearer ${token}`)
    const samples = parse(text)
    const of = (name: string) => samples.filter((sample) => sample.name === name)
    const [days] = of('latchkey_certificate_days_to_expiry')
    expect(days?.labels).toMatchObject({ tenant_id: tenantId, customer: 'Contoso, "Nord"; und mehr', practice: 'true' })
    expect(days?.value).toBeGreaterThan(600)
    const conditions = await house.database.db.condition.count({ where: { tenantId } })
    expect(of('latchkey_condition_status')).toHaveLength(conditions)
    expect(of('latchkey_runs').map(({ labels, value }) => [labels['outcome'], value])).toEqual([['converged', 1]])
    expect(
      of('latchkey_microsoft_calls_total').some(({ labels, value }) => labels['status'] === '200' && value > 3),
    ).toBe(true)
    expect(of('latchkey_events_waiting')).toHaveLength(1)
    expect(of('latchkey_process_cpu_seconds_total')).toHaveLength(1)
    expect(new Set(samples.map(({ name, labels }) => `${name} ${JSON.stringify(labels)}`)).size).toBe(samples.length)
  })
})

interface Sample {
  name: string
  labels: Record<string, string>
  value: number
}

/**
 * The text format, version 0.0.4: comments, then `name{label="value"} number` as Go’s ParseFloat reads it, which takes a
 * missing mean in any case of letters; anything else fails the test.
 */
function parse(text: string): Sample[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !/^# (HELP|TYPE) [a-z_\d]+ /.test(line))
    .map((line) => {
      const [, name, labels = '', value] = /^([a-z_\d]+)(?:\{(.*)\})? (-?[\d.e+-]+|NaN|\+Inf)$/i.exec(line) ?? []
      if (name === undefined || value === undefined) throw new Error(`no sample: ${line}`)
      const pairs = [...labels.matchAll(/([a-z_]+)="((?:[^"\\]|\\.)*)"(?:,|$)/g)]
      return {
        name,
        labels: Object.fromEntries(pairs.map(([, key, given]) => [key ?? '', (given ?? '').replace(/\\(.)/g, '$1')])),
        value: Number(value),
      }
    })
}
