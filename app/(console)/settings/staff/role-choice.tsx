import type { Role } from '@/lib/staff/actor'
import { roleNames, roleTasks } from '../../_parts/role-words'

interface RoleChoiceProps {
  roles: readonly Role[]
  chosen: Role
  legend: string
}

export function RoleChoice({ roles, chosen, legend }: RoleChoiceProps) {
  return (
    <fieldset className="role-choice">
      <legend className="label">{legend}</legend>
      {roles.map((role) => (
        <label key={role}>
          <input type="radio" name="role" value={role} defaultChecked={role === chosen} required />
          <span>
            <b>{roleNames[role]}</b>
            <small>{roleTasks[role]}</small>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
