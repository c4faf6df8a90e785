import type { Clock } from '@/lib/clock'
import { readAccount, readAppClaims } from './claims'
import type { Account } from './claims'
import type { Evidence } from './observed'
import { Hidden, Redacted } from './secrets'

/** What a Graph client needs of a token. `reveal` is for this room only. */
export interface Bearer {
  reveal(): string
}

/**
 * The administrator's access token for one run: in memory only, shown by nothing, gone after `drop`. There is never a
 * refresh token beside it.
 */
export class DelegatedToken extends Redacted implements Bearer {
  readonly account: Account
  readonly expiresAt: string
  readonly #secret: Hidden

  constructor(accessToken: string, expiresAt: string) {
    super()
    this.#secret = new Hidden(accessToken)
    this.account = readAccount(accessToken)
    this.expiresAt = expiresAt
  }

  /** Throws after `drop`. */
  reveal(): string {
    return this.#secret.reveal()
  }

  get dropped(): boolean {
    return this.#secret.dropped
  }

  drop(): void {
    this.#secret.drop()
  }
}

/** An app-only token. `roles` is what Microsoft really put in, which may lag behind the grants. */
export class AppToken extends Redacted implements Bearer {
  readonly roles: readonly string[]
  readonly tenantId: string | null
  readonly appId: string | null
  readonly audience: string | null
  readonly expiresAt: string
  /** Null when the token came out of a cache and no call was made. */
  readonly evidence: Evidence | null
  readonly #secret: Hidden

  constructor(accessToken: string, expiresAt: string, evidence: Evidence | null) {
    super()
    const claims = readAppClaims(accessToken)
    this.#secret = new Hidden(accessToken)
    this.roles = claims.roles
    this.tenantId = claims.tenantId
    this.appId = claims.appId
    this.audience = claims.audience
    this.expiresAt = expiresAt
    this.evidence = evidence
  }

  /** Throws after `drop`. */
  reveal(): string {
    return this.#secret.reveal()
  }

  drop(): void {
    this.#secret.drop()
  }
}

/** When a token that was just issued ends, ISO 8601 UTC; an hour where Microsoft names no time, a day at most. */
export function expiryOf(expiresInSeconds: number | undefined, clock: Clock): string {
  const lifetime = Math.min(Math.max(expiresInSeconds ?? 3600, 0), 86_400)
  return new Date(clock.now().getTime() + lifetime * 1000).toISOString()
}
