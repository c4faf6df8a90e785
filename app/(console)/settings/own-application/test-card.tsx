import type { OwnApplicationView } from '@/lib/settings/own-application-view'
import { ButtonLink } from '../../../_ui/button'
import { type Mark, StateIcon } from '../../../_ui/state-icon'
import { dateTime } from './times'

type Test = NonNullable<OwnApplicationView['test']>

const marks: Readonly<Record<Test['status'], Mark>> = { open: 'run', passed: 'ok', failed: 'fail' }
const panels: Readonly<Record<Test['status'], string>> = {
  open: 'panel panel-run',
  passed: 'panel panel-ok',
  failed: 'panel panel-fail',
}

/** Step 4: one sign-in to the provider’s own tenant that asks for nothing but who signs in. */
export function TestCard({ view }: { view: OwnApplicationView }) {
  const { clientId, test, redirectMoved, mayChange } = view
  return (
    <section className="card" aria-labelledby="test">
      <div className="card-head">
        <h2 id="test">4. Test it</h2>
      </div>
      <div className="card-body stack">
        <p className="soft">
          You sign in at Microsoft with an account of your own tenant. It asks for nothing but who you are, and proves
          client ID, redirect address and certificate in one go.
        </p>
        {test !== null && <Result test={test} />}
        {redirectMoved !== null && (
          <div className="panel panel-warn panel-line">
            <StateIcon mark="warn" />
            <div>
              <b>Latchkey was opened at another address than the one that was tested</b>
              <p>
                Sign-ins come back to {redirectMoved}. Open Latchkey there, or register this address too and test again.
              </p>
            </div>
          </div>
        )}
        {mayChange && clientId !== null && (
          <div className="panel-ways">
            <ButtonLink href="/settings/own-application/test" variant="primary" leaves>
              {test === null ? 'Test at Microsoft' : 'Test again'}
            </ButtonLink>
          </div>
        )}
        {clientId === null && <p className="soft">Save the application (client) ID first.</p>}
        {clientId !== null && <ShownByMicrosoft view={view} />}
      </div>
    </section>
  )
}

function Result({ test }: { test: Test }) {
  return (
    <div className={`${panels[test.status]} panel-line`}>
      <StateIcon mark={marks[test.status]} />
      <div>
        <b>{test.title}</b>
        <p>{test.explanation}</p>
        {test.mend !== null && <p>{test.mend}</p>}
        <small className="soft">
          {test.status === 'open' ? 'Begun' : 'Tested'} on <time dateTime={test.at}>{dateTime(test.at)}</time> by{' '}
          {test.by}
          {test.account !== null && <>, signed in as {test.account}</>}
        </small>
        {test.reference !== null && <p className="answer-ids mono">{test.reference}</p>}
      </div>
    </div>
  )
}

/** From these pages nobody comes back by themselves, so the test cannot tell. */
function ShownByMicrosoft({ view: { shownByMicrosoft } }: { view: OwnApplicationView }) {
  return (
    <details className="raw">
      <summary>Microsoft shows an error and does not come back</summary>
      <dl className="made">
        {shownByMicrosoft.map(({ code, title, explanation, mend }) => (
          <div key={code}>
            <dt className="mono">{code}</dt>
            <dd>
              <span>
                <b>{title}.</b> {explanation} {mend}
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
