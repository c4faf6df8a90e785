import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Person } from '../data/people'
import type { Platform } from './clients'
import type { Wanted } from './consent'

export type ResponseMode = 'query' | 'fragment' | 'form_post'

/** An authorization request (RFC 6749 §4.1.1, RFC 7636 §4.3) that was found in order: a person may sign in for it. */
export interface AuthorizationRequest extends Wanted {
  redirectUri: string
  platform: Platform
  responseMode: ResponseMode
  state: string | undefined
  nonce: string | undefined
  challenge: { method: 'S256' | 'plain'; value: string } | undefined
  /** `consent` and `admin_consent` ask again for what was granted. */
  prompt: string
  loginHint: string | undefined
  domainHint: string | undefined
}

/** A sign-in under way at the page. */
export interface SignInStep {
  request: AuthorizationRequest
  upn?: string
  at: number
}

export interface IssuedCode {
  request: AuthorizationRequest
  person: Person
  expiresAt: number
  redeemed: boolean
}

const CODE_LIFETIME_MS = 600_000
const KEPT_MS = 3_600_000

/** Browser sign-ins under way and the codes they gave. In memory only, as secrets must be. */
export class Authorizations {
  readonly #steps = new Map<string, SignInStep>()
  readonly #codes = new Map<string, IssuedCode>()

  open(request: AuthorizationRequest, now: number): string {
    this.#sweep(now)
    const id = randomUUID()
    this.#steps.set(id, { request, at: now })
    return id
  }

  step(id: string): SignInStep | undefined {
    return this.#steps.get(id)
  }

  choose(id: string, upn: string): void {
    const step = this.#steps.get(id)
    if (step !== undefined) step.upn = upn
  }

  close(id: string): void {
    this.#steps.delete(id)
  }

  /** A code for one redemption within ten minutes; `marker` stands at its head. */
  issue(request: AuthorizationRequest, person: Person, now: number, marker: string): string {
    const code = `1.${marker}${randomBytes(192).toString('base64url')}`
    this.#codes.set(code, { request, person, expiresAt: now + CODE_LIFETIME_MS, redeemed: false })
    return code
  }

  find(code: string): IssuedCode | undefined {
    return this.#codes.get(code)
  }

  clear(): void {
    this.#steps.clear()
    this.#codes.clear()
  }

  #sweep(now: number): void {
    for (const [id, step] of this.#steps) if (step.at + KEPT_MS < now) this.#steps.delete(id)
    for (const [code, issued] of this.#codes) if (issued.expiresAt + KEPT_MS < now) this.#codes.delete(code)
  }
}

/** RFC 7636 §4.6. */
export function verifierFits(
  { method, value }: { method: 'S256' | 'plain'; value: string },
  verifier: string,
): boolean {
  return value === (method === 'plain' ? verifier : createHash('sha256').update(verifier).digest('base64url'))
}
