import '../../console.css'
import './changes.css'
import { redirect } from 'next/navigation'
import { runtime } from '@/lib/runtime'
import { getDoor } from '@/lib/restore/door-keeping'
import { may } from '@/lib/staff/permissions'
import { findTenantPage, getRestore } from '@/lib/tenants/restore-view'
import { readExpiryLevels } from '@/lib/tenants/expiry-levels'
import { getRecipes } from '@/lib/tenants/recipes'
import { listSnoozes } from '@/lib/tenants/snoozes'
import { listSimilar } from '@/lib/tenants/similar-view'
import { getTenant } from '@/lib/tenants/tenant'
import { portalAddress } from '../../../_edge/portal-address'
import { requireOperator } from '../../../_edge/session'
import { orNotFound } from '../../_parts/or-not-found'
import { Certificate } from './_parts/certificate'
import { Conditions } from './_parts/conditions'
import { DoorCard } from './_parts/door-card'
import { BackupServerFacts } from './_parts/facts'
import { Hero } from './_parts/hero'
import { Audit, Runs } from './_parts/history'
import { KeyActs } from './_parts/key-acts'
import { NextLine } from './_parts/next-line'
import { Permissions } from './_parts/permissions'
import { Recipes } from './_parts/recipes'
import { RestoreCard } from './_parts/restore-card'
import { SimilarApplications } from './_parts/similar-applications'
import { PageTitle } from '../../../_ui/page-title'

interface TenantPageProps {
  params: Promise<{ tenantId: string }>
}

export default async function TenantPage({ params }: TenantPageProps) {
  const { tenantId } = await params
  const operator = await requireOperator()
  const tenant = await orNotFound(getTenant(operator, tenantId))
  const { role } = operator
  const main = await findTenantPage(operator, tenantId)
  if (main !== tenantId) redirect(`/tenants/${main}#restore`)
  const restore = await getRestore(operator, tenantId)
  const door = await getDoor(operator, tenantId)
  const mayChange = may(operator, 'tenants.change')
  const now = runtime().clock.now()
  return (
    <>
      <PageTitle>{tenant.customer}</PageTitle>
      <Hero tenant={tenant} role={role} />
      <NextLine tenant={tenant} now={now} />
      <div className="two two-narrow">
        <div className="stack">
          <Conditions
            conditions={tenant.conditions}
            now={now}
            snoozes={await listSnoozes(operator, tenant.id)}
            tenantId={tenant.id}
            mayChange={mayChange}
          />
          {tenant.certificate !== null && (
            <Certificate tenantId={tenant.id} certificate={tenant.certificate} now={now}>
              {mayChange && <KeyActs tenantId={tenant.id} levels={await readExpiryLevels(tenant.id)} />}
            </Certificate>
          )}
          <Recipes
            recipes={await getRecipes(operator, tenant.id, portalAddress())}
            tenantId={tenant.id}
            mayChange={mayChange}
          />
          {tenant.permissions.length > 0 && <Permissions permissions={tenant.permissions} />}
          <SimilarApplications similar={await listSimilar(operator, tenant.id)} domain={tenant.domain} now={now} />
        </div>
        <div className="stack">
          <BackupServerFacts facts={tenant.facts} />
          {restore !== null && <RestoreCard restore={restore} mayChange={may({ role }, 'tenants.change')} now={now} />}
          {door !== null && <DoorCard door={door} now={now} />}
          <Runs tenantId={tenant.id} runs={tenant.runs} now={now} />
          <Audit audit={tenant.audit} now={now} />
        </div>
      </div>
    </>
  )
}
