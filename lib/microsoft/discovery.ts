import { domainToASCII } from 'node:url'
import type { Clock } from '@/lib/clock'
import { openidConfiguration } from './answers'
import type { Cloud, CloudName } from './clouds'
import { failureFromTokenError, failureOf } from './failures'
import { createHttp } from './http'
import { parseJson } from './json'
import type { MicrosoftFailure } from './observed'
import { withRetries } from './retry'

/**
 * `unknown` carries the reason: kind `tenant-unknown` when Microsoft said so, `lost`, `throttled` or `unavailable` when
 * it could not be asked. The tenant id comes from `issuer`, as Microsoft's discovery document is the only authority.
 */
export type Discovery =
  | { status: 'found'; cloud: Cloud; tenantId: string; domain: string; region: string | null }
  | { status: 'unknown'; domain: string; failure: MicrosoftFailure }
  | { status: 'malformed' }

export interface DiscoveryOptions {
  clock: Clock
  timeoutMs: number
  signal?: AbortSignal
  /** How long to repeat an unanswered question, in milliseconds. */
  retryForMs?: number
}

/**
 * Finds the tenant of a domain and the cloud it lives in. Domains that end in `.example` exist in the practice cloud
 * only (RFC 2606 reserves the name), so neither side ever learns the other's domains.
 */
export async function discoverTenant(
  all: readonly Cloud[],
  input: string,
  options: DiscoveryOptions,
): Promise<Discovery> {
  const domain = normaliseDomain(input)
  if (domain === null) return { status: 'malformed' }
  let refusal = failureOf(
    'tenant-unknown',
    'NotOffered',
    'No cloud here has such domains.',
    options.clock.now().toISOString(),
  )
  for (const [index, cloud] of askingOrder(all, domain).entries()) {
    const found = await ask(cloud, all, domain, options)
    if (found.status === 'found') return found
    if (found.failure.kind !== 'tenant-unknown')
      return index === 0 ? found : { status: 'unknown', domain, failure: refusal }
    if (index === 0) refusal = found.failure
  }
  return { status: 'unknown', domain, failure: refusal }
}

const practiceSuffix = '.example'
const domainShape = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/

/** People paste addresses, links and capitals; null when nothing like a domain is left. International names become ASCII (RFC 5891). */
export function normaliseDomain(input: string): string | null {
  const host = input
    .trim()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .split(/[/?#\\]/, 1)[0]
    ?.replace(/^.*@/, '')
    .replace(/:\d+$/, '')
    .replace(/\.$/, '')
  if (!host || /[\s%]/.test(host)) return null
  const ascii = domainToASCII(host.normalize('NFC')).toLowerCase()
  return domainShape.test(ascii) ? ascii : null
}

/** Worldwide first, then each other login host once: US Government and DoD share one. */
function askingOrder(all: readonly Cloud[], domain: string): readonly Cloud[] {
  const practice = domain.endsWith(practiceSuffix)
  const candidates = all.filter((cloud) => (cloud.name === 'practice') === practice)
  return candidates.filter(
    (cloud, index) => candidates.findIndex((other) => other.loginOrigin === cloud.loginOrigin) === index,
  )
}

async function ask(
  cloud: Cloud,
  all: readonly Cloud[],
  domain: string,
  options: DiscoveryOptions,
): Promise<Exclude<Discovery, { status: 'malformed' }>> {
  const http = createHttp({ cloud, clock: options.clock, timeoutMs: options.timeoutMs })
  const url = `${cloud.loginOrigin}/${domain}/v2.0/.well-known/openid-configuration`
  const answer = await withRetries(
    { clock: options.clock, signal: options.signal, retryForMs: options.retryForMs ?? options.timeoutMs / 4 },
    async () => {
      const got = await http.send({ method: 'GET', url, signal: options.signal })
      if (!got.arrived) return { body: undefined, failure: got.failure }
      const body = parseJson(got.text)
      const frame = { headers: got.headers, at: got.evidence.at }
      return { body, failure: got.status === 200 ? null : failureFromTokenError(body, got.status, frame) }
    },
    ({ failure }) => ({
      again: failure !== null && ['lost', 'throttled', 'unavailable'].includes(failure.kind),
      retryAfterSeconds: failure?.retryAfterSeconds ?? null,
    }),
  )
  if (answer.failure !== null) return { status: 'unknown', domain, failure: answer.failure }
  return read(answer.body, cloud, all, domain, options.clock.now().toISOString())
}

function read(body: unknown, asked: Cloud, all: readonly Cloud[], domain: string, at: string) {
  const parsed = openidConfiguration.safeParse(body)
  const tenantId = parsed.success ? tenantIdOf(parsed.data.issuer) : null
  if (!parsed.success || tenantId === null) {
    const failure = failureOf('other', 'UnreadableAnswer', 'The answer is not a discovery document of Microsoft.', at)
    return { status: 'unknown', domain, failure } as const
  }
  const name = cloudNameOf(parsed.data.cloud_instance_name, parsed.data.tenant_region_sub_scope, asked)
  const cloud = all.find((candidate) => candidate.name === name)
  if (cloud === undefined || (cloud.name === 'practice') !== (asked.name === 'practice')) {
    const failure = failureOf(
      'tenant-unknown',
      'CloudNotOffered',
      'The tenant lives in a cloud that is not offered here.',
      at,
    )
    return { status: 'unknown', domain, failure } as const
  }
  return { status: 'found', cloud, tenantId, domain, region: parsed.data.tenant_region_scope ?? null } as const
}

/** Microsoft's issuers are `https://{login host}/{tenant id}/v2.0` and `https://sts.windows.net/{tenant id}/`. */
function tenantIdOf(issuer: string): string | null {
  return (
    /^https?:\/\/[^/]+\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\/|$)/i.exec(issuer)?.[1]?.toLowerCase() ?? null
  )
}

const cloudByInstance: Readonly<Record<string, CloudName>> = {
  'microsoftonline.com': 'global',
  'partner.microsoftonline.cn': 'china',
  'chinacloudapi.cn': 'china',
  practice: 'practice',
}

/** The sub-scope tells DoD from GCC High; plain GCC lives in the worldwide cloud. */
function cloudNameOf(instance: string | undefined, subScope: string | undefined, asked: Cloud): CloudName | null {
  if (instance === undefined) return asked.name
  if (instance === 'microsoftonline.us') return subScope === 'DOD' ? 'usgovdod' : 'usgov'
  return cloudByInstance[instance] ?? null
}
