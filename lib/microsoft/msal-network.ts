import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node'
import type { Clock } from '@/lib/clock'
import type { Cloud } from './clouds'
import { failureFromTokenError, failureOf } from './failures'
import type { Http, HttpAnswer, HttpSilence } from './http'
import { parseJson } from './json'
import type { Evidence, MicrosoftFailure } from './observed'
import { withRetries } from './retry'

export interface TokenExchange {
  failure: MicrosoftFailure | null
  evidence: Evidence
}

export interface MsalNetworkOptions {
  cloud: Cloud
  http: Http
  clock: Clock
  retryForMs: number
  signal?: AbortSignal | undefined
}

/**
 * MSAL's way to the network, which is ours: our hosts only, our deadline, our repetition of what may pass by itself.
 * `takeLast` tells what Microsoft really answered, because MSAL's own errors drop half of it.
 */
export class MsalNetwork implements INetworkModule {
  readonly #options: MsalNetworkOptions
  #last: TokenExchange | null = null

  constructor(options: MsalNetworkOptions) {
    this.#options = options
  }

  /** The exchange since the last asking, if there was one, and forgets it. */
  takeLast(): TokenExchange | null {
    const last = this.#last
    this.#last = null
    return last
  }

  /** Authority metadata is handed to MSAL, so it has nothing to look up. */
  sendGetRequestAsync(url: string): Promise<never> {
    return Promise.reject(new Error(`Unexpected look-up of ${new URL(url).origin}`))
  }

  async sendPostRequestAsync<T>(url: string, request: NetworkRequestOptions = {}): Promise<NetworkResponse<T>> {
    const { http, clock, retryForMs, signal } = this.#options
    const outcome = await withRetries(
      { clock, signal, retryForMs },
      () =>
        http.send({
          method: 'POST',
          url: this.#realUrl(url),
          headers: request.headers ?? {},
          body: request.body ?? '',
          signal,
        }),
      (answer) => ({ again: mayPass(answer), retryAfterSeconds: failureOfOutcome(answer)?.retryAfterSeconds ?? null }),
    )
    this.#last = { failure: failureOfOutcome(outcome), evidence: outcome.evidence }
    if (!outcome.arrived) throw new Error(outcome.failure.message)
    const body = parseJson(outcome.text) ?? { error: 'invalid_response' }
    return { headers: Object.fromEntries(outcome.headers), body: body as T, status: outcome.status }
  }

  /** MSAL insists on https; the practice cloud speaks http on loopback. */
  #realUrl(url: string): string {
    const { cloud } = this.#options
    return cloud.loginOrigin.startsWith('http:') ? url.replace(/^https:/, 'http:') : url
  }
}

function failureOfOutcome(outcome: HttpAnswer | HttpSilence): MicrosoftFailure | null {
  if (!outcome.arrived) return outcome.failure
  const { status, headers, evidence } = outcome
  if (status === 200) {
    const isReadable = typeof parseJson(outcome.text) === 'object'
    return isReadable ? null : failureOf('other', 'UnreadableAnswer', 'The answer holds no token.', evidence.at)
  }
  return failureFromTokenError(parseJson(outcome.text), status, { headers, at: evidence.at })
}

function mayPass(outcome: HttpAnswer | HttpSilence): boolean {
  return !outcome.arrived || outcome.status === 429 || outcome.status >= 500
}
