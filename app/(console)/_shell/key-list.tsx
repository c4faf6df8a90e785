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
              {single && !letters && <span className="tag">switched off</span>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  ))
}
