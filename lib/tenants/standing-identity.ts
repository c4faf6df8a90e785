import { runtime } from '../runtime'
import { findCertificate } from './certificate-store'
import type { OwnIdentity } from './own-sign-in'
import { uuid } from './tenant-store'

/** How one application of a tenant stands at this moment, for whoever signs in as it. */
export type StandingIdentity =
  | { status: 'missing' | 'not-connected' | 'not-open' }
  | {
      status: 'ready'
      /** Of the application's own row, which for a restore application is not the tenant's. */
      rowId: string
      identity: OwnIdentity
      /** Null until a read of SharePoint has told it. */
      sharepointHost: string | null
      /** When a restore application closes; null for the one that is always there. */
      until: Date | null
    }

/**
 * The application that may sign in for this purpose, with its key in use. `tenantId` is the id of the tenant that people
 * know; the row of a restore application is not one.
 */
export async function findStandingIdentity(tenantId: string, purpose: 'backup' | 'restore'): Promise<StandingIdentity> {
  const main = uuid.test(tenantId) ? await findRow({ id: tenantId, purpose: 'backup' }) : null
  if (main === null || main.state === 'new') return { status: 'missing' }
  if (main.state !== 'connected') return { status: 'not-connected' }
  if (purpose === 'backup') return readyWith(main, main.sharepointHost, null)
  const { cloud, entraTenantId, sharepointHost } = main
  const row = await findRow({ cloud, entraTenantId, purpose })
  const until = row?.openings[0]?.until ?? null
  if (row?.state !== 'open' || until === null || until <= runtime().clock.now()) return { status: 'not-open' }
  return readyWith(row, sharepointHost, until)
}

type Row = NonNullable<Awaited<ReturnType<typeof findRow>>>

async function readyWith(row: Row, sharepointHost: string | null, until: Date | null): Promise<StandingIdentity> {
  // the practice cloud can be switched off, and then its tenants are not there
  const cloud = runtime().clouds.find(({ name }) => name === row.cloud)
  if (cloud === undefined) return { status: 'missing' }
  const certificate = await findCertificate(row.id)
  if (row.appId === null || certificate === null) return { status: 'not-connected' }
  const { entraTenantId, appId } = row
  return {
    status: 'ready',
    rowId: row.id,
    identity: { cloud, entraTenantId, appId, certificate },
    sharepointHost,
    until,
  }
}

function findRow(where: { id?: string; cloud?: string; entraTenantId?: string; purpose: string }) {
  return runtime().db.tenant.findFirst({
    where,
    select: {
      id: true,
      cloud: true,
      entraTenantId: true,
      state: true,
      appId: true,
      sharepointHost: true,
      openings: {
        where: { openedAt: { not: null }, closedAt: null },
        orderBy: { openedAt: 'desc' },
        take: 1,
        select: { until: true },
      },
    },
  })
}
