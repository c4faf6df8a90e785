import { resources, scopeWords } from '@/lib/api-clients/scopes'
import { resourceWords } from './client-words'

export function ScopeFields({ chosen }: { chosen: readonly string[] }) {
  return (
    <fieldset className="role-choice">
      <legend className="label">What it may do</legend>
      {Object.entries(scopeWords).map(([scope, words]) => (
        <label key={scope}>
          <input type="checkbox" className="cb" name="scopes" value={scope} defaultChecked={chosen.includes(scope)} />
          <span>
            <b>{words}</b>
            <small>{scope}</small>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

export function ResourceFields({ chosen }: { chosen: readonly string[] }) {
  return (
    <fieldset className="role-choice">
      <legend className="label">Microsoft tokens for</legend>
      <div className="pick-resources">
        {resources.map((resource) => (
          <label key={resource} className="wopt">
            <input
              type="checkbox"
              className="cb"
              name="resources"
              value={resource}
              defaultChecked={chosen.includes(resource)}
            />
            <span>{resourceWords[resource]}</span>
          </label>
        ))}
      </div>
      <p className="hint">Only for a client that may get Microsoft tokens.</p>
    </fieldset>
  )
}
