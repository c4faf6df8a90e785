import { z } from 'zod'
import { AppError } from '../errors'
import { cloudByName } from '../microsoft/clouds'
import { discoverTenant } from '../microsoft/discovery'
import { isGraphError } from '../microsoft/failures'
import { isOrganizationName, organizationNameOf } from '../microsoft/restore-proof'
import { runtime } from '../runtime'
import { listCertificates } from '../tenants/certificate-store'
import { freshToken, ownGraph } from '../tenants/own-sign-in'
import type { TenantRow } from '../tenants/tenant-store'

/**
 * The tenant's `*.onmicrosoft.com` name, lower case. Typed: Microsoft must know it as a name of this tenant. Else our
 * own application reads it. Throws AppError on the field `organizationName`.
 */
export async function findOrganizationName(tenant: TenantRow, typed: string): Promise<string> {
  const name = typed.trim().toLowerCase()
  if (name !== '') return checkTyped(tenant, name)
  if (isOrganizationName(tenant.domain)) return tenant.domain.toLowerCase()
  const found = organizationNameOf(await readDomains(tenant))
  if (found !== null) return found
  throw unfit('The tenant’s own name could not be read just now. Type it: it ends in .onmicrosoft.com.')
}

async function checkTyped(tenant: TenantRow, name: string): Promise<string> {
  if (!isOrganizationName(name)) throw unfit('This is not such a name. It reads like contoso.onmicrosoft.com.')
  const { clouds, clock, settings } = runtime()
  const timeoutMs = settings.MICROSOFT_TIMEOUT_SECONDS * 1000
  const found = await discoverTenant(clouds, name, { clock, timeoutMs })
  if (found.status !== 'found') {
    if (found.status === 'unknown' && found.failure.kind !== 'tenant-unknown')
      throw new AppError('microsoft_unreachable', found.failure.code)
    throw unfit('Microsoft knows no tenant of this name. Check how it is written.')
  }
  if (found.tenantId !== tenant.entraTenantId.toLowerCase()) {
    throw unfit(`This name belongs to another tenant than ${tenant.domain}. Use the name of that one.`)
  }
  return name
}

const answerShape = z.object({ value: z.array(z.object({ verifiedDomains: z.array(z.object({ name: z.string() })) })) })

/** Empty when the application could not be asked: it is a help, not a proof. */
async function readDomains(tenant: TenantRow): Promise<readonly string[]> {
  const certificate = (await listCertificates(tenant.id)).find((one) => one.state === 'active')
  if (tenant.appId === null || certificate === undefined) return []
  const { clouds, closing } = runtime()
  const cloud = cloudByName(clouds, tenant.cloud)
  const identity = { cloud, entraTenantId: tenant.entraTenantId, appId: tenant.appId, certificate }
  try {
    const answer = await freshToken(identity, cloud.graphResource, closing)
    if (answer.status !== 'granted') return []
    const read = await ownGraph(cloud, answer.token, closing).get('/organization?$select=id,verifiedDomains')
    const parsed = answerShape.safeParse(read.body)
    return parsed.success ? parsed.data.value.flatMap((one) => one.verifiedDomains.map(({ name }) => name)) : []
  } catch (error) {
    if (!isGraphError(error)) throw error
    return []
  }
}

function unfit(say: string): AppError {
  return new AppError('invalid_input', 'organization name', { field: 'organizationName', say })
}
