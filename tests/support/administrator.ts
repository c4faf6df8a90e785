import { X509Certificate } from 'node:crypto'
import type { PracticeCloud } from '@/practice-cloud/server'

/** The practice cloud as an administrator reaches it, in this process or over HTTP. */
type Reachable = Pick<PracticeCloud, 'origin' | 'control'>

const azureCli = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'
const graphAppId = '00000003-0000-0000-c000-000000000000'

/** An administrator with a script of her own: the same calls as the product's PowerShell, made without the product. */
export async function setUpByHand(
  cloud: Reachable,
  tenantId: string,
  given: { uniqueName: string | null; certificatePem: string; keyId?: string; roles: readonly string[] },
): Promise<string> {
  const call = await signedIn(cloud, tenantId)
  const certificate = new X509Certificate(given.certificatePem)
  const key = {
    ...(given.keyId === undefined ? {} : { keyId: given.keyId }),
    type: 'AsymmetricX509Cert',
    usage: 'Verify',
    key: certificate.raw.toString('base64'),
  }
  const body = { displayName: 'Latchkey backup', signInAudience: 'AzureADMyOrg', keyCredentials: [key] }
  const app =
    given.uniqueName === null
      ? await call('POST', '/applications', body)
      : await call('PATCH', `/applications(uniqueName='${given.uniqueName}')`, body)
  const principal = await call('PATCH', `/servicePrincipals(appId='${String(app['appId'])}')`, {})
  const graph = await call('GET', `/servicePrincipals(appId='${graphAppId}')?$select=id,appRoles`)
  const offered = graph['appRoles'] as { id: string; value: string }[]
  for (const role of given.roles) {
    const found = offered.find((one) => one.value === role)
    if (found === undefined) throw new Error(`this tenant does not offer ${role}`)
    await call('POST', `/servicePrincipals/${String(principal['id'])}/appRoleAssignments`, {
      principalId: principal['id'],
      resourceId: graph['id'],
      appRoleId: found.id,
    })
  }
  return String(app['appId'])
}

type Call = (method: string, path: string, body?: unknown) => Promise<Record<string, unknown>>

async function signedIn(cloud: Reachable, tenantId: string): Promise<Call> {
  const entra = async (path: string, form: Record<string, string>) => {
    const answer = await fetch(`${cloud.origin}/${tenantId}/oauth2/v2.0/${path}`, {
      method: 'POST',
      body: new URLSearchParams(form),
    })
    return (await answer.json()) as Record<string, unknown>
  }
  const code = await entra('devicecode', { client_id: azureCli, scope: 'https://graph.microsoft.com/.default' })
  await cloud.control.signIn({ userCode: String(code['user_code']), person: 'global-administrator' })
  const grant = await entra('token', {
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    client_id: azureCli,
    device_code: String(code['device_code']),
  })
  return async (method, path, body) => {
    const answer = await fetch(`${cloud.origin}/v1.0${path}`, {
      method,
      headers: {
        authorization: `Bearer ${String(grant['access_token'])}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json', prefer: 'create-if-missing' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as Record<string, unknown>
  }
}
