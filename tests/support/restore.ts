import { expect } from 'vitest'
import { startRestoreSignIn, type RestoreSignInRequest } from '@/lib/restore/sign-in'
import { getRestoreSignIn } from '@/lib/restore/sign-in-view'
import type { RestoreSignInView } from '@/lib/restore/views'
import type { NewTenant } from '@/practice-cloud/control/control'
import { expectConnected, signInTo, startRun, type Started } from './runs'
import type { House } from './tenants'

export const azureCli = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'
export const seedScopes = 'Directory.AccessAsUser.All User.ReadWrite.All offline_access'

/** A connected tenant with security defaults on, as a backup server's people have it. */
export async function guardedTenant(house: House, options: Partial<NewTenant> = {}): Promise<Started> {
  const started = await startRun(house, [], { workloads: ['exchange'], securityDefaults: true, ...options })
  await signInTo(house, started)
  await expectConnected(house, started)
  return started
}

/** `contoso.example` was born as `contoso.onmicrosoft.example`. */
export function nameOf({ domain }: Pick<Started, 'domain'>): string {
  return `${domain.split('.')[0] ?? ''}.onmicrosoft.example`
}

export async function beginSignIn(
  house: House,
  tenant: Pick<Started, 'rowId'>,
  given: Partial<RestoreSignInRequest> = {},
) {
  const request = { tenantId: tenant.rowId, clientId: azureCli, scope: seedScopes, organizationName: '', ...given }
  const { id } = await startRestoreSignIn(house.actor, request)
  return id
}

export async function untilSignIn(
  house: House,
  id: string,
  is: (view: RestoreSignInView) => boolean,
): Promise<RestoreSignInView> {
  return expect
    .poll(() => getRestoreSignIn(house.actor, id), { timeout: 30_000, interval: 20 })
    .toSatisfy(is)
    .then(() => getRestoreSignIn(house.actor, id))
}

/** From the code to the assertion that waits. */
export async function readySignIn(
  house: House,
  tenant: Pick<Started, 'rowId'>,
  person = 'global-administrator',
): Promise<string> {
  const id = await beginSignIn(house, tenant)
  const { code } = await getRestoreSignIn(house.actor, id)
  await house.cloud.control.signIn({ userCode: code?.userCode ?? '', person })
  await untilSignIn(house, id, ({ phase }) => phase !== 'code')
  return id
}

/** Microsoft's answer to a restore sign-in, got as backup software gets it: without Latchkey. */
export async function microsoftAnswer(
  cloud: Pick<House['cloud'], 'origin' | 'control'>,
  tenant: Pick<Started, 'domain'>,
  person = 'global-administrator',
): Promise<string> {
  const ask = (end: string, form: Record<string, string>) =>
    fetch(`${cloud.origin}/${nameOf(tenant)}/oauth2/v2.0/${end}`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: azureCli, ...form }),
    })
  const code = (await (await ask('devicecode', { scope: seedScopes })).json()) as Record<string, string>
  await cloud.control.signIn({ userCode: code['user_code'] ?? '', person })
  const grant = 'urn:ietf:params:oauth:grant-type:device_code'
  return (await ask('token', { grant_type: grant, device_code: code['device_code'] ?? '' })).text()
}
