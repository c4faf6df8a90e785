import { Check, CircleHelp, Minus, X } from 'lucide-react'
import { Fragment } from 'react'
import type { PermissionRow } from '@/lib/tenants/tenant-views'
import { formatCount } from '../../../_parts/formats'
import { exceptionWord, orderPermissions } from './permission-order'

const graph = 'Microsoft Graph'

/** Desired beside granted beside proved, exceptions first. Granted comes from the real grants, proved from a fresh token. */
export function Permissions({ permissions }: { permissions: readonly PermissionRow[] }) {
  const { exceptions, groups } = orderPermissions(permissions)
  return (
    <section className="card" aria-labelledby="permissions-title">
      <div className="card-head">
        <h2 id="permissions-title">Permissions</h2>
        <span className="note">
          {formatCount(permissions.length, 'permission')}
          {exceptions.length > 0 && ', exceptions first'}
        </span>
      </div>
      <table className="permissions tbl">
        <thead>
          <tr>
            <th scope="col">Application permission</th>
            <th scope="col">Desired</th>
            <th scope="col">Granted</th>
            <th scope="col">Proved</th>
          </tr>
        </thead>
        <tbody>
          {exceptions.map((row) => (
            <Row key={`${row.resource} ${row.role}`} row={row} />
          ))}
          {groups.map(({ workload, rows }) => (
            <Fragment key={workload}>
              <tr className="permission-workload">
                <th scope="rowgroup" colSpan={4}>
                  {workload}
                </th>
              </tr>
              {rows.map((row) => (
                <Row key={`${row.resource} ${row.role}`} row={row} />
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Row({ row }: { row: PermissionRow }) {
  const exception = exceptionWord(row)
  return (
    <tr className={exception === null ? undefined : 'permission-odd'}>
      <th scope="row">
        <code>{breakable(row.role)}</code>
        {exception !== null && <span className="tag">{exception}</span>}
        {row.canWrite && <span className="tag">can write</span>}
        {row.resource !== graph && <small>{row.resource}</small>}
      </th>
      <td>
        <Answer value={row.desired ? true : null} yes="yes" no="no" unknown="not wanted" />
      </td>
      <td>
        <Answer value={row.granted} yes="yes" no="missing" unknown="could not check" />
      </td>
      <td>
        <Answer value={row.proved} yes="in token" no="not in token" unknown="could not check" />
      </td>
    </tr>
  )
}

/** A name may break after its dots, so that a phone needs no sideways scrolling. */
function breakable(role: string) {
  return role.split('.').map((part, index) => (
    <Fragment key={`${index}${part}`}>
      {index > 0 && (
        <>
          .<wbr />
        </>
      )}
      {part}
    </Fragment>
  ))
}

function Answer({ value, yes, no, unknown }: { value: boolean | null; yes: string; no: string; unknown: string }) {
  if (value === true) {
    return (
      <span className="answer">
        <Check className="i" aria-hidden />
        <span className="answer-word">{yes}</span>
      </span>
    )
  }
  if (value === false) {
    return (
      <span className="answer answer-no">
        <X className="i" aria-hidden />
        <span className="answer-word">{no}</span>
      </span>
    )
  }
  return (
    <span className="answer answer-unknown">
      {unknown === 'not wanted' ? <Minus className="i" aria-hidden /> : <CircleHelp className="i" aria-hidden />}
      <span className="answer-word">{unknown}</span>
    </span>
  )
}
