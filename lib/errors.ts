const brand = Symbol.for('latchkey.app-error')

/** Every way this system refuses. `status` is for HTTP edges; `say` is the only text a caller may see. */
const refusals = {
  malformed: { status: 400, say: 'This request could not be read.' },
  invalid_input: { status: 422, say: 'Something in this form needs another look.' },
  not_signed_in: { status: 401, say: 'Your session has ended. Sign in again; nothing you saved is lost.' },
  token_missing: { status: 401, say: 'This takes an access token, and the request carries none.' },
  token_invalid: { status: 401, say: 'This access token is not valid. It has expired, was withdrawn, or is not ours.' },
  scope_missing: { status: 403, say: 'This access token was not given the scope that this takes.' },
  not_allowed: { status: 403, say: 'Your role does not allow this.' },
  not_found: { status: 404, say: 'There is nothing here, or it is not yours to see.' },
  method_not_allowed: { status: 405, say: 'There is something here, and it does not answer this method.' },
  conflict: { status: 409, say: 'Somebody else changed this meanwhile. Look at it again.' },
  run_open: { status: 409, say: 'A run is already open for this tenant.' },
  run_ended: { status: 409, say: 'This run has ended already.' },
  key_reused: { status: 409, say: 'This idempotency key was used for another request.' },
  too_large: { status: 413, say: 'This request is larger than any that is answered here.' },
  media_type: { status: 415, say: 'The body of this request has to be application/json.' },
  domain_unknown: { status: 422, say: 'Microsoft knows no tenant with this domain.' },
  practice_off: { status: 422, say: 'Practice tenants are switched off here.' },
  baseline_refused: { status: 422, say: 'This baseline asks for a permission that Latchkey never requests.' },
  setup_link_invalid: { status: 410, say: 'This setup link was used already or has expired.' },
  invitation_invalid: {
    status: 410,
    say: 'This invitation was used, was withdrawn or has expired. Ask the colleague who sent it for a new one.',
  },
  too_many_tries: { status: 429, say: 'Too many tries. Wait a little, then try again.' },
  too_many_requests: { status: 429, say: 'Too many requests. Wait for as long as Retry-After says.' },
  microsoft_unreachable: { status: 502, say: 'Microsoft did not answer. Nothing was changed; try again in a minute.' },
  microsoft_refused: { status: 502, say: 'Microsoft refuses the stored key of this tenant. Its page says what to do.' },
  microsoft_busy: { status: 503, say: 'Microsoft asked us to wait. Ask again after the time in Retry-After.' },
  key_unreadable: { status: 500, say: 'The stored private key could not be opened. Check the key ring file.' },
  storage_away: {
    status: 503,
    say: 'The database of this installation does not answer. Nothing was changed; try again in a minute.',
  },
  storage_full: {
    status: 507,
    say: 'The disk of this installation is full, so nothing was changed. Whoever runs it has to make room.',
  },
  internal: { status: 500, say: 'Something went wrong on our side. It was recorded.' },
} as const

export type ErrorCode = keyof typeof refusals

/** Every refusal by its code, for the pages that explain them. */
export function listRefusals(): readonly { code: ErrorCode; status: number; say: string }[] {
  return (Object.keys(refusals) as ErrorCode[]).map((code) => ({ code, ...refusals[code] }))
}

/** Another service’s answer behind a refusal, to stand beside our words: its code, its ids for support, and when. */
export interface ForeignAnswer {
  code: string
  traceId: string | null
  correlationId: string | null
  at: string
}

/** `field` names the form field at fault; `say` overrides the general text with an exact one that is safe to show. */
export interface RefusalDetail {
  field?: string
  say?: string
  answer?: ForeignAnswer
  /** When asking again has a chance: Microsoft’s Retry-After, or our own. */
  retryAfterSeconds?: number
  cause?: unknown
}

/** A refusal. The message is detail for the log and never leaves the building. */
export class AppError extends Error {
  readonly [brand] = true
  readonly code: ErrorCode
  readonly field: string | undefined
  readonly say: string | undefined
  readonly answer: ForeignAnswer | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(code: ErrorCode, message: string, detail: RefusalDetail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause })
    this.name = 'AppError'
    this.code = code
    this.field = detail.field
    this.say = detail.say
    this.answer = detail.answer
    this.retryAfterSeconds = detail.retryAfterSeconds
  }
}

/** By brand: Next loads a module more than once, so instanceof lies. */
export function isAppError(error: unknown): error is AppError {
  return typeof error === 'object' && error !== null && brand in error
}

export interface PublicError {
  code: ErrorCode
  status: number
  say: string
  field?: string
  answer?: ForeignAnswer
  retryAfterSeconds?: number
}

/** What a caller may see of any thrown thing. */
export function publicError(error: unknown): PublicError {
  if (!isAppError(error)) {
    if (chainOf(error).some(({ code }) => code === '22021'))
      return { code: 'malformed', ...refusals.malformed, say: unstorable }
    const trouble = storageTrouble(error)
    const code = trouble === null ? 'internal' : (`storage_${trouble}` as const)
    return { code, ...refusals[code] }
  }
  const { status, say } = refusals[error.code]
  return {
    code: error.code,
    status,
    say: error.say ?? say,
    ...(error.field === undefined ? {} : { field: error.field }),
    ...(error.answer === undefined ? {} : { answer: error.answer }),
    ...(error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds }),
  }
}

/** SQLSTATE 22021: PostgreSQL keeps every character but this one, and nobody types it. */
const unstorable = 'This holds a character that cannot be stored (U+0000). Take it out.'

/** PostgreSQL's classes of lost, refused and ending connections, and what the driver and the socket call the same. */
const awayCodes = /^(?:08...|57P0[1-3]|53300|P1001|P1002|P1008|P1017|P2024|ECONNREFUSED|ECONNRESET|EPIPE|ENOENT)$/
const awayTexts = /Connection terminated|Client has encountered a connection error|connection timeout/

/**
 * Is this thrown thing the database's: away, or without room on its disk (SQLSTATE 53100)? Told by codes along the chain
 * of causes; the driver alone says “terminated” only in words.
 */
export function storageTrouble(error: unknown): 'away' | 'full' | null {
  const chain = chainOf(error)
  if (chain.some(({ code }) => code === '53100')) return 'full'
  const isAway = chain.some(
    ({ code, message }) =>
      (typeof code === 'string' && awayCodes.test(code)) || (typeof message === 'string' && awayTexts.test(message)),
  )
  return isAway ? 'away' : null
}

/** What was thrown and what lies behind it, as Prisma, its adapter and the driver wrap each other. A refusal of ours ends it. */
function chainOf(error: unknown, depth = 0): readonly Readonly<Record<string, unknown>>[] {
  if (typeof error !== 'object' || error === null || isAppError(error) || depth > 5) return []
  const thrown = error as Record<string, unknown>
  const behind = [thrown['meta'], thrown['driverAdapterError'], thrown['cause']]
  return [thrown, ...behind.flatMap((one) => chainOf(one, depth + 1))]
}
