import { AppError } from '../errors'
import { log } from '../log'
import { explainOwnSignIn } from '../microsoft/failures'
import type { MicrosoftFailure } from '../microsoft/observed'
import type { AppToken } from '../microsoft/tokens'
import { roomState, runtime } from '../runtime'
import { freshToken, type OwnIdentity } from '../tenants/own-sign-in'
import { isTransient } from '../tenants/role-proof'
import { countAsk } from './counters'
import { isAudienceOf } from './resources'
import type { Resource } from '../api-clients/scopes'

/** A token that ends sooner than this is not handed out of the cache any more: a job that begins now shall end with it. */
const leastLifeMs = 5 * 60_000
const sweepEvery = 500

/** One application with one key asking for one resource: what a token in the cache belongs to. */
export interface TokenAsk {
  rowId: string
  identity: OwnIdentity
  resource: Resource
  identifier: string
}

interface Cache {
  tokens: Map<string, { rowId: string; token: AppToken; endsAt: number }>
  flights: Map<string, Promise<AppToken>>
  /** Microsoft’s Retry-After: until then its refusal is answered from here. */
  pauses: Map<string, { until: number; failure: MicrosoftFailure }>
}

function cache(): Cache {
  return roomState<Cache>('broker-tokens', () => ({ tokens: new Map(), flights: new Map(), pauses: new Map() }))
}

/** Who, with which key, for what. Another key is another entry, so a token of a superseded one is never found. */
export function keyOf({ rowId, identity, identifier }: TokenAsk): string {
  const { entraTenantId, appId, certificate } = identity
  return [rowId, entraTenantId, appId, certificate.keyId, identifier].join(' ')
}

/**
 * The token from memory while it lives for five more minutes, else from Microsoft: one call, however many ask meanwhile,
 * and one refusal for all of them. Throws `microsoft_busy`, `microsoft_unreachable` or `microsoft_refused`.
 */
export function tokenOf(ask: TokenAsk): Promise<AppToken> {
  const { tokens, flights, pauses } = cache()
  const key = keyOf(ask)
  const now = runtime().clock.now().getTime()
  const kept = tokens.get(key)
  if (kept !== undefined && kept.endsAt - now > leastLifeMs) {
    countAsk(ask.resource, 'cache')
    return Promise.resolve(kept.token)
  }
  const pause = pauses.get(key)
  if (pause !== undefined && pause.until > now) return Promise.reject(refusalOf(pause.failure, pause.until - now))
  return flights.get(key) ?? takeOff(key, ask)
}

/** Everything of one application: its key was changed or taken off, or its hours are over. */
export function forgetTokens(rowId: string): void {
  const { tokens } = cache()
  for (const [key, kept] of tokens) if (kept.rowId === rowId) tokens.delete(key)
}

function takeOff(key: string, ask: TokenAsk): Promise<AppToken> {
  const { flights } = cache()
  const flight = fetchToken(key, ask).finally(() => flights.delete(key))
  flights.set(key, flight)
  return flight
}

async function fetchToken(key: string, ask: TokenAsk): Promise<AppToken> {
  const { clock, closing } = runtime()
  const { tokens, pauses } = cache()
  countAsk(ask.resource, 'microsoft')
  const answer = await freshToken(ask.identity, ask.identifier, closing)
  const now = clock.now().getTime()
  if (answer.status === 'refused') {
    countAsk(ask.resource, 'refused')
    const { failure } = answer
    const waitMs = (failure.retryAfterSeconds ?? 0) * 1000
    if (waitMs > 0) pauses.set(key, { until: now + waitMs, failure })
    throw refusalOf(failure, waitMs)
  }
  const { token } = answer
  requireRight(token, ask)
  pauses.delete(key)
  if (tokens.size % sweepEvery === 0) sweep(now)
  tokens.set(key, { rowId: ask.rowId, token, endsAt: Date.parse(token.expiresAt) })
  return token
}

/** The last look before a token leaves: of this tenant, for this application, for this resource. */
export function requireRight(token: AppToken, { identity, resource, identifier }: TokenAsk): void {
  const isRight =
    token.tenantId === identity.entraTenantId.toLowerCase() &&
    token.appId === identity.appId.toLowerCase() &&
    isAudienceOf(token.audience, resource, identifier)
  if (isRight) return
  token.drop()
  countAsk(resource, 'wrong')
  log.error('a token of another tenant, application or resource was withheld', {
    entraTenantId: identity.entraTenantId,
  })
  throw new AppError('microsoft_refused', 'the token is not the one that was asked for', {
    say: 'Microsoft answered with a token of another tenant, application or resource. It was not handed out.',
  })
}

/** What has ended is of no use to anybody, and should not wait in memory for the next ask. */
function sweep(now: number): void {
  const { tokens, pauses } = cache()
  for (const [key, { endsAt }] of tokens) if (endsAt <= now) tokens.delete(key)
  for (const [key, { until }] of pauses) if (until <= now) pauses.delete(key)
}

function refusalOf(failure: MicrosoftFailure, waitMs: number): AppError {
  const { code, traceId, correlationId, at, message } = failure
  const answer = { code, traceId, correlationId, at }
  const detail = `the token was refused with ${code}: ${message}`
  if (isTransient(failure)) {
    const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1000))
    const isBusy = failure.kind === 'throttled' || failure.kind === 'concurrency'
    return new AppError(isBusy ? 'microsoft_busy' : 'microsoft_unreachable', detail, { answer, retryAfterSeconds })
  }
  const { explanation } = explainOwnSignIn(failure)
  return new AppError('microsoft_refused', detail, {
    answer,
    ...(explanation === null ? {} : { say: `${explanation.meaning} ${explanation.remedy}` }),
    ...(waitMs > 0 ? { retryAfterSeconds: Math.ceil(waitMs / 1000) } : {}),
  })
}
