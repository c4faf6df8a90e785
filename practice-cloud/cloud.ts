import type { DeviceFlows } from './entra/flows'
import type { FaultBox } from './faults/box'
import type { ReadKind } from './faults/catalogue'
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
  state: CloudState
  file: StateFile
  faults: FaultBox
  log: RequestLog
  flows: DeviceFlows
  markers: Markers
  /** Refresh tokens that were asked for, in memory only. */
  refreshTokens: Map<string, RefreshGrant>
}

/** Canary strings that tests search for wherever a secret must not be. */
export interface Markers {
  deviceCode: string
  accessToken: string
  /** Every access token marker that was ever in use, so that older tokens still verify. */
  usedAccessTokens: Set<string>
}

export interface RefreshGrant {
  clientId: string
  tenantId: string
  upn: string
  scopes: readonly string[]
}

/** What a read of this kind may see at this moment, with the tenant's own lag and all faults that are on. */
export function viewOf(cloud: Cloud, tenant: Tenant, kind: ReadKind, observing = false): View {
  const now = cloud.state.clock.now()
  const limits: { before: number; sinceSeq: number }[] = []
  const own = tenant.facts.replicationLagMs
  if (own > 0) limits.push({ before: now - own, sinceSeq: tenant.bornAtSeq })
  for (const active of cloud.faults.active('replication-lag', tenant.facts.tenantId)) {
    if (active.fault.reads !== '*' && active.fault.reads !== kind) continue
    active.applied += 1
    if (active.fault.flapping === true && active.applied % 2 === 0) continue
    limits.push({ before: now - active.fault.seconds * 1000, sinceSeq: active.sinceSeq })
  }
  if (observing) {
    for (const { fault } of cloud.faults.active('stale-observe', tenant.facts.tenantId))
      limits.push({ before: now - fault.seconds * 1000, sinceSeq: -1 })
  }
  if (limits.length === 0) return TRUTH
  return {
    sees: (version) => limits.every((limit) => version.at <= limit.before || version.seq <= limit.sinceSeq),
  }
}
