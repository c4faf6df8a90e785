import type { z } from '@hono/zod-openapi'
import type { RunView } from '@/lib/tenants/run-page-views'
import { portalAddress } from '../../../_edge/portal-address'
import { Run, type Begun } from '../_schemas/run'

export function runPage({ tenantId, runId }: { tenantId: string; runId: string }): string {
  return `${portalAddress()}/tenants/${tenantId}/runs/${runId}`
}

export function toBegun(begun: { tenantId: string; runId: string }): z.output<typeof Begun> {
  const { tenantId, runId } = begun
  return { tenantId, runId, run: `${portalAddress()}/api/v1/runs/${runId}`, page: runPage(begun) }
}

/** The code, what is done by hand and who signed in stay on the page. */
export function toRun(view: RunView): z.output<typeof Run> {
  const { id, tenantId, baselineName } = view
  return Run.parse({ ...view, baseline: baselineName, page: runPage({ tenantId, runId: id }) })
}
