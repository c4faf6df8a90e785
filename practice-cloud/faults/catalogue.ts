import { z } from 'zod'

const READS = [
  'application',
  'applicationList',
  'servicePrincipal',
  'grants',
  'reference',
  'keys',
  'tokenService',
] as const
/** The kinds of read that can lag by themselves. */
export type ReadKind = (typeof READS)[number]

const seconds = z
  .number()
  .min(0)
  .max(86_400 * 400)
function isPattern(source: string): boolean {
  try {
    return new RegExp(source).source !== ''
  } catch {
    return false
  }
}

/** When a fault applies: after `skip` matching requests, `times` times (absent: until cleared). */
const common = {
  times: z.number().int().min(1).optional(),
  skip: z.number().int().min(0).optional(),
  match: z
    .strictObject({
      method: z
        .string()
        .regex(/^(GET|POST|PUT|PATCH|DELETE)(\|(GET|POST|PUT|PATCH|DELETE))*$/, 'methods such as POST or POST|PATCH')
        .optional(),
      path: z.string().refine(isPattern, 'not a regular expression').optional(),
      operation: z.string().optional(),
    })
    .optional(),
}
const plain = <N extends string>(name: N) => z.strictObject({ name: z.literal(name), ...common })

export const faultSchema = z.discriminatedUnion('name', [
  z.strictObject({
    name: z.literal('replication-lag'),
    reads: z.enum([...READS, '*']).default('*'),
    seconds,
    /** Every second read comes from a replica that has caught up. */
    flapping: z.boolean().optional(),
    /** Spreads the delays from nothing to `seconds`: each write has its own for each kind of read, the same for the same seed. */
    seed: z.number().int().min(0).optional(),
    ...common,
  }),
  z.strictObject({ name: z.literal('stale-observe'), seconds: seconds.default(120), ...common }),
  z.strictObject({ name: z.literal('throttle'), retryAfterSeconds: seconds.default(10), ...common }),
  z.strictObject({
    name: z.literal('unavailable'),
    status: z.union([z.literal(500), z.literal(502), z.literal(503), z.literal(504)]).default(503),
    retryAfterSeconds: seconds.optional(),
    ...common,
  }),
  z.strictObject({
    name: z.literal('gateway-timeout-after-effect'),
    status: z.union([z.literal(503), z.literal(504)]).default(504),
    retryAfterSeconds: seconds.optional(),
    ...common,
  }),
  plain('reset-before-effect'),
  plain('reset-after-effect'),
  z.strictObject({ name: z.literal('latency'), ms: z.number().min(0).max(600_000), ...common }),
  z.strictObject({
    name: z.literal('device-code-blocked'),
    variant: z.enum(['token-endpoint', 'page-only']).default('token-endpoint'),
    ...common,
  }),
  plain('browser-sign-in-blocked'),
  plain('mfa-required'),
  plain('foreign-account'),
  plain('code-expired'),
  plain('code-declined'),
  z.strictObject({
    name: z.literal('key-lifetime-policy'),
    maxLifetime: z.string().regex(/^P\d+D$/, 'a number of days such as P30D'),
    ...common,
  }),
  z.strictObject({
    name: z.literal('self-signed-forbidden'),
    /** `customer-authority`: only what `issueCertificate` issued; `anyone`: whatever is not self-signed. */
    trusts: z.enum(['anyone', 'customer-authority']).default('anyone'),
    ...common,
  }),
  plain('tenant-gone'),
  z.strictObject({
    name: z.literal('concurrency-refusal'),
    status: z.union([z.literal(429), z.literal(409)]).default(429),
    ...common,
  }),
  z.strictObject({ name: z.literal('refuse-grant'), role: z.string(), ...common }),
  z.strictObject({
    name: z.literal('keyid'),
    behaviour: z.enum(['kept', 'replaced-returned', 'replaced-silently']),
    ...common,
  }),
  plain('account-disabled'),
  plain('workload-identity-blocked'),
  z.strictObject({ name: z.literal('device-interval'), seconds, ...common }),
  z.strictObject({ name: z.literal('device-lifetime'), seconds, ...common }),
])

/** A fault as the control API takes it. */
export type FaultInput = z.input<typeof faultSchema>
export type Fault = z.output<typeof faultSchema>
export type FaultName = Fault['name']
export type FaultOf<N extends FaultName> = Extract<Fault, { name: N }>

/** What each fault does, in one line, and details that the control page starts from. */
export const FAULTS: Readonly<Record<FaultName, { say: string; details: Readonly<Record<string, unknown>> }>> = {
  'replication-lag': {
    say: 'Writes become visible late, for one kind of read or all',
    details: { reads: '*', seconds: 30 },
  },
  'stale-observe': { say: 'Every directory read answers as of a while ago', details: { seconds: 120 } },
  throttle: { say: '429 with Retry-After', details: { retryAfterSeconds: 2, times: 3 } },
  unavailable: { say: '503, or another 5xx', details: { status: 503, times: 3 } },
  'gateway-timeout-after-effect': { say: '504 or 503, yet the write was done', details: { times: 1, status: 504 } },
  'reset-before-effect': { say: 'The connection breaks before anything was done', details: { times: 1 } },
  'reset-after-effect': { say: 'The connection breaks after the write was done', details: { times: 1 } },
  latency: { say: 'Every answer takes longer', details: { ms: 100 } },
  'device-code-blocked': {
    say: '53003: Conditional Access blocks device code',
    details: { variant: 'token-endpoint' },
  },
  'browser-sign-in-blocked': { say: '53003: Conditional Access blocks the sign-in in a browser', details: {} },
  'mfa-required': { say: '50076: the sign-in wants a second factor', details: {} },
  'foreign-account': { say: '50020: the account is unknown in this tenant', details: {} },
  'code-expired': { say: 'The device or authorization code counts as expired', details: { times: 1 } },
  'code-declined': { say: 'The device code counts as declined, a browser sign-in as cancelled', details: { times: 1 } },
  'key-lifetime-policy': { say: 'A policy caps how long a certificate may live', details: { maxLifetime: 'P30D' } },
  'self-signed-forbidden': {
    say: 'A policy forbids self-signed certificates',
    details: { trusts: 'customer-authority' },
  },
  'tenant-gone': { say: '90002: the tenant no longer exists', details: {} },
  'concurrency-refusal': {
    say: 'Writes beside each other in one batch are refused',
    details: { times: 1, status: 429 },
  },
  'refuse-grant': { say: '403 for one permission or directory role', details: { role: 'Sites.Read.All' } },
  keyid: { say: 'What becomes of the keyId sent to addKey', details: { behaviour: 'replaced-silently' } },
  'account-disabled': { say: '7000112: the application is switched off in this tenant', details: {} },
  'workload-identity-blocked': { say: '53003: Conditional Access blocks the application itself', details: {} },
  'device-interval': { say: 'Seconds between two polls', details: { seconds: 1 } },
  'device-lifetime': { say: 'Seconds until a device code expires', details: { seconds: 20 } },
}
export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[]
