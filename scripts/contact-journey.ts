import { cloudByName } from '@/lib/microsoft/clouds'
import { createGraph } from '@/lib/microsoft/graph'
import { createGraphDirectory } from '@/lib/microsoft/graph-directory'
import type { Observed } from '@/lib/microsoft/observed'
import { graphAppId } from '@/lib/microsoft/permissions'
import { startDeviceSignIn } from '@/lib/microsoft/sign-in'
import type { DelegatedToken } from '@/lib/microsoft/tokens'
import { runtime } from '@/lib/runtime'
import { azureCliClientId } from '@/lib/settings/bootstrap-client'
import type { Actor } from '@/lib/staff/actor'
import { checkNow } from '@/lib/tenants/checking'
import { cancelRun, resolveDomain, startConnecting } from '@/lib/tenants/connecting'
import { getRun } from '@/lib/tenants/run-view'
import type { RunView } from '@/lib/tenants/run-page-views'

/** Where a person follows along. */
export interface Terminal {
  say(line: string): void
  showCode(code: { userCode: string; verificationUri: string }): Promise<void>
  agree(question: string): Promise<boolean>
}

/** `looked`: nobody agreed to a write, or nobody could sign in. `rested`: the connect could not go on. */
export type ContactEnd = 'looked' | 'rested' | 'connected'

const lookMilliseconds = 200
const followMilliseconds = 3_600_000
const inPortal = 'This installation signs in in the browser: open the tenant’s run in the portal, and sign in there.'

/** Looks, asks, connects and checks, each through the house's own functions. What was done is undone by nobody here. */
export async function contactTenant(
  actor: Actor,
  wish: { domain: string; workloads: readonly string[] },
  terminal: Terminal,
): Promise<ContactEnd> {
  const found = await resolveDomain(actor, wish.domain)
  terminal.say(`${found.domain} is a tenant of ${found.cloudName}.`)
  terminal.say('First only a look: sign in as an administrator. Nothing is written with this sign-in.')
  const observed = await look(found, terminal)
  if (observed === null) return 'looked'
  terminal.say(describeLook(observed))
  const question = 'Register “Latchkey backup” in this tenant, grant its permissions and prove it?'
  if (!(await terminal.agree(question))) return 'looked'
  terminal.say('Now the sign-in that writes.')
  const { runId, tenantId } = await startConnecting(actor, {
    customer: found.knownCustomer ?? found.domain,
    domain: found.domain,
    baseline: 'recommended',
    workloads: wish.workloads,
  })
  const run = await follow(actor, runId, terminal)
  if (run.receipt === null) {
    terminal.say(`${run.verdict?.title ?? 'It could not go on.'} ${run.verdict?.written ?? ''}`)
    if (run.endedAt === null) await cancelRun(actor, runId)
    return 'rested'
  }
  terminal.say('Connected. Checking with the stored key …')
  await checkNow(actor, tenantId)
  terminal.say('Checked: the tenant’s page in the portal shows what was found.')
  return 'connected'
}

type Found = Awaited<ReturnType<typeof resolveDomain>>

async function look(found: Found, terminal: Terminal): Promise<Observed | null> {
  const { clouds, clock, closing, installationId, settings } = runtime()
  const cloud = cloudByName(clouds, found.cloud)
  const timeoutMs = settings.MICROSOFT_TIMEOUT_SECONDS * 1000
  const common = { cloud, clock, timeoutMs, signal: closing }
  const scope = `${cloud.graphResource}/.default`
  const started = await startDeviceSignIn({
    ...common,
    tenantId: found.entraTenantId,
    clientId: azureCliClientId,
    scope,
  })
  await terminal.showCode(started)
  const result = await started.poll()
  if (result.status !== 'granted') {
    terminal.say(`The sign-in ended: ${result.failure.message} (${result.failure.code})`)
    return null
  }
  if (!isOfTenant(result.token, found)) {
    terminal.say('That account belongs to another tenant. Nothing was looked at.')
    return null
  }
  const directory = createGraphDirectory(createGraph({ ...common, token: result.token }))
  return directory.observe({
    uniqueName: `latchkey/${installationId}/first-contact`,
    objectId: null,
    resourceAppIds: [graphAppId],
    includeDirectoryRoles: false,
  })
}

function isOfTenant(token: DelegatedToken, found: Found): boolean {
  return token.account.tenantId?.toLowerCase() === found.entraTenantId.toLowerCase()
}

function describeLook(observed: Observed): string {
  const graph = observed.resources[graphAppId]
  const policy = observed.keyPolicy === 'unreadable' ? 'cannot be read with this sign-in' : 'can be read'
  return [
    `Seen: ${observed.organization?.displayName ?? 'an organization that may not be read'},`,
    `Graph with ${String(graph?.roles.length ?? 0)} application permissions;`,
    `the policy on certificates ${policy}.`,
  ].join(' ')
}

/** Shows each new code, and waits until the run has ended or needs a person; what is still open after an hour rests. */
async function follow(actor: Actor, runId: string, terminal: Terminal): Promise<RunView> {
  const { clock, closing } = runtime()
  const until = clock.now().getTime() + followMilliseconds
  let shown: string | null = null
  for (;;) {
    const run = await getRun(actor, runId)
    if (run.endedAt !== null || run.verdict !== null || clock.now().getTime() > until) return run
    shown = await showWay(run, shown, terminal)
    await clock.sleep(lookMilliseconds, closing)
  }
}

/** Tells once how to sign in: by a code, or, where this installation prefers it, in the browser. */
async function showWay({ code, browser }: RunView, shown: string | null, terminal: Terminal): Promise<string | null> {
  const way = code?.userCode ?? (browser?.chosen === true ? inPortal : shown)
  if (way === shown) return shown
  if (code === null) terminal.say(inPortal)
  else await terminal.showCode(code)
  return way
}
