import type { Authorizations } from './entra/authorizations'
import type { DeviceFlows } from './entra/flows'
import type { ActiveFault, FaultBox } from './faults/box'
import type { FaultOf, ReadKind } from './faults/catalogue'
import { delayShare } from './faults/spread'
import type { RequestLog } from './http/log'
import type { CloudState } from './state/cloud'
import type { StateFile } from './state/file'
import type { Tenant } from './state/tenant'
import { TRUTH } from './state/timeline'
import type { View } from './state/timeline'

/** One running practice cloud: what its rooms share. */
export interface Cloud {
  /** Scheme, host and port under which clients reach it. */
  origin: string
  /** Host headers that are answered; anything else is a rebinding attempt. */
  hosts: Set<string>
  /** The other, encrypted way to the same cloud, where it was switched on. */
  tls: TlsFace | undefined
  state: CloudState
  file: StateFile
  faults: FaultBox
  log: RequestLog
  flows: DeviceFlows
  authorizations: Authorizations
  markers: Markers
  /** Goes with every form of the control page. */
  csrf: string
  /** Refresh tokens that were asked for, in memory only. */
  refreshTokens: Map<string, RefreshGrant>
}

/** The TLS face of this cloud. A client trusts it by `caPem`, for Node `NODE_EXTRA_CA_CERTS=caFile`. */
export interface TlsFace {
  origin: string
  caPem: string
  /** Beside the state file; absent for a cloud in memory only. */
  caFile?: string
}

/** Canary strings that tests search for wherever a secret must not be. */
export interface Markers {
  deviceCode: string
  accessToken: string
  authorizationCode: string
  /** Every access token marker that was ever in use, so that older tokens still verify. */
  usedAccessTokens: Set<string>
}

export interface RefreshGrant {
  clientId: string
  tenantId: string
  upn: string
  scopes: readonly string[]
  /** Whether the client has to prove itself again. */
  isConfidential: boolean
}

interface Limit {
  before: number
  sinceSeq: number
  /** How much sooner than the longest delay a write becomes visible, in milliseconds; absent: not at all. */
  sooner?: (seq: number) => number
}

/** What a read of this kind may see at this moment, with the tenant's own lag and all faults that are on. */
export function viewOf(cloud: Cloud, tenant: Tenant, kind: ReadKind, observing = false): View {
  const now = cloud.state.clock.now()
  const own = tenant.facts.replicationLagMs
  const limits: Limit[] = own > 0 ? [{ before: now - own, sinceSeq: tenant.bornAtSeq }] : []
  limits.push(...lagLimits(cloud, tenant, kind, now))
  if (observing)
    for (const { fault } of cloud.faults.active('stale-observe', tenant.facts.tenantId))
      limits.push({ before: now - fault.seconds * 1000, sinceSeq: -1 })
  if (limits.length === 0) return TRUTH
  return {
    sees: ({ at, seq }) =>
      limits.every(({ before, sinceSeq, sooner }) => at <= before + (sooner?.(seq) ?? 0) || seq <= sinceSeq),
  }
}

/** A fault makes late what was written since it was switched on; what stood before stays visible. */
function lagLimits(cloud: Cloud, tenant: Tenant, kind: ReadKind, now: number): Limit[] {
  const limits: Limit[] = []
  for (const active of cloud.faults.active('replication-lag', tenant.facts.tenantId)) {
    if (active.fault.reads !== '*' && active.fault.reads !== kind) continue
    const isCaughtUp = active.fault.flapping === true && cloud.faults.count(active.id) % 2 === 0
    if (isCaughtUp) continue
    const longest = active.fault.seconds * 1000
    limits.push({ before: now - longest, sinceSeq: active.sinceSeq, ...spreadOf(active, kind) })
  }
  return limits
}

/** Delays by a seed: one for each write and kind of read, so that a later write may be seen before an earlier one. */
function spreadOf(
  { fault, sinceSeq }: ActiveFault & { fault: FaultOf<'replication-lag'> },
  kind: ReadKind,
): Partial<Limit> {
  const { seed, seconds } = fault
  if (seed === undefined) return {}
  return { sooner: (seq) => (1 - delayShare(seed, kind, seq - sinceSeq)) * seconds * 1000 }
}
