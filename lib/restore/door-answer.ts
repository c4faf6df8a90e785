import type { IssuedTokens } from '../api-clients/families'

export type DoorErrorName =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unsupported_grant_type'
  | 'too_many_requests'
  | 'temporarily_unavailable'

/** What the door says: RFC 6749 section 5 with the names that backup software reads besides. */
export interface DoorAnswer {
  status: number
  body: Readonly<Record<string, string | number>>
  retryAfterSeconds: number | null
}

/** `message` says the same as `error_description`: some clients read the one, some the other. */
export function refuseAtDoor(
  status: number,
  error: DoorErrorName,
  why: string,
  retryAfterSeconds: number | null = null,
): DoorAnswer {
  return { status, body: { error, error_description: why, message: why }, retryAfterSeconds }
}

/** A new pair in the shape of Veeam's token answer: names with a dot in front, ISO 8601, seconds. */
export function giveTokens(tokens: IssuedTokens, userName: string): DoorAnswer {
  const seconds = Math.round((tokens.expiresAt.getTime() - tokens.issuedAt.getTime()) / 1000)
  return {
    status: 200,
    body: {
      access_token: tokens.accessToken,
      token_type: 'bearer',
      expires_in: seconds,
      refresh_token: tokens.refreshToken ?? '',
      userName,
      '.issued': tokens.issuedAt.toISOString(),
      '.expires': new Date(tokens.issuedAt.getTime() + seconds * 1000).toISOString(),
    },
    retryAfterSeconds: null,
  }
}
