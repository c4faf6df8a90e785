import { clientAssertion } from '../certificates/proof'
import { fetchAppToken, type AppTokenResult } from '../microsoft/app-token'
import { tokenEndpoint, type Cloud } from '../microsoft/clouds'
import { createGraph, type Graph } from '../microsoft/graph'
import type { AppToken } from '../microsoft/tokens'
import { runtime } from '../runtime'
import { noteSkew } from './server-clock'
import type { OwnCertificate } from './certificate-store'

/** Whom a token is asked for: our application in one tenant, with one key. */
export interface OwnIdentity {
  cloud: Cloud
  entraTenantId: string
  appId: string
  certificate: OwnCertificate
}

/** A token that Microsoft has just issued, never one out of a cache: a cached one keeps old roles for over an hour. */
export function freshToken(identity: OwnIdentity, resource: string, signal: AbortSignal): Promise<AppTokenResult> {
  const { clock, custodian, settings } = runtime()
  const { cloud, entraTenantId, appId, certificate } = identity
  return fetchAppToken({
    cloud,
    tenantId: entraTenantId,
    clientId: appId,
    resource,
    fresh: true,
    clock,
    signal,
    timeoutMs: settings.MICROSOFT_TIMEOUT_SECONDS * 1000,
    onClockSkew: noteSkew,
    assertion: () =>
      clientAssertion({
        tokenEndpoint: tokenEndpoint(cloud, entraTenantId),
        clientId: appId,
        sha256: certificate.sha256,
        now: clock.now(),
        sign: (data) => custodian.sign(certificate.keyRef, 'PS256', data),
      }),
  })
}

/** Graph as the application itself. */
export function ownGraph(cloud: Cloud, token: AppToken, signal: AbortSignal): Graph {
  const { clock, settings } = runtime()
  return createGraph({ cloud, token, clock, signal, timeoutMs: settings.MICROSOFT_TIMEOUT_SECONDS * 1000 })
}
