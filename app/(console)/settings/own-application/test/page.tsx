import { redirect } from 'next/navigation'
import { startOwnApplicationTest } from '@/lib/settings/own-application-test'
import { currentSession, requireOperator } from '../../../../_edge/session'
import { isOwnLink, servedAt } from '../../../../_edge/visit'
import { wordsOf } from '../../../../_edge/words-of'
import { ButtonLink } from '../../../../_ui/button'
import { ErrorPanel } from '../../../../_ui/error-panel'
import { PageTitle } from '../../../../_ui/page-title'

/** On to Microsoft’s sign-in of the provider’s own tenant. Shown itself only when that is not possible. */
export default async function TestPage() {
  const operator = await requireOperator()
  const session = await currentSession()
  if (session === null || !(await isOwnLink())) redirect('/settings/own-application')
  const visit = { sessionId: session.sessionId, servedAt: await servedAt() }
  const started = await wordsOf(startOwnApplicationTest(operator, visit))
  if (started.ok) redirect(started.value.url)
  return (
    <div className="column">
      <PageTitle>On to Microsoft</PageTitle>
      <div className="page-head">
        <h1>The test could not be started</h1>
      </div>
      <ErrorPanel title={started.error.say}>
        <ButtonLink href="/settings/own-application">Back to the guide</ButtonLink>
      </ErrorPanel>
    </div>
  )
}
