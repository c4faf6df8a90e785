import { z } from 'zod'
import type { Clock } from '@/lib/clock'
import { readAccount, readTokenFacts, type Account } from './claims'
import { tokenEndpoint, type Cloud } from './clouds'
import type { Take } from './device-poll'
import { failureFromTokenError, failureOf } from './failures'
import { createHttp } from './http'
import { parseJson } from './json'
import type { MicrosoftFailure } from './observed'
import { Hidden, Redacted } from './secrets'
import { startDeviceGrant, type DeviceSignIn, type DeviceSignInOptions } from './sign-in'
import type { Bearer } from './tokens'

/** Microsoft's whole token answer for a restore, as far as it is read (RFC 6749 §5.1); the text itself is what counts. */
const answer = z.object({
  token_type: z.string().regex(/^bearer$/i),
  access_token: z.string().min(20).max(16_000),
  refresh_token: z.string().min(1).max(8_000),
  scope: z.string().max(20_000).optional().catch(undefined),
  expires_in: z.coerce.number().positive().max(86_400).optional().catch(undefined),
})

/**
 * A restore sign-in as a backup server wants it: the answer of Microsoft's token endpoint, byte for byte. In memory only,
 * shown by nothing, gone after `drop`.
 */
export class Assertion extends Redacted implements Bearer {
  readonly account: Account
  /** The program that asked for it. */
  readonly clientId: string | null
  readonly scope: string
  readonly endsAt: Date
  readonly #verbatim: Hidden
  readonly #access: Hidden
  readonly #refresh: Hidden

  constructor(text: string, parsed: z.output<typeof answer>, clock: Clock) {
    super()
    const { appId, endsAt } = readTokenFacts(parsed.access_token)
    this.account = readAccount(parsed.access_token)
    this.clientId = appId
    this.scope = parsed.scope ?? ''
    this.endsAt = endsAt ?? new Date(clock.now().getTime() + (parsed.expires_in ?? 3600) * 1000)
    this.#verbatim = new Hidden(text)
    this.#access = new Hidden(parsed.access_token)
    this.#refresh = new Hidden(parsed.refresh_token)
  }

  /** The access token. Throws after `drop`. */
  reveal(): string {
    return this.#access.reveal()
  }

  revealRefreshToken(): string {
    return this.#refresh.reveal()
  }

  /** Exactly what Microsoft sent. Throws after `drop`. */
  revealVerbatim(): string {
    return this.#verbatim.reveal()
  }

  get dropped(): boolean {
    return this.#verbatim.dropped
  }

  drop(): void {
    this.#verbatim.drop()
    this.#access.drop()
    this.#refresh.drop()
  }
}

/** Null when the text is no token answer with an access and a refresh token. It proves nothing by itself. */
export function readAssertion(text: string, clock: Clock): Assertion | null {
  const parsed = answer.safeParse(parseJson(text))
  return parsed.success ? new Assertion(text, parsed.data, clock) : null
}

const takeAssertion: Take<Assertion> = ({ text }, { clock }) => Promise.resolve(readAssertion(text, clock))

/** A device authorization grant whose answer is kept whole, refresh token included. Throws GraphError without a code. */
export function startAssertionSignIn(options: DeviceSignInOptions): Promise<DeviceSignIn<Assertion>> {
  return startDeviceGrant(options, takeAssertion)
}

export interface RefreshRequest {
  cloud: Cloud
  tenantId: string
  clientId: string
  refreshToken: Hidden
  clock: Clock
  timeoutMs: number
  signal?: AbortSignal
}

/** A new access token for Graph, with the refresh token that replaces the old one (RFC 6749 §6). Never throws. */
export async function refreshAssertion(
  request: RefreshRequest,
): Promise<{ status: 'granted'; assertion: Assertion } | { status: 'refused'; failure: MicrosoftFailure }> {
  const { cloud, tenantId, clientId, refreshToken, clock, signal } = request
  const sent = await createHttp(request).send({
    method: 'POST',
    url: tokenEndpoint(cloud, tenantId),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: clientId,
      refresh_token: refreshToken.reveal(),
      scope: `${cloud.graphResource}/.default offline_access`,
    }).toString(),
    signal,
  })
  if (!sent.arrived) return { status: 'refused', failure: sent.failure }
  if (sent.status !== 200) {
    const frame = { headers: sent.headers, at: sent.evidence.at }
    return { status: 'refused', failure: failureFromTokenError(parseJson(sent.text), sent.status, frame) }
  }
  const assertion = readAssertion(sent.text, clock)
  if (assertion !== null) return { status: 'granted', assertion }
  const failure = failureOf('invalid', 'UnreadableAnswer', 'The answer holds no usable token.', sent.evidence.at)
  return { status: 'refused', failure }
}
