import type { Caller } from '../api-clients/caller'
import type { Resource } from '../api-clients/scopes'
import { AppError } from '../errors'
import { runtime } from '../runtime'
import { labelOf } from '../staff/actor'
import type { StandingIdentity } from '../tenants/standing-identity'
import { noteIssue } from './ledger'
import { identifierOf } from './resources'
import { requireIssuable, type Purpose, type TokenWish } from './rule'
import { standingOf } from './standings'
import { forgetTokens, keyOf, requireRight, tokenOf, type TokenAsk } from './token-cache'

/** A Microsoft token of one tenant's application, on its way to the caller that may have it. */
export interface IssuedToken {
  accessToken: string
  /** ISO 8601 UTC. */
  expiresAt: string
  resource: Resource
  purpose: Purpose
  entraTenantId: string
  appId: string
}

type Ready = Extract<StandingIdentity, { status: 'ready' }>

/**
 * The application's token for a machine that holds an access token of ours; never for a browser session. May the caller,
 * does the tenant stand, is it the right token, is it written down: only then does it leave. Throws `not_allowed`,
 * `not_found`, `conflict`, or what Microsoft's refusal is called.
 */
export async function tokenFor(caller: Caller, tenantId: string, wish: TokenWish): Promise<IssuedToken> {
  requireIssuable(caller, tenantId, wish, runtime().clock.now())
  const { resource, purpose } = wish
  const ask = askOf(await readyStanding(tenantId, purpose), resource)
  const token = await tokenOf(ask)
  const { identity } = ask
  requireRight(token, ask)
  await noteIssue({
    actor: labelOf({ kind: 'client', id: caller.id }),
    name: caller.name,
    tenantId: tenantId.toLowerCase(),
    appId: identity.appId,
    resource,
    purpose,
  })
  await requireUnchanged(tenantId, purpose, ask)
  return {
    accessToken: token.reveal(),
    expiresAt: token.expiresAt,
    resource,
    purpose,
    entraTenantId: identity.entraTenantId,
    appId: identity.appId,
  }
}

function askOf({ rowId, identity, sharepointHost }: Ready, resource: Resource): TokenAsk {
  return { rowId, identity, resource, identifier: identifierOf(resource, identity.cloud, sharepointHost) }
}

async function readyStanding(tenantId: string, purpose: Purpose): Promise<Ready> {
  const standing = await standingOf(tenantId, purpose, forgetTokens)
  switch (standing.status) {
    case 'ready':
      if (standing.until !== null && standing.until <= runtime().clock.now()) throw notOpen()
      return standing
    case 'missing':
      throw new AppError('not_found', `no tenant ${tenantId}`)
    case 'not-connected':
      throw new AppError('conflict', `tenant ${tenantId} is not connected`, {
        say: 'This tenant is not connected, so there is no application to get a token for.',
      })
    case 'not-open':
      throw notOpen()
  }
}

function notOpen(): AppError {
  return new AppError('conflict', 'the restore application is not open', {
    say: 'The restore application of this tenant is not open. An operator opens it on the tenant’s page, for some hours.',
  })
}

/** While Microsoft or the database was asked, the key may have been taken back or the restore application closed. */
async function requireUnchanged(tenantId: string, purpose: Purpose, ask: TokenAsk): Promise<void> {
  const now = await readyStanding(tenantId, purpose)
  if (keyOf(askOf(now, ask.resource)) === keyOf(ask)) return
  throw new AppError('conflict', 'the application changed while its token was fetched', {
    say: 'The key of this tenant changed at this moment. Ask again.',
    retryAfterSeconds: 1,
  })
}
