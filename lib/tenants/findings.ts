import type { Directory } from '../microsoft/directory'
import type { Evidence, MicrosoftFailure, Observed } from '../microsoft/observed'
import type { DesiredPresent } from '../reconcile/desired'
import type { Look, Plan } from '../reconcile/plan'
import type { OwnCertificate } from './certificate-store'
import type { OwnIdentity } from './own-sign-in'
import type { OwnRegistration } from './registration'
import type { RoleProof, Tokens } from './role-proof'

/** What the setting-up phase leaves behind. `administrator` looks once more beside the tokens; its token is the caller's to drop. */
export interface Built {
  administrator: Directory
  certificate: OwnCertificate
  desired: DesiredPresent
  look: Look
}

/** What was proved with the stored, re-read key. */
export interface Proven {
  identity: OwnIdentity
  desired: DesiredPresent
  roles: RoleProof
  tokens: Tokens
  /** The last look at the registration; null when nobody at hand may read it. */
  look: Observed | null
  plan: Plan | null
  /** Why there is no look although the application may look. */
  lookFailure?: MicrosoftFailure | null
  /** Absent where nobody tried. */
  registration?: OwnRegistration
}

/** One line per token or refusal. */
export function evidenceOf(tokens: Tokens): readonly Evidence[] {
  return [...tokens.values()].flatMap((answer) => {
    const line = answer.status === 'granted' ? answer.token.evidence : answer.evidence
    return line === null ? [] : [line]
  })
}
