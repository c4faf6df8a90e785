import type { Evidence } from '../microsoft/observed'
import type { Step } from '../reconcile/plan'
import { needsDirectoryRole, workloadsOf, type Baseline } from './baselines'

/** The steps that people see, in order. Several steps of a plan may show as one. */
export function stepsFor(baseline: Baseline): readonly { key: string; name: string }[] {
  const chosen = workloadsOf(baseline)
  const permissions = chosen.reduce((sum, workload) => sum + workload.permissions.length, 0)
  return [
    { key: 'sign-in', name: 'Signed in by an administrator' },
    { key: 'key', name: 'Private key made and locked away' },
    { key: 'look', name: 'Looked at what is already there' },
    { key: 'application', name: 'Application written with its certificate' },
    { key: 'service-principal', name: 'Service principal written' },
    { key: 'grants', name: `${permissions} permissions granted` },
    ...(needsDirectoryRole(baseline) ? [{ key: 'directory-role', name: 'Directory role assigned' }] : []),
    { key: 'prove', name: 'Proving the key with a fresh token' },
    { key: 'reads', name: `One harmless read per workload` },
    { key: 'finish', name: 'Connection recorded, sign-in dropped' },
  ]
}

/** The same for an application that stands there already: it is looked at first, and only added to. */
export function adoptionSteps(baseline: Baseline): readonly { key: string; name: string }[] {
  const names: Readonly<Record<string, string>> = {
    look: 'Looked at the application that is there',
    application: 'Our certificate added to it',
    'service-principal': 'Its service principal is there',
  }
  const steps = stepsFor(baseline).map(({ key, name }) => ({ key, name: names[key] ?? name }))
  const first = ['sign-in', 'look']
  return [...steps.filter(({ key }) => first.includes(key)), ...steps.filter(({ key }) => !first.includes(key))]
}

/** The steps of taking a tenant back. */
export const removalSteps: readonly { key: string; name: string }[] = [
  { key: 'sign-in', name: 'Signed in by an administrator' },
  { key: 'look', name: 'Looked at what is there' },
  { key: 'service-principal', name: 'Service principal deleted, with its permissions' },
  { key: 'application', name: 'Application deleted, with its keys' },
  { key: 'purge', name: 'Deleted for good' },
  { key: 'verify', name: 'Looked again: gone' },
  { key: 'destroy', name: 'Private keys destroyed here' },
  { key: 'finish', name: 'Receipt written, sign-in dropped' },
]

/** Under which shown step a step of the plan appears, in a run of this kind. */
export function shownIn(kind: string): (step: Step) => string {
  if (kind !== 'decommission') return shownAs
  return (step) => {
    if (step.kind === 'purgeDeletedApplication') return 'purge'
    return step.kind === 'revokeAppRole' ? 'service-principal' : shownAs(step)
  }
}

/** Under which shown step a step of the plan appears. */
export function shownAs(step: Step): string {
  switch (step.kind) {
    case 'restoreApplication':
    case 'purgeDeletedApplication':
    case 'upsertApplication':
    case 'addKey':
    case 'mergeKey':
    case 'removeKey':
    case 'mergeRemoveKey':
    case 'deleteApplication':
      return 'application'
    case 'upsertServicePrincipal':
    case 'deleteServicePrincipal':
      return 'service-principal'
    case 'grantAppRole':
    case 'revokeAppRole':
      return 'grants'
    case 'assignDirectoryRole':
      return 'directory-role'
  }
}

/** Twenty equal lines say less than one: answers of one stage are folded by their answer. */
export function foldEvidence(lines: readonly Evidence[]): readonly Evidence[] {
  const groups = new Map<string, Evidence[]>()
  for (const line of lines) {
    const key = `${line.call.replace(/[0-9a-f]{4,}…?[0-9a-f]*/g, '…')} ${line.answer}`
    groups.set(key, [...(groups.get(key) ?? []), line])
  }
  return [...groups.values()].map((group) => {
    const first = group[0] as Evidence
    if (group.length === 1) return first
    return {
      ...first,
      answer: `${group.length} × ${first.answer}`,
      milliseconds: Math.max(...group.map((line) => line.milliseconds)),
    }
  })
}
