import { redirect } from 'next/navigation'
import { startBrowserSignIn } from '@/lib/tenants/browser-sign-in'
import { currentSession, requireOperator } from '../../../../../../_edge/session'
import { isOwnLink, servedAt } from '../../../../../../_edge/visit'
import { wordsOf } from '../../../../../../_edge/words-of'
import { ButtonLink } from '../../../../../../_ui/button'
import { ErrorPanel } from '../../../../../../_ui/error-panel'
import { PageTitle } from '../../../../../../_ui/page-title'

interface LeaveProps {
  params: Promise<{ tenantId: string; runId: string }>
}

/** On to Microsoft’s sign-in, in the same tab; it comes back to the run. Shown itself only when that is not possible. */
export default async function LeavePage({ params }: LeaveProps) {
  const { tenantId, runId } = await params
  const operator = await requireOperator()
  const back = `/tenants/${encodeURIComponent(tenantId)}/runs/${encodeURIComponent(runId)}`
  const session = await currentSession()
  if (session === null || !(await isOwnLink())) redirect(back)
  const visit = { sessionId: session.sessionId, servedAt: await servedAt() }
  const started = await wordsOf(startBrowserSignIn(operator, runId, visit))
  if (started.ok) redirect(started.value.url)
  return (
    <div className="column">
      <PageTitle>On to Microsoft</PageTitle>
      <div className="page-head">
        <h1>This sign-in could not be started</h1>
      </div>
      <ErrorPanel title={started.error.say}>
        <ButtonLink href={back}>Back to the run</ButtonLink>
      </ErrorPanel>
    </div>
  )
}
