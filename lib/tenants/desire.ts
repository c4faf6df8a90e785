import type { DesiredPresent, Records } from '../reconcile/desired'
import { runtime } from '../runtime'
import { permissionsOf, workloadsOf, type Baseline } from './baselines'
import { listCertificates, toKeyCredential, type OwnCertificate } from './certificate-store'
import { otherKeysOf } from './server-key-store'
import type { TenantRow } from './tenant-store'
import { resourceAppIds } from './workloads'

/** The name that administrators see under Enterprise applications. */
export const applicationName = 'Latchkey backup'
export const restoreApplicationName = 'Latchkey restore'

/** What this tenant should be, from the baseline of the run and from all that we have durably written down. */
export async function desireConnected(
  tenant: TenantRow,
  baseline: Baseline,
  certificate: OwnCertificate | null,
  proven: boolean,
): Promise<DesiredPresent> {
  const chosen = workloadsOf(baseline)
  const records = await readRecords(tenant)
  return {
    state: 'present',
    uniqueName: tenant.uniqueName,
    ...namesOf(tenant),
    appRoles: permissionsOf(baseline).map(({ resource, role, fallbacks, workload }) => ({
      resourceAppId: resourceAppIds[resource],
      role,
      fallbacks: fallbacks.map((older) => older.role),
      workload: workload.key,
    })),
    directoryRoles: chosen.flatMap((workload) =>
      workload.directoryRoles.map((templateId) => ({ templateId, workload: workload.key })),
    ),
    certificate:
      certificate === null
        ? null
        : {
            key: toKeyCredential(certificate),
            byAuthority: certificate.issuedBy !== null,
            proven,
            supersedes: records.keys
              .filter((key) => key.keyId !== certificate.keyId && key.sent)
              .map((key) => key.keyId),
          },
    records,
    ...(tenant.adoptedAt === null ? {} : { adopted: true }),
    otherKeys: tenant.purpose === 'backup' ? await otherKeysOf(tenant.id) : [],
    ownRegistrationReadable: baseline.workloads.includes('own-registration'),
  }
}

function namesOf({ purpose, domain }: TenantRow): Pick<DesiredPresent, 'displayName' | 'description'> {
  return purpose === 'restore'
    ? {
        displayName: restoreApplicationName,
        description: `Puts Microsoft 365 data of ${domain} back, for some hours. It holds no key outside them; delete it if nothing is restored.`,
      }
    : {
        displayName: applicationName,
        description: `Reads Microsoft 365 data of ${domain} for backup. Connected with Latchkey; delete it to end the connection.`,
      }
}

/** All that we have durably written down about our application there. */
export async function readRecords(tenant: TenantRow): Promise<Records> {
  const grants = await runtime().db.grant.findMany({ where: { tenantId: tenant.id, removedAt: null } })
  const certificates = await listCertificates(tenant.id)
  return {
    application:
      tenant.objectId === null || tenant.appId === null ? null : { objectId: tenant.objectId, appId: tenant.appId },
    servicePrincipalObjectId: tenant.servicePrincipalObjectId,
    keys: certificates.map((certificate) => ({
      keyId: certificate.keyId,
      sha1: certificate.sha1,
      notAfter: certificate.notAfter.toISOString(),
      sent: certificate.sent,
      confirmed: certificate.confirmed,
      keyIdKnown: certificate.keyIdKnown,
      standsAs: certificate.standsAs,
    })),
    grants: grants.map(({ resourceAppId, roleId, assignmentId }) => ({ resourceAppId, roleId, assignmentId })),
  }
}
