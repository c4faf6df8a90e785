import { describe, expect, test } from 'vitest'
import { continueConditions, type ConditionDraft, type Standing } from '@/lib/tenants/condition-course'
import { conditionEvents } from '@/lib/tenants/condition-events'

const hourMs = 3_600_000
const patienceMs = 24 * hourMs
const tenant = { id: 'tenant-1', customer: 'Contoso' }
const at = (hours: number) => new Date(Date.parse('2026-11-22T08:00:00Z') + hours * hourMs)

const draft = (changes: Partial<ConditionDraft> = {}): ConditionDraft => ({
  type: 'SignIn',
  status: 'ok',
  reason: 'TokenIssued',
  message: 'The stored key gets a token.',
  remedy: null,
  who: null,
  evidence: [],
  ...changes,
})
const broken = draft({ status: 'failing', reason: 'ApplicationDisabled', message: 'It is switched off.' })
const unsure = draft({ status: 'unknown', reason: 'CouldNotCheck', message: 'Could not check.', unsure: 'weather' })

/** One check after the other, at these hours; with what people were told each time. */
function play(checks: readonly [hours: number, drafts: readonly ConditionDraft[]][]) {
  let standing: readonly Standing[] = []
  const told: string[][] = []
  for (const [hours, drafts] of checks) {
    const next = continueConditions(standing, drafts, at(hours), patienceMs)
    told.push(conditionEvents(tenant, standing, next, at(hours)).map(({ kind, key }) => `${kind} ${key}`))
    standing = next
  }
  return { standing, told }
}

describe('a condition over time', () => {
  test('one failure opens one conversation, which goes on with its reason and closes once', () => {
    const deleted = draft({ ...broken, reason: 'ApplicationDeleted' })
    const { told } = play([
      [0, [draft()]],
      [6, [broken]],
      [12, [broken]],
      [18, [deleted]],
      [24, [draft()]],
      [30, [draft()]],
      [36, [broken]],
    ])
    const opened = (hours: number) => `condition:tenant-1:SignIn:${at(hours).getTime()}`
    expect(told).toEqual([
      [],
      [`condition.opened ${opened(6)}:opened`],
      [],
      [`condition.changed ${opened(6)}:changed:${at(18).getTime()}`],
      [`condition.resolved ${opened(6)}:resolved`],
      [],
      [`condition.opened ${opened(36)}:opened`],
    ])
  })

  test('bad weather makes what was proved unknown, keeps when it was proved, and tells nobody', () => {
    const { standing, told } = play([
      [0, [draft()]],
      [6, [unsure]],
      [12, [unsure]],
    ])
    expect(standing).toMatchObject([{ status: 'unknown', provedAt: at(0), unsureSince: at(6), since: at(6) }])
    expect(told.flat()).toEqual([])
  })

  test('bad weather that lasts a day fails, is told once, and ends with the first check that comes through', () => {
    const { told, standing } = play([
      [0, [draft()]],
      [6, [unsure]],
      [29, [unsure]],
      [30, [unsure]],
      [36, [unsure]],
      [42, [draft()]],
    ])
    expect(told.map((each) => each.map((line) => line.split(' ')[0]))).toEqual([
      [],
      [],
      [],
      ['condition.opened'],
      [],
      ['condition.resolved'],
    ])
    expect(standing).toMatchObject([{ status: 'ok', unsureSince: null, provedAt: at(42) }])
  })

  test('bad weather never turns a known trouble into anything else', () => {
    const { standing, told } = play([
      [0, [broken]],
      [6, [unsure]],
      [48, [unsure]],
    ])
    expect(standing).toMatchObject([{ status: 'failing', reason: 'ApplicationDisabled', unsureSince: at(6) }])
    expect(told.slice(1).flat()).toEqual([])
  })

  test('what cannot be checked because of another condition never fails by itself', () => {
    const behind = draft({ type: 'Permissions', status: 'unknown', reason: 'NoToken', unsure: 'no-token' })
    const { standing } = play([
      [0, [behind]],
      [100, [behind]],
    ])
    expect(standing).toMatchObject([{ status: 'unknown', reason: 'NoToken' }])
  })

  test('a finding stays while nobody can look, and closes when a look does not show it any more', () => {
    const clean = draft({ type: 'Registration', reason: 'AsDesired' })
    const found = draft({ type: 'Registration:ClientSecret', status: 'failing', reason: 'ClientSecret' })
    const blind = draft({ type: 'Registration', status: 'unknown', reason: 'NoToken', unsure: 'no-token' })
    const { standing, told } = play([
      [0, [clean]],
      [6, [found]],
      [12, [blind]],
    ])
    expect(standing.map(({ type, status }) => `${type} ${status}`)).toEqual([
      'Registration unknown',
      'Registration:ClientSecret failing',
    ])
    expect(told[2]).toEqual([])
    const next = continueConditions(standing, [clean], at(18), patienceMs)
    expect(next.map(({ type }) => type)).toEqual(['Registration'])
    expect(conditionEvents(tenant, standing, next, at(18)).map(({ kind, thread }) => [kind, thread])).toEqual([
      ['condition.resolved', 'tenant:tenant-1:Registration:ClientSecret'],
    ])
  })

  test('the same reason about something else is told', () => {
    const missing = (about: string) => draft({ status: 'failing', reason: 'RoleMissing', about })
    const { told } = play([
      [0, [missing('Sites.Read.All')]],
      [6, [missing('Sites.Read.All')]],
      [12, [missing('Files.Read.All Sites.Read.All')]],
    ])
    expect(told.map((each) => each.length)).toEqual([1, 0, 1])
  })
})
