import type { OwnApplicationView } from '@/lib/settings/own-application-view'
import { chooseOwnPreference } from './actions'
import { ActSetting } from './setting-forms'

const choices = [
  {
    value: 'when-blocked',
    title: 'When a code is blocked',
    text: 'A run begins with a code. Where their policy refuses it, or nobody used it, the browser is offered.',
  },
  {
    value: 'first',
    title: 'Always first',
    text: 'A run begins with Microsoft’s page in this browser. A code stays one press away.',
  },
  { value: 'off', title: 'Off', text: 'Codes and the way by hand only.' },
] as const

/** Step 5: nothing can be switched on before a test has passed. */
export function PreferenceCard({ view: { proved, preference, mayChange } }: { view: OwnApplicationView }) {
  return (
    <section className="card" aria-labelledby="preference-title">
      <div className="card-head">
        <h2 id="preference-title">5. When it is used</h2>
      </div>
      <div className="card-body stack">
        {!proved && <p className="soft">Nothing can be switched on before a test has passed.</p>}
        {mayChange && proved && (
          <ActSetting action={chooseOwnPreference} label="Save">
            <fieldset className="preferences">
              <legend className="label">Offer the sign-in in the browser</legend>
              {choices.map(({ value, title, text }) => (
                <label key={value}>
                  <input
                    type="radio"
                    name="preference"
                    value={value}
                    defaultChecked={value === preference}
                    key={`${value} ${preference}`}
                  />
                  <span>
                    <b>{title}</b>
                    <small>{text}</small>
                  </span>
                </label>
              ))}
            </fieldset>
          </ActSetting>
        )}
        {!mayChange && <p>{choices.find(({ value }) => value === preference)?.title}</p>}
      </div>
    </section>
  )
}
