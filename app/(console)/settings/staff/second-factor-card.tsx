import { ActForm } from '../../_parts/act-form'
import { setSecondFactorRule } from './actions'

interface SecondFactorCardProps {
  required: boolean
  mayRule: boolean
  provider: string
}

/** Whether everybody with a password needs a second factor. */
export function SecondFactorCard({ required, mayRule, provider }: SecondFactorCardProps) {
  return (
    <section className="card" aria-labelledby="rule-title">
      <div className="card-head">
        <h2 id="rule-title">Second factor for everybody</h2>
        <span className="note">{required ? 'required' : 'up to each person'}</span>
      </div>
      <div className="card-body stack">
        <p className="soft">
          {required
            ? 'Whoever signs in with a password and has no second factor sets one up before anything else opens.'
            : 'Once required, whoever signs in with a password sets one up at the next sign-in. Open sessions go on.'}{' '}
          Who signs in with {provider} gets it there.
        </p>
        {mayRule ? (
          <ActForm
            action={setSecondFactorRule}
            fields={{ wanted: required ? 'off' : 'on' }}
            label={required ? 'Leave it to each person' : 'Require it of everybody'}
          />
        ) : (
          <p className="fine">Only an owner may change this.</p>
        )}
      </div>
    </section>
  )
}
