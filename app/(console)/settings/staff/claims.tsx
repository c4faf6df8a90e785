import Link from 'next/link'
import type { ClaimView, StaffView } from '@/lib/staff/views'
import { ActForm } from '../../_parts/act-form'
import { answerClaim } from './actions'

/** People at the provider whose address an account here has: an owner decides whether they are the same. */
export function Claims({ staff: { claims, people, mayRule }, provider }: { staff: StaffView; provider: string }) {
  if (claims.length === 0) return null
  return (
    <section className="card" aria-labelledby="claims-title">
      <div className="card-head">
        <h2 id="claims-title">Is this the same person?</h2>
        <span className="note">waits for an owner</span>
      </div>
      <div className="card-body stack">
        <p className="soft">
          They signed in with {provider}, and an account here has the same address. Ask them by another way before you
          agree: from then on {provider} opens that account and gives its role.
        </p>
        <ul className="staff-list">
          {claims.map((claim) => (
            <Claim
              key={`${claim.issuer} ${claim.subject}`}
              claim={claim}
              accountName={people.find(({ id }) => id === claim.personId)?.name ?? claim.email}
              mayRule={mayRule}
            />
          ))}
        </ul>
      </div>
    </section>
  )
}

function Claim({ claim, accountName, mayRule }: { claim: ClaimView; accountName: string; mayRule: boolean }) {
  const { issuer, subject, name, email, role, personId } = claim
  return (
    <li>
      <div>
        <b>{name}</b>
        <small>
          {email}, {role} at the provider. Account here: <Link href={`/settings/staff/${personId}`}>{accountName}</Link>
        </small>
        <small className="mono">{subject}</small>
      </div>
      {mayRule && (
        <div className="staff-acts">
          <ActForm
            action={answerClaim}
            fields={{ issuer, subject, answer: 'link' }}
            label="Same person, link them"
            ariaLabel={`Same person, link them: ${name}`}
          />
          <ActForm
            action={answerClaim}
            fields={{ issuer, subject, answer: 'dismiss' }}
            label="Not the same"
            variant="quiet"
            ariaLabel={`Not the same: ${name}`}
          />
        </div>
      )}
    </li>
  )
}
