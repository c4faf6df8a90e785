import { eventNames } from '@/lib/notifications/event-names'

/** Which kinds of happenings a channel hears of; none ticked means all. */
export function EventChoice({ chosen }: { chosen: readonly string[] }) {
  return (
    <details className="event-choice" open={chosen.length > 0}>
      <summary>Only some kinds of events</summary>
      <fieldset className="event-list">
        <legend className="hint">None ticked: all of them.</legend>
        {Object.entries(eventNames).map(([kind, name]) => (
          <label key={kind} className="wopt">
            <input type="checkbox" className="cb" name="events" value={kind} defaultChecked={chosen.includes(kind)} />
            {name}
          </label>
        ))}
      </fieldset>
    </details>
  )
}
