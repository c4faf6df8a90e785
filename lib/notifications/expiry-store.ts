import { runtime } from '../runtime'
import { visibleTenants } from '../tenants/practice'

export interface Expiry {
  id: string
  at: Date
  whose: string
  what: string
  practice: boolean
  /** What stops working if nothing newer takes its place. */
  stops: string
  path: string | null
}

/** Every certificate in use with the day on which it ends: the tenants’, and the provider’s own application’s. */
export async function listExpiries(): Promise<readonly Expiry[]> {
  const [tenants, own] = await Promise.all([listTenantExpiries(), listOwnExpiries()])
  return [...tenants, ...own].sort((a, b) => a.at.getTime() - b.at.getTime())
}

async function listTenantExpiries(): Promise<readonly Expiry[]> {
  const rows = await runtime().db.certificate.findMany({
    where: { state: 'active', tenant: { AND: [await visibleTenants(), { state: { not: 'new' } }] } },
    include: { tenant: { select: { id: true, practice: true, customer: { select: { name: true } }, domain: true } } },
  })
  return rows.map(({ id, notAfter, tenant }) => ({
    id,
    at: notAfter,
    whose: `${tenant.customer.name} (${tenant.domain})`,
    what: 'the certificate',
    practice: tenant.practice,
    stops: 'the connection',
    path: `/tenants/${tenant.id}`,
  }))
}

async function listOwnExpiries(): Promise<readonly Expiry[]> {
  const rows = await runtime().db.ownApplicationKey.findMany({
    where: { removedAt: null, provedAt: { not: null } },
    orderBy: { keyVersion: 'desc' },
  })
  return rows.map(({ id, notAfter }) => ({
    id,
    at: notAfter,
    whose: 'Your own sign-in application',
    what: 'its certificate',
    practice: false,
    stops: 'signing in through it',
    path: '/settings/own-application',
  }))
}
