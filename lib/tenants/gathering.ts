import { runtime } from '../runtime'
import type { Proof } from './conditions'
import { evidenceOf, type Proven } from './findings'
import type { Readings } from './reading'
import { readServerKeys } from './server-key-store'
import { registrationDrafts } from './registration'

/** What was found, in the form that conditions are judged from. */
export async function gatherProof(proven: Proven, tenantId: string, reads: Readings): Promise<Proof> {
  const { roles, plan, look } = proven
  const granted = plan?.surplus.flatMap((item) => (item.kind === 'grant' ? [item.role ?? item.roleId] : [])) ?? []
  return {
    at: runtime().clock.now(),
    tokens: evidenceOf(proven.tokens),
    signInFailure: roles.failure,
    wanted: roles.inToken.length + roles.missing.length,
    inToken: roles.inToken,
    missing: roles.missing,
    surplus: [...new Set([...roles.surplus, ...granted])],
    notOffered: roles.notOffered,
    reads,
    registration: registrationDrafts(proven),
    serverKeys: await readServerKeys(tenantId, look),
  }
}
