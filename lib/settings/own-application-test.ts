import { AppError } from '../errors'
import { startAuthorization, type Authorization } from '../microsoft/authorization-code'
import type { AuthorizationResult } from '../microsoft/authorization-code-redeem'
import { cloudByName } from '../microsoft/clouds'
import { isGraphError } from '../microsoft/failures'
import { runtime } from '../runtime'
import type { Actor } from '../staff/actor'
import { requireMay } from '../staff/permissions'
import { expectLanding, forgetLanding, type Visit } from './landings'
import { redirectFor } from './own-application'
import { assertionWith, listOwnKeys, type OwnApplicationKey } from './own-application-keys'
import { findOwnApplication, writeTest, type OwnApplicationTest } from './own-application-store'
import { wordsForTest } from './own-application-words'

/** The page with the guide, where a test comes back to. */
const guidePage = '/settings/own-application'

/**
 * Begins a sign-in to the provider’s own tenant that asks for nothing but `openid`: it proves client id, redirect
 * address and certificate at once, and by going through `organizations` also that other tenants’ people may sign in. Answers where the browser has to go. The token is dropped as soon as it has come.
 */
export async function startOwnApplicationTest(actor: Actor, visit: Visit): Promise<{ url: string }> {
  requireMay(actor, 'settings.change')
  const row = await findOwnApplication()
  const [key] = await listOwnKeys()
  if (row === null || row.clientId === null || key === undefined) {
    throw new AppError('conflict', 'nothing to test yet', {
      say: 'There is nothing to test yet. Save your tenant and the application (client) ID first.',
    })
  }
  const { clouds, clock, settings, closing } = runtime()
  const tried = { clientId: row.clientId, redirect: redirectFor(visit.servedAt), key }
  const authorization = await begin(() =>
    startAuthorization(
      {
        cloud: cloudByName(clouds, row.cloud),
        tenantId: row.homeTenantId,
        authority: 'organizations',
        clientId: tried.clientId,
        redirectUri: tried.redirect,
        scope: 'openid',
        clock,
        timeoutMs: settings.MICROSOFT_TIMEOUT_SECONDS * 1000,
      },
      assertionWith(tried.clientId, key),
    ),
  )
  await writeTest(actor, openTest(actor), null)
  const landed = new AbortController()
  expectLanding({
    state: authorization.state,
    sessionId: visit.sessionId,
    subject: 'setting:ownApplication',
    returnTo: `${guidePage}#test`,
    land: async (answer) => {
      landed.abort()
      await settle(actor, tried, await authorization.redeem(answer))
    },
  })
  void clock
    .sleep(settings.BROWSER_SIGN_IN_MINUTES * 60_000, AbortSignal.any([landed.signal, closing]))
    .then(() => giveUp(authorization, landed.signal))
  return { url: authorization.url }
}

/** Past its time, or at the end of the portal: what was kept for the answer is gone. */
function giveUp(authorization: Authorization, landed: AbortSignal): void {
  if (landed.aborted) return
  forgetLanding(authorization.state)
  authorization.drop()
}

async function begin(start: () => Promise<Authorization>): Promise<Authorization> {
  try {
    return await start()
  } catch (error) {
    if (!isGraphError(error)) throw error
    throw new AppError('microsoft_unreachable', error.failure.code, { cause: error })
  }
}

async function settle(
  actor: Actor,
  { clientId, redirect, key }: { clientId: string; redirect: string; key: OwnApplicationKey },
  result: AuthorizationResult,
): Promise<void> {
  const at = runtime().clock.now().toISOString()
  if (result.status === 'granted') {
    result.token.drop()
    const test: OwnApplicationTest = {
      ...openTest(actor),
      status: 'passed',
      account: result.identity.upn ?? result.token.account.upn,
      title: 'Client ID, redirect address and certificate are right',
      explanation: 'Microsoft sent the sign-in back here and took the certificate’s signature.',
    }
    await writeTest(actor, { ...test, at }, { redirect, keyId: key.keyId, clientId })
    return
  }
  const { failure } = result
  const ids = [
    failure.traceId === null ? null : `trace ${failure.traceId}`,
    failure.correlationId === null ? null : `correlation ${failure.correlationId}`,
  ].filter((part) => part !== null)
  const reference = [failure.code, ...ids, failure.at].join(' · ')
  await writeTest(
    actor,
    { at, by: actor.name, status: 'failed', account: null, code: failure.code, ...wordsForTest(failure), reference },
    null,
  )
}

function openTest(actor: Actor): OwnApplicationTest {
  return {
    at: runtime().clock.now().toISOString(),
    by: actor.name,
    status: 'open',
    account: null,
    code: null,
    title: 'Microsoft has not sent anybody back yet',
    explanation: 'Somebody went to Microsoft’s page to test the registration.',
    mend: null,
    reference: null,
  }
}
