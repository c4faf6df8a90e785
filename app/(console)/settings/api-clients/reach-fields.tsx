import type { ClientChoices } from '@/lib/api-clients/client-view'
import type { TypedClient } from './client-state'

interface ReachFieldsProps {
  choices: ClientChoices
  typed: TypedClient
}

/** Which tenants exist for the machine. Lists stay closed until somebody needs them, and work without scripts. */
export function ReachFields({ choices, typed }: ReachFieldsProps) {
  return (
    <fieldset className="role-choice">
      <legend className="label">Which tenants</legend>
      <label>
        <input type="radio" name="reach" value="all" defaultChecked={typed.reach === 'all'} />
        <span>
          <b>All tenants</b>
          <small>Also those that are connected later.</small>
        </span>
      </label>
      <label>
        <input type="radio" name="reach" value="customers" defaultChecked={typed.reach === 'customers'} />
        <span>
          <b>Tenants of some customers</b>
          <small>Also those that these customers connect later.</small>
        </span>
      </label>
      <PickList name="customers" title="Choose customers" options={choices.customers} typed={typed} />
      <label>
        <input type="radio" name="reach" value="tenants" defaultChecked={typed.reach === 'tenants'} />
        <span>
          <b>Some tenants</b>
          <small>These and no others.</small>
        </span>
      </label>
      <PickList name="tenants" title="Choose tenants" options={choices.tenants} typed={typed} />
    </fieldset>
  )
}

interface PickListProps {
  name: 'customers' | 'tenants'
  title: string
  options: readonly { id: string; name: string }[]
  typed: TypedClient
}

function PickList({ name, title, options, typed }: PickListProps) {
  if (options.length === 0) return <p className="fine pick-list">There are none yet.</p>
  return (
    <details className="pick-list" open={typed.reach === name}>
      <summary>{title}</summary>
      <div className="pick-options">
        {options.map(({ id, name: text }) => (
          <label key={id} className="wopt">
            <input type="checkbox" className="cb" name={name} value={id} defaultChecked={typed.reachIds.includes(id)} />
            <span>{text}</span>
          </label>
        ))}
      </div>
    </details>
  )
}
