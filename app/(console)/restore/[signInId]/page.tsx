import '../../console.css'
import { getRestoreSignIn } from '@/lib/restore/sign-in-view'
import { listServers } from '@/lib/restore/servers'
import type { RestoreSignInView } from '@/lib/restore/views'
import { requireOperator } from '../../../_edge/session'
import { ButtonLink } from '../../../_ui/button'
import { orNotFound } from '../../_parts/or-not-found'
import { LookAgain } from '../../tenants/batches/[batchId]/_parts/look-again'
import { CodeBox } from '../../tenants/[tenantId]/runs/[runId]/_parts/code-face'
import { HandOver } from './_parts/hand-over'
import { TakeOnce } from './_parts/take-once'
import { PageTitle } from '../../../_ui/page-title'

interface SignInPageProps {
  params: Promise<{ signInId: string }>
}

/** One restore sign-in: the code, then what it brought, once. Without scripts it is loaded again by itself while it waits. */
export default async function SignInPage({ params }: SignInPageProps) {
  const operator = await requireOperator()
  const view = await orNotFound(getRestoreSignIn(operator, (await params).signInId))
  const { servers } = await listServers(operator)
  return (
    <div className="journey">
      <PageTitle>Restore sign-in</PageTitle>
      {view.phase === 'code' && (
        <>
          <LookAgain seconds={1} />
          <noscript>
            <meta httpEquiv="refresh" content="5" />
          </noscript>
        </>
      )}
      <div className="win">
        <header className="win-head">
          <span className="whose">
            {view.customer}
            {view.practice && <span className="tag">practice</span>}
          </span>
        </header>
        <Face view={view} />
        {view.mine && (view.phase === 'ready' || view.phase === 'taken') && (
          <HandOver signInId={view.id} servers={servers} ready={view.phase === 'ready'} />
        )}
      </div>
    </div>
  )
}

function Face({ view }: { view: RestoreSignInView }) {
  if (view.phase === 'code') return <CodeFace view={view} />
  if (view.phase === 'ready') return <ReadyFace view={view} />
  const answer = view.ending?.answer ?? null
  return (
    <>
      <div className="win-body">
        <h1>{view.ending?.title ?? 'This sign-in has ended'}</h1>
        <p>{view.ending?.text}</p>
        {answer !== null && (
          <p className="ev">
            Microsoft answered <b>{answer.code}</b> at {answer.at}
          </p>
        )}
      </div>
      <footer className="win-foot">
        <ButtonLink href="/restore" variant={view.phase === 'ended' ? 'primary' : 'plain'}>
          Sign in again
        </ButtonLink>
      </footer>
    </>
  )
}

function CodeFace({ view: { code, organizationName, program, operatorName, now } }: { view: RestoreSignInView }) {
  if (code === null) {
    return (
      <div className="win-body">
        <h1>{operatorName} is signing in</h1>
        <p>The code is shown to {operatorName} only.</p>
      </div>
    )
  }
  return (
    <>
      <div className="win-body">
        <h1>Sign in at Microsoft with this code</h1>
        <p>
          An administrator of <b>{organizationName}</b> does this: a Global, Exchange, SharePoint or Teams
          Administrator. Microsoft will name the program “{program}”.
        </p>
        <CodeBox code={code} now={Date.parse(now)} afterwards="this sign-in ends" />
        <p>
          Open <a href={code.verificationUri}>{code.verificationUri.replace(/^https?:\/\//, '')}</a> on any device and
          type the code. This page follows by itself.
        </p>
      </div>
      <footer className="win-foot">
        <ButtonLink href={code.verificationUri} variant="primary" newTab>
          Open Microsoft’s page
        </ButtonLink>
      </footer>
    </>
  )
}

function ReadyFace({
  view: { id, signedInAs, organizationName, mine, operatorName, heldUntil },
}: {
  view: RestoreSignInView
}) {
  return (
    <div className="win-body">
      <h1>The sign-in is ready to take</h1>
      <p>
        <b>{signedInAs?.upn}</b> signed in to {organizationName}
        {signedInAs !== null && signedInAs.roles.length > 0 && `, as ${signedInAs.roles.join(', ')}`}.
      </p>
      <p>
        It opens the tenant for whoever has it. Take it once, until{' '}
        <time dateTime={heldUntil ?? undefined}>{heldUntil?.slice(11, 16)} UTC</time>; then Latchkey drops it. It is
        kept in memory only.
      </p>
      {mine ? <TakeOnce signInId={id} /> : <p>Only {operatorName}, who started it, can take it.</p>}
    </div>
  )
}
