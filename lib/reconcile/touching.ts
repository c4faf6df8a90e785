import type { DesiredPresent } from './desired'
import { isOurs } from './ours'
import type { Look, Step, StepKind, Surplus } from './plan'

/** When a step of this kind changes or takes away something that stands in the tenant and that the operator has not been shown. */
const touches: Record<StepKind, 'always' | 'rename' | 'shared' | 'adopted'> = {
  restoreApplication: 'always',
  purgeDeletedApplication: 'always',
  deleteServicePrincipal: 'always',
  deleteApplication: 'always',
  revokeAppRole: 'always',
  upsertApplication: 'rename',
  mergeKey: 'shared',
  mergeRemoveKey: 'shared',
  upsertServicePrincipal: 'adopted',
  grantAppRole: 'adopted',
  assignDirectoryRole: 'adopted',
  addKey: 'adopted',
  removeKey: 'adopted',
}

export function touchesExisting(
  stages: readonly (readonly Step[])[],
  desired: DesiredPresent,
  look: Look,
  surplus: readonly Surplus[],
): boolean {
  const { application } = look
  const adopted = application !== null && !isOurs(application, desired)
  const applies = {
    always: true,
    adopted,
    rename: adopted || (application !== null && application.displayName !== desired.displayName),
    /** A merge rewrites the whole collection, other people's keys included. */
    shared: adopted || surplus.some((item) => item.kind === 'key'),
  }
  return stages.flat().some((step) => applies[touches[step.kind]])
}
