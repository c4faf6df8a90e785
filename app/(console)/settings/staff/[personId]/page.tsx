import { runtime } from '@/lib/runtime'
import type { PersonView } from '@/lib/staff/views'
import { manageableRoles, may } from '@/lib/staff/permissions'
import { getPerson } from '@/lib/staff/people'
import { requireOperator } from '../../../../_edge/session'
import { ButtonLink } from '../../../../_ui/button'
import { formatDay, formatExact } from '../../../_parts/formats'
import { orNotFound } from '../../../_parts/or-not-found'
import { roleNames } from '../../../_parts/role-words'
import { Sessions } from '../../../_parts/sessions'
import { factorWords } from '../people-card'
import { Deeds } from './deeds'
import { RoleForm } from './role-form'
import { PageTitle } from '../../../../_ui/page-title'

interface PersonPageProps {
  params: Promise<{ personId: string }>
}

export default async function PersonPage({ params }: PersonPageProps) {
  const { personId } = await params
  const operator = await requireOperator()
  const person = await orNotFound(getPerson(operator, personId))
  const { clock, settings } = runtime()
  return (
    <div className="column stack">
      <PageTitle>{person.name}</PageTitle>
      <div className="page-head">
        <div>
          <h1>{person.name}</h1>
          <p>{person.email}</p>
        </div>
      </div>
      <Facts person={person} provider={settings.SSO_NAME} />
      {person.mayManage && !person.isSelf && (
        <RoleForm person={person} mayGive={manageableRoles(operator)} provider={settings.SSO_NAME} />
      )}
      <section className="card" aria-labelledby="sessions-title">
        <div className="card-head">
          <h2 id="sessions-title">Sessions</h2>
        </div>
        <div className="card-body">
          <Sessions sessions={person.sessions} now={clock.now()} />
        </div>
      </section>
      {person.isSelf ? <Own /> : <Deeds person={person} mayRule={may(operator, 'staff.rule')} />}
    </div>
  )
}

function Facts({ person, provider }: { person: PersonView; provider: string }) {
  const rows = [
    ['Role', roleNames[person.role]],
    ['Signs in', waysIn(person, provider)],
    ['Second factor', factorWords(person, provider)],
    ['Since', formatDay(person.createdAt)],
    ...(person.disabledAt === null ? [] : [['Disabled', formatExact(person.disabledAt)]]),
  ]
  return (
    <section className="card" aria-label="Facts">
      <dl className="card-body facts staff-facts">
        {rows.map(([label, value]) => (
          <div key={label} className="fact">
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function waysIn({ signsIn }: PersonView, provider: string): string {
  return { password: 'with a password', provider: `with ${provider}`, both: `with ${provider}, or with a password` }[
    signsIn
  ]
}

function Own() {
  return (
    <p className="soft">
      This is you. Password, second factor and sessions are on <ButtonLink href="/account">Your account</ButtonLink>
    </p>
  )
}
