import { describe, expect, test } from 'vitest'
import { promise, previewOf, summarise } from '@/app/(console)/tenants/connect/choices'
import { listWorkloads, permissionsOf, writingIn } from '@/lib/tenants/baselines'
import { browserAskText, roleText } from '@/lib/tenants/request-texts'
import { sayStandIns, standInsAmong } from '@/lib/tenants/stand-ins'
import { askText } from '@/lib/tenants/verdict-texts'
import { sayPermissions } from '@/lib/tenants/writing'
import { workingTime } from '@/lib/tenants/working-time'
import { resourceAppIds } from '@/lib/tenants/workloads'

const workloads = listWorkloads()

/** Everything that tells somebody what the application may do, for one choice. */
function textsFor(keys: readonly string[]): readonly string[] {
  const permissions = sayPermissions(writingIn({ workloads: ['directory', ...keys] }))
  const words = { customer: 'C', domain: 'c.example', entraTenantId: 't', program: 'P', permissions }
  const preview = previewOf(workloads, new Set(keys))
  return [askText(words), browserAskText(words), roleText(words, 'u', 'r'), summarise(preview), promise(preview)]
}

const readOnly = /read permissions|every one read-only|or change permissions\.$/

describe('what is promised of a choice', () => {
  test.each(workloads.filter(({ always }) => !always).map(({ key }) => key))(
    '%s: no text says less than it can do',
    (key) => {
      const own = permissionsOf({ workloads: ['directory', key] })
      const writers = own.flatMap(({ role, canWrite, fallbacks }) => [
        ...(canWrite ? [role] : []),
        ...fallbacks.filter((older) => older.canWrite).map((older) => older.role),
      ])
      for (const text of textsFor([key])) {
        if (writers.length === 0) expect(text).toMatch(readOnly)
        else expect(text).not.toMatch(readOnly)
      }
      for (const role of writers) expect(textsFor([key])[0]).toContain(role)
    },
  )
})

test('a permission that stands in is named with the one that it stands in for, and not where that one is held', () => {
  const baseline = { workloads: ['directory', 'exchange'] }
  const held = (...roles: readonly string[]) => roles.map((role) => ({ resourceAppId: resourceAppIds.graph, role }))
  const older = standInsAmong(baseline, held('MailboxItem.Read.All', 'MailboxItem.ImportExport.All'))
  expect(sayStandIns(older)).toBe(
    'MailboxItem.ImportExport.All, which can write, in place of MailboxItem.Export.All: Graph is older in this tenant',
  )
  expect(standInsAmong(baseline, held('MailboxItem.Export.All', 'MailboxItem.ImportExport.All'))).toEqual([])
  expect(standInsAmong(baseline, held('User.Read.All'))).toEqual([])
})

test('the time that a run took begins with the sign-in and leaves out what nobody worked', () => {
  const at = (minutes: number) => new Date(minutes * 60_000)
  const step = (key: string, from: number, to: number | null) => ({
    key,
    startedAt: at(from),
    finishedAt: to === null ? null : at(to),
  })
  const steps = [
    step('sign-in', 0, 10),
    step('key', 8, 11),
    step('look', 11, 12),
    step('prove', 60, 62),
    step('reads', 61, 63),
  ]
  expect(workingTime(steps)).toBe(5 * 60_000)
  expect(workingTime([step('prove', 1, null)])).toBe(0)
})
