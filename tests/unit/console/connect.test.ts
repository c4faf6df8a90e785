import { describe, expect, test } from 'vitest'
import { baselineOf, chosenBy, previewOf, promise, summarise } from '@/app/(console)/tenants/connect/choices'
import { listBaselines, listWorkloads } from '@/lib/tenants/baselines'

const workloads = listWorkloads()
const baselines = listBaselines()

describe('the consent preview', () => {
  test('shows every permission of a shipped baseline once', () => {
    for (const baseline of baselines) {
      const { groups, total } = previewOf(workloads, chosenBy(baseline, workloads))
      const shown = groups.flatMap(({ permissions }) => permissions.map(({ resource, role }) => `${resource} ${role}`))
      const wanted = workloads
        .filter(({ key }) => baseline.workloads.includes(key))
        .flatMap(({ permissions }) => permissions.map(({ resource, role }) => `${resource} ${role}`))
      expect([...shown].sort()).toEqual([...new Set(wanted)].sort())
      expect(total).toBe(shown.length)
    }
  })

  test('what is always granted is shown even when nothing is ticked', () => {
    expect(previewOf(workloads, new Set()).groups.map(({ key }) => key)).toEqual(['directory'])
  })

  test('never calls a choice read-only when one permission can write', () => {
    const writing = workloads.map((workload) =>
      workload.key === 'exchange'
        ? { ...workload, permissions: workload.permissions.map((p) => ({ ...p, canWrite: true, older: null })) }
        : workload,
    )
    expect(summarise(previewOf(writing, new Set(['exchange'])))).toMatch(/, 4 can write$/)
    expect(summarise(previewOf(writing, new Set()))).toMatch(/every one read-only$/)
  })
})

describe('the reason for writing', () => {
  test('is Microsoft where it offers nothing less, and the product whose list was chosen', () => {
    expect(promise(previewOf(workloads, new Set(['ews'])))).toBe(
      'One permission can write, because Microsoft offers no read-only one. It is marked above.',
    )
    expect(promise(previewOf(workloads, new Set(['veeam-teams'])))).toContain(
      'can write, because Veeam Backup for Microsoft 365 asks for them.',
    )
  })
})

describe('a permission that an older Graph gives instead', () => {
  test('stands beside the one that is wanted, with what it can do', () => {
    const { groups } = previewOf(workloads, new Set(['exchange']))
    const exported = groups
      .flatMap(({ permissions }) => permissions)
      .find(({ role }) => role === 'MailboxItem.Export.All')
    expect(exported).toMatchObject({ canWrite: false, older: { role: 'MailboxItem.ImportExport.All', canWrite: true } })
  })

  test('takes the promise back where it holds, and changes no count', () => {
    const preview = previewOf(workloads, new Set(['exchange']))
    expect(summarise(preview)).toBe('7 permissions, read-only; where Graph is older, 1 can write')
    expect(promise(preview)).toBe(
      'Cannot write, delete, send mail or change permissions, except where the tenant’s Graph is older: Microsoft offers no read-only one there, so one permission can write. It is marked above.',
    )
    expect(promise(previewOf(workloads, new Set(['sharepoint'])))).toBe(
      'Cannot write, delete, send mail or change permissions.',
    )
  })

  test('is one more beside those that can write anyway, and none where the choice names it itself', () => {
    const preview = previewOf(workloads, new Set(['exchange', 'ews']))
    expect(summarise(preview)).toMatch(/, 1 can write; where Graph is older, 2$/)
    expect(promise(preview)).toMatch(/Where the tenant’s Graph is older, one more can\.$/)
    const both = previewOf(workloads, new Set(['exchange', 'veeam-exchange']))
    expect(summarise(both)).toMatch(/, \d can write$/)
  })
})

describe('the baseline of the form', () => {
  test('ticking exactly what a baseline names chooses it again', () => {
    for (const baseline of baselines) {
      expect(baselineOf(baselines, workloads, chosenBy(baseline, workloads), 'custom')).toBe(baseline.key)
    }
  })

  test('any other choice is custom', () => {
    expect(baselineOf(baselines, workloads, new Set(['teams']), baselines[0]?.key ?? '')).toBe('custom')
  })
})
