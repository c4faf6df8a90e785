import type { Caller } from '../api-clients/caller'
import type { Resource } from '../api-clients/scopes'
import { AppError } from '../errors'
import { reaches } from '../staff/actor'

/** Whose token: the application that reads for backup, or the one that stands open for some hours to restore. */
export const purposes = ['backup', 'restore'] as const
export type Purpose = (typeof purposes)[number]

export interface TokenWish {
  resource: Resource
  purpose: Purpose
}

/**
 * May this caller have such a token? Everything that is not plainly allowed is refused, and nothing here asks whether the
 * tenant exists: one that is out of reach is answered exactly as one that is missing. Throws `not_signed_in`,
 * `not_allowed` or `not_found`.
 */
export function requireIssuable(caller: Caller, tenantId: string, { resource }: TokenWish, now: Date): void {
  if (caller.expiresAt <= now) throw new AppError('not_signed_in', 'the access token has ended')
  if (caller.kind !== 'client' || !caller.scopes.includes('tokens:issue')) {
    throw new AppError('not_allowed', `${caller.kind} ${caller.id} may not ask for tokens`, {
      say: 'This API client may not ask for Microsoft tokens. An operator can allow it on the client’s page.',
    })
  }
  if (!caller.resources.includes(resource)) {
    throw new AppError('not_allowed', `client ${caller.id} may not ask for ${resource}`, {
      say: `This API client may not ask for tokens of this resource. An operator can allow it on the client’s page.`,
    })
  }
  if (!reaches(caller, tenantId)) throw new AppError('not_found', `client ${caller.id} does not reach ${tenantId}`)
}
