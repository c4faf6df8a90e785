import type { Role } from '@/lib/staff/actor'
import type { ActionError } from '../../../_edge/action'

export interface InviteState {
  error: ActionError | null
  /** What was typed, so that a refusal costs no typing. */
  email: string
  role: Role
  /** The link, which is shown now and never again. */
  made: { link: string; email: string; role: Role; expiresAt: string } | null
}
