import { describe, expect, test } from 'vitest'
import { baselineOf, chosenBy, explainWriting, previewOf, summarise } from '@/app/(console)/tenants/connect/choices'
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
        ? { ...workload, permissions: workload.permissions.map((p) => ({ ...p, canWrite: true })) }
        : workload,
    )
    expect(summarise(previewOf(writing, new Set(['exchange'])))).toMatch(/, 4 can write$/)
    expect(summarise(previewOf(writing, new Set()))).toMatch(/every one read-only$/)
  })
})

describe('the reason for writing', () => {
  test('is Microsoft where it offers nothing less, and the product whose list was chosen', () => {
    expect(explainWriting(previewOf(workloads, new Set(['ews'])))).toBe(
      'One permission can write, because Microsoft offers no read-only one. It is marked above.',
    )
    expect(explainWriting(previewOf(workloads, new Set(['veeam-teams'])))).toContain(
      'can write, because Veeam Backup for Microsoft 365 asks for them.',
    )
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
