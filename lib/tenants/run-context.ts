import { cloudByName, type Cloud } from '../microsoft/clouds'
import { runtime } from '../runtime'
import { azureCliClientId, readBootstrapClient } from '../settings/bootstrap-client'
import { writingIn } from './baselines'
import { restingData, updateRun, updateStep, type RunKey, type RunRow } from './run-store'
import { readTenant, type TenantRow } from './tenant-store'
import type { VerdictContext } from './verdict-texts'
import type { Verdict } from './verdict-views'
import { sayPermissions } from './writing'

/** All that the phases of one run share. */
export interface RunContext {
  key: RunKey
  row: RunRow
  tenant: TenantRow
  cloud: Cloud
  clientId: string
  words: VerdictContext
  signal: AbortSignal
  leftovers: Leftovers
}

/** What the sign-in itself left in the tenant; taken away last, while the administrator’s token still works. */
export interface Leftovers {
  /** Once; never throws. */
  clear(): Promise<void>
}

/** Microsoft’s own clients leave nothing behind. */
const nothingLeft: Leftovers = { clear: () => Promise.resolve() }

export async function makeContext(row: RunRow, signal: AbortSignal): Promise<RunContext> {
  const tenant = await readTenant(row.tenantId)
  const clientId = await readBootstrapClient()
  return {
    key: { id: row.id, fence: row.fence },
    row,
    tenant,
    cloud: cloudByName(runtime().clouds, tenant.cloud),
    clientId,
    words: {
      customer: tenant.customer,
      domain: tenant.domain,
      entraTenantId: tenant.entraTenantId,
      program: programName(clientId),
      permissions: sayPermissions(writingIn(row.baseline)),
    },
    signal,
    leftovers: nothingLeft,
  }
}

/** What Microsoft calls the program on its sign-in page. */
export function programName(clientId: string): string {
  return clientId === azureCliClientId ? 'Microsoft Azure CLI' : `your own application (${clientId})`
}

/** The run stops here until a person acts: the code is erased, the words are kept, the step says that it failed. */
export async function rest(context: RunContext, stepKey: string, verdict: Verdict): Promise<void> {
  await updateStep(context.key, stepKey, {
    status: verdict.status === 'waiting' ? 'waiting' : 'failed',
    detail: verdict.title,
    evidence: verdict.evidence,
  })
  await updateRun(context.key, restingData('waiting', verdict.reason, verdict))
}
