import { redirect } from 'next/navigation'
import { runtime } from '@/lib/runtime'
import { getAccount } from '@/lib/staff/account'
import { currentSession } from '../../_edge/session'
import { ActForm } from '../_parts/act-form'
import { roleNames } from '../_parts/role-words'
import { Sessions } from '../_parts/sessions'
import { KeysCard } from '../_shell/keys-card'
import { endOtherOwnSessions, endSession } from './actions'
import { PasswordForm } from './password-form'
import { SecondFactor } from './second-factor'
import { PageTitle } from '../../_ui/page-title'

export default async function AccountPage() {
  const session = await currentSession()
  if (session === null) redirect('/sign-in?next=%2Faccount')
  const { operator, sessionId } = session
  const account = await getAccount(operator, sessionId)
  const { clock, settings } = runtime()
  return (
    <div className="column">
      <PageTitle>Your account</PageTitle>
      <div className="page-head">
        <div>
          <h1>Your account</h1>
          <p>
            {operator.name}, {operator.email}. Role: {roleNames[operator.role]}.
          </p>
        </div>
      </div>
      <div className="stack">
        {account.hasPassword ? (
          <>
            <SecondFactor
              on={account.hasSecondFactor}
              codesLeft={account.recoveryCodesLeft}
              required={account.secondFactorRequired}
            />
            <PasswordForm email={operator.email} />
          </>
        ) : (
          <Elsewhere provider={settings.SSO_NAME} />
        )}
        <section className="card" aria-labelledby="sessions-title">
          <div className="card-head">
            <h2 id="sessions-title">Where you are signed in</h2>
          </div>
          <div className="card-body stack">
            <Sessions
              sessions={account.sessions}
              now={clock.now()}
              act={({ own, handle, browser }) =>
                own ? null : (
                  <ActForm
                    action={endSession}
                    fields={{ handle }}
                    label="End"
                    ariaLabel={`End the session in ${browser}`}
                  />
                )
              }
            />
            {account.sessions.length > 1 && <ActForm action={endOtherOwnSessions} fields={{}} label="End all others" />}
          </div>
        </section>
        <KeysCard />
      </div>
    </div>
  )
}

function Elsewhere({ provider }: { provider: string }) {
  return (
    <section className="card" aria-labelledby="elsewhere-title">
      <div className="card-head">
        <h2 id="elsewhere-title">You sign in with {provider}</h2>
      </div>
      <div className="card-body">
        <p className="soft">Password, second factor and role are kept there. Latchkey has none of them.</p>
      </div>
    </section>
  )
}
