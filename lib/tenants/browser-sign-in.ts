import { AppError } from '../errors'
import { prepareAppSignIn } from '../microsoft/app-token'
import { startAuthorization, type Authorization } from '../microsoft/authorization-code'
import { cloudByName } from '../microsoft/clouds'
import { isGraphError } from '../microsoft/failures'
import { runtime } from '../runtime'
import { callbackPath, expectLanding, forgetLanding, type Visit } from '../settings/landings'
import { readOwnProgram, type OwnProgram } from '../settings/own-application'
import { scopesOn } from '../settings/sign-in-scopes'
import type { Actor } from '../staff/actor'
import { requireMay } from '../staff/permissions'
import { needsDirectoryRole } from './baselines'
import { browserExpired, endOfBrowserSignIn } from './browser-verdicts'
import { conduct } from './conduct'
import { note, openRunOf } from './connecting'
import { watchLeftover } from './leftovers'
import { rest, type RunContext } from './run-context'
import { updateRun, updateStep, type RunRow } from './run-store'
import { noteSkew } from './server-clock'
import type { SignedIn } from './signing-in'
import { readTenant, type TenantRow } from './tenant-store'
import type { Verdict } from './verdict-views'

/**
 * The other way to an administrator’s token, through the provider’s own application: answers where this browser has to
 * go. State, verifier and what comes back belong to this run, this session and this process, and are gone with any of
 * them. Throws `conflict` when the way is not open, with the reason.
 */
export async function startBrowserSignIn(actor: Actor, runId: string, visit: Visit): Promise<{ url: string }> {
  requireMay(actor, 'tenants.change')
  const run = await openRunOf(actor, runId)
  refuseWhileBusy(run)
  const tenant = await readTenant(run.tenantId)
  const program = await readOwnProgram(tenant.cloud)
  if (program === null) {
    throw new AppError('conflict', `no own application for ${tenant.cloud}`, {
      say: 'Signing in in the browser is not switched on here. An owner does that under Settings.',
    })
  }
  refuseOtherAddress(program, visit)
  const authorization = await begin(run, tenant, program)
  let land: (answer: URLSearchParams) => void = () => undefined
  const landed = new Promise<URLSearchParams>((resolve) => {
    land = resolve
  })
  const live = await conduct(run.id, (context) => signInAtMicrosoft(context, authorization, program, landed))
  if (live === null) {
    authorization.drop()
    throw new AppError('conflict', `run ${run.id} lives in another process or has ended`)
  }
  expectLanding({
    state: authorization.state,
    sessionId: visit.sessionId,
    subject: `run:${run.id}`,
    returnTo: `/tenants/${run.tenantId}/runs/${run.id}`,
    land: (answer) => {
      land(answer)
      return Promise.resolve()
    },
  })
  await note(actor, run, 'run.browser_sign_in')
  return { url: authorization.url }
}

/** A link may be followed twice; what is being written must not be stopped by that. */
function refuseWhileBusy({ id, phase }: RunRow): void {
  if (['sign-in', 'waiting', 'by-hand', 'certificate'].includes(phase)) return
  throw new AppError('conflict', `run ${id} is in phase ${phase}`, {
    say: 'This run is at work already; nobody has to sign in now.',
  })
}

/** The session’s cookie belongs to one address: an answer that comes back to another would find nobody signed in. */
function refuseOtherAddress({ redirectUri }: OwnProgram, { servedAt }: Visit): void {
  const back = new URL(redirectUri)
  if (back.origin === new URL(runtime().settings.PUBLIC_URL ?? servedAt).origin) return
  const address = redirectUri.slice(0, -callbackPath.length)
  throw new AppError('conflict', 'the portal is served at another address than was tested', {
    say: `Microsoft sends this sign-in back to ${address}. Open Latchkey there, or test the registration again for this address.`,
  })
}

async function begin(run: RunRow, tenant: TenantRow, program: OwnProgram): Promise<Authorization> {
  const { clouds, clock, settings } = runtime()
  const cloud = cloudByName(clouds, tenant.cloud)
  try {
    return await startAuthorization(
      {
        cloud,
        tenantId: tenant.entraTenantId,
        clientId: program.clientId,
        redirectUri: program.redirectUri,
        scope: ['openid', ...scopesOn(cloud.graphResource, needsDirectoryRole(run.baseline))].join(' '),
        clock,
        timeoutMs: settings.MICROSOFT_TIMEOUT_SECONDS * 1000,
        onClockSkew: noteSkew,
      },
      program.assertion,
    )
  } catch (error) {
    if (!isGraphError(error)) throw error
    throw new AppError('microsoft_unreachable', error.failure.code, { cause: error })
  }
}

async function signInAtMicrosoft(
  context: RunContext,
  authorization: Authorization,
  { clientId }: OwnProgram,
  landed: Promise<URLSearchParams>,
): Promise<SignedIn | null> {
  try {
    prepareAppSignIn()
    const answer = await waitForReturn(context, landed)
    if (answer === null) {
      await restUnlessStopped(context, browserExpired(context.words))
      return null
    }
    const result = await authorization.redeem(answer, context.signal)
    if (result.status === 'ended') {
      await restUnlessStopped(context, endOfBrowserSignIn(context.words, result.failure))
      return null
    }
    return await take(context, result, { appId: clientId, startedAt: authorization.startedAt })
  } finally {
    forgetLanding(authorization.state)
    authorization.drop()
  }
}

/** Who stopped the run has written what became of it. */
async function restUnlessStopped(context: RunContext, verdict: Verdict): Promise<void> {
  if (!context.signal.aborted) await rest(context, 'sign-in', verdict)
}

async function take(
  context: RunContext,
  { token, evidence }: SignedIn,
  signIn: { appId: string; startedAt: string },
): Promise<SignedIn> {
  try {
    await updateStep(context.key, 'sign-in', { status: 'doing', evidence: [evidence] })
    context.leftovers = await watchLeftover(context, token, signIn)
    return { token, evidence }
  } catch (error) {
    token.drop()
    throw error
  }
}

/** Null after the deadline, or when the run was stopped. */
async function waitForReturn(
  { key, signal }: RunContext,
  landed: Promise<URLSearchParams>,
): Promise<URLSearchParams | null> {
  const { clock, settings } = runtime()
  const waitMs = settings.BROWSER_SIGN_IN_MINUTES * 60_000
  await updateStep(key, 'sign-in', { status: 'doing', detail: null, evidence: [] })
  const back = new AbortController()
  const answer = await Promise.race([
    landed,
    clock.sleep(waitMs, AbortSignal.any([signal, back.signal])).then(() => null),
  ])
  back.abort()
  if (answer !== null) await updateRun(key, { codeShownAt: null, codeExpiresAt: null })
  return answer
}
