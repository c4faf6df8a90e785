import { keyGroups } from './keys'

/** What each key does, by where it does it. */
export function KeyList({ letters }: { letters: boolean }) {
  return keyGroups.map(({ where, keys }) => (
    <section key={where} className="key-group">
      <h3>{where}</h3>
      <dl>
        {keys.map(({ keys: names, does, single }) => (
          <div key={does}>
            <dt>
              {names.map((name) => (
                <kbd key={name}>{name}</kbd>
              ))}
            </dt>
            <dd>
              {does}
              {single !== undefined && !letters && (
                <span className="tag">{names.length > 1 && <kbd>{single}</kbd>} switched off</span>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  ))
}
