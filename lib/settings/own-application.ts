import { z } from 'zod'
import { AppError } from '../errors'
import type { AssertionFor } from '../microsoft/authorization-code'
import { discoverTenant } from '../microsoft/discovery'
import { runtime } from '../runtime'
import type { Actor } from '../staff/actor'
import { requireMay } from '../staff/permissions'
import { callbackPath } from './landings'
import { assertionWith, destroyOwnKey, listOwnKeys, makeOwnKey, provedKey, readOwnKey } from './own-application-keys'
import {
  findOwnApplication,
  writeClientId,
  writeHome,
  writePreference,
  type OwnApplicationRow,
  type Preference,
} from './own-application-store'

/** The provider’s own tenant, by its domain: asked at Microsoft, never guessed. The first certificate is made with it. */
export async function saveHome(actor: Actor, domain: string): Promise<void> {
  requireMay(actor, 'settings.change')
  const { clouds, clock, settings } = runtime()
  const found = await discoverTenant(clouds, domain, { clock, timeoutMs: settings.MICROSOFT_TIMEOUT_SECONDS * 1000 })
  if (found.status !== 'found') {
    throw new AppError('domain_unknown', `home domain: ${found.status}`, {
      field: 'domain',
      say:
        found.status === 'unknown' && found.failure.kind !== 'tenant-unknown'
          ? 'Microsoft could not be asked about this domain. Try again in a minute.'
          : 'Microsoft knows no tenant with this domain. Type one of your own, like relecloud.com or relecloud.onmicrosoft.com.',
    })
  }
  const before = await findOwnApplication()
  if (before?.homeTenantId !== found.tenantId || before.cloud !== found.cloud.name) {
    await writeHome(actor, { cloud: found.cloud.name, homeDomain: found.domain, homeTenantId: found.tenantId })
  }
  if ((await listOwnKeys()).length === 0) await makeOwnKey(actor, found.domain)
}

export async function saveClientId(actor: Actor, clientId: string): Promise<void> {
  requireMay(actor, 'settings.change')
  const wanted = clientId.trim().toLowerCase()
  if (!z.uuid().safeParse(wanted).success) {
    throw new AppError('invalid_input', 'own application client id is no UUID', {
      field: 'clientId',
      say: 'This is not an application (client) ID. Copy it from Overview of your registration: five groups such as 8d2e41f0-6b7c-4f0a-9a51-c07be13d5514.',
    })
  }
  const row = await requireRow()
  if (row.clientId !== wanted) await writeClientId(actor, wanted, row.clientId)
}

/** A second certificate, to be uploaded beside the one in use before that one ends. */
export async function renewOwnCertificate(actor: Actor): Promise<void> {
  requireMay(actor, 'settings.change')
  const row = await requireRow()
  const [newest] = await listOwnKeys()
  if (newest !== undefined && !newest.proved) {
    throw new AppError('conflict', 'an own certificate waits to be uploaded', {
      say: 'A new certificate waits already: upload it and test, then make another.',
    })
  }
  await makeOwnKey(actor, row.homeDomain)
}

/** A certificate that was taken off the application by hand: its private half is destroyed. Never the last proved one. */
export async function forgetOwnCertificate(actor: Actor, keyId: string): Promise<void> {
  requireMay(actor, 'settings.change')
  const key = await readOwnKey(keyId)
  const inUse = await provedKey()
  const keys = await listOwnKeys()
  if (inUse?.keyId === keyId || keys.length === 1) {
    throw new AppError('conflict', `own key ${keyId} is in use`, {
      say: 'This certificate is in use. Make a new one, upload it and test first.',
    })
  }
  await destroyOwnKey(actor, key)
}

/** Throws `conflict` while no test has passed for what is set up now. */
export async function choosePreference(actor: Actor, preference: Preference): Promise<void> {
  requireMay(actor, 'settings.change')
  const row = await requireRow()
  if (preference !== 'off' && (!isProved(row) || (await provedKey()) === null)) {
    throw new AppError('conflict', 'the own application was not proved', {
      say: 'Nothing can be switched on before a test has passed. Test the registration first.',
    })
  }
  if (row.preference !== preference) await writePreference(actor, preference, row.preference)
}

/** What a run needs to sign an administrator in by the browser. */
export interface OwnProgram {
  clientId: string
  redirectUri: string
  preference: Exclude<Preference, 'off'>
  assertion: AssertionFor
}

/** Null while it is switched off, unproved, without a valid certificate, or of another cloud than the tenant. */
export async function readOwnProgram(cloud: string): Promise<OwnProgram | null> {
  const row = await findOwnApplication()
  if (row?.cloud !== cloud || row.preference === 'off') return null
  const key = await provedKey()
  if (key === null || row.clientId === null || row.provedRedirect === null) return null
  return {
    clientId: row.clientId,
    redirectUri: row.provedRedirect,
    preference: row.preference,
    assertion: assertionWith(row.clientId, key),
  }
}

export function redirectFor(servedAt: string): string {
  const base = runtime().settings.PUBLIC_URL ?? servedAt
  return `${base.replace(/\/+$/, '')}${callbackPath}`
}

/** Whether a test has passed for what is set up now. */
export function isProved(row: OwnApplicationRow | null): boolean {
  return row !== null && row.clientId !== null && row.provedRedirect !== null
}

async function requireRow(): Promise<OwnApplicationRow> {
  const row = await findOwnApplication()
  if (row !== null) return row
  throw new AppError('conflict', 'no home tenant yet', { say: 'Name your own tenant first.' })
}
