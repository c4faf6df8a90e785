import { renewAt, usable } from '../certificates/lifecycle'
import { cloudByName, type Cloud } from '../microsoft/clouds'
import { runtime } from '../runtime'
import type { Actor } from '../staff/actor'
import { may } from '../staff/permissions'
import { isProved, redirectFor } from './own-application'
import { listOwnKeys, provedKey, type OwnApplicationKey } from './own-application-keys'
import { registrationScript } from './own-application-script'
import {
  findOwnApplication,
  type OwnApplicationRow,
  type OwnApplicationTest,
  type Preference,
} from './own-application-store'
import { shownByMicrosoft, type TestFailureWords } from './own-application-words'
import { directoryRoleScope, setUpScopes } from './sign-in-scopes'

/** What the guide knows of one certificate. Times are ISO 8601 UTC. */
export interface KeyLine {
  keyId: string
  sha1: string
  sha256: string
  pem: string
  notBefore: string
  notAfter: string
  renewAt: string
  /** Time to make the next one. */
  isDue: boolean
  /** `new`: to be uploaded and tested; `replaced`: to be taken off the application. */
  state: 'new' | 'in-use' | 'replaced' | 'ended'
}

/** The provider’s own application as the settings page shows it: plain data, no secret. */
export interface OwnApplicationView {
  home: { domain: string; tenantId: string; cloud: string; portal: string } | null
  clientId: string | null
  redirectAddress: string
  /** Why Microsoft would not take this address, with the mend. */
  redirectProblem: string | null
  /** The address that the passed test came back to, when the portal is now served at another one. */
  redirectMoved: string | null
  /** Newest first. */
  keys: readonly KeyLine[]
  test: OwnApplicationTest | null
  /** A test has passed for what is set up now, and a certificate of it is valid. */
  proved: boolean
  preference: Preference
  mayChange: boolean
  scopes: readonly string[]
  roleScope: string
  /** For Microsoft Graph PowerShell; null before the home tenant is known. */
  script: string | null
  shownByMicrosoft: readonly (TestFailureWords & { code: string })[]
}

/** All that the guide shows. `servedAt` is the address that the browser used; `PUBLIC_URL` goes before it. */
export async function getOwnApplication(actor: Actor, servedAt: string): Promise<OwnApplicationView> {
  const row = await findOwnApplication()
  const keys = await listOwnKeys()
  const redirectAddress = redirectFor(servedAt)
  const cloud = row === null ? null : cloudOf(row)
  const proved = row?.provedRedirect ?? redirectAddress
  return {
    ...settingsOf(row),
    home: row === null || cloud === null ? null : homeOf(row, cloud),
    redirectAddress,
    redirectProblem: problemWith(redirectAddress),
    redirectMoved: proved === redirectAddress ? null : proved,
    keys: keys.map(lineOf),
    proved: isProved(row) && (await provedKey()) !== null,
    mayChange: may(actor, 'settings.change'),
    scopes: setUpScopes,
    roleScope: directoryRoleScope,
    script: scriptFor(row, cloud, keys, redirectAddress),
    shownByMicrosoft,
  }
}

function settingsOf(row: OwnApplicationRow | null): Pick<OwnApplicationView, 'clientId' | 'test' | 'preference'> {
  if (row === null) return { clientId: null, test: null, preference: 'off' }
  return { clientId: row.clientId, test: row.lastTest, preference: row.preference }
}

function homeOf(row: OwnApplicationRow, cloud: Cloud): OwnApplicationView['home'] {
  return { domain: row.homeDomain, tenantId: row.homeTenantId, cloud: cloud.displayName, portal: cloud.portalOrigin }
}

/** Entra takes http addresses for localhost only (“Redirect URI restrictions and limitations”). */
function problemWith(address: string): string | null {
  const { protocol, hostname, port } = new URL(address)
  if (protocol === 'https:' || hostname === 'localhost') return null
  const here = ['127.0.0.1', '[::1]'].includes(hostname)
  return here
    ? `Microsoft takes addresses without https for localhost only. Open Latchkey as http://localhost${port === '' ? '' : `:${port}`} and go on there.`
    : 'Microsoft takes only addresses with https. Put Latchkey behind https and set PUBLIC_URL to that address.'
}

function scriptFor(
  row: OwnApplicationRow | null,
  cloud: Cloud | null,
  keys: readonly OwnApplicationKey[],
  redirectAddress: string,
): string | null {
  if (row === null || cloud === null || keys.length === 0) return null
  return registrationScript({
    cloud,
    tenantId: row.homeTenantId,
    domain: row.homeDomain,
    uniqueName: `latchkey-sign-in-${runtime().installationId}`,
    redirectAddress,
    keys,
  })
}

/** Null when the cloud is not offered any more: practice was switched off. */
function cloudOf(row: OwnApplicationRow): Cloud | null {
  const { clouds } = runtime()
  return clouds.some(({ name }) => name === row.cloud) ? cloudByName(clouds, row.cloud) : null
}

function lineOf(key: OwnApplicationKey, index: number, all: readonly OwnApplicationKey[]): KeyLine {
  const now = runtime().clock.now()
  const inUse = all.find((one) => one.proved && usable(one, now))
  const state = !usable(key, now) ? 'ended' : !key.proved ? 'new' : key === inUse ? 'in-use' : 'replaced'
  return {
    keyId: key.keyId,
    sha1: key.sha1,
    sha256: key.sha256,
    pem: key.pem,
    notBefore: key.notBefore.toISOString(),
    notAfter: key.notAfter.toISOString(),
    renewAt: renewAt(key, key.keyId).toISOString(),
    isDue: state === 'in-use' && index === 0 && now >= renewAt(key, key.keyId),
    state,
  }
}
