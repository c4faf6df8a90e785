import type { ForeignGrant, PermissionChange, ReconfigurePreview } from '@/lib/tenants/change-views'
import { EvidenceLine } from '../../../../../_ui/evidence-line'
import { StateIcon } from '../../../../../_ui/state-icon'
import { formatCount } from '../../../../_parts/formats'
import { OlderNote } from '../../../../_parts/older-note'
import { startFormId } from './start-form'

/** What the run would do, in the order in which somebody asks: what comes, what goes, what stays. */
export function Preview({ preview, customer }: { preview: ReconfigurePreview; customer: string }) {
  const { added, removed, unchanged, notOffered, foreign, stays, key, notes, source } = preview
  return (
    <section className="change-preview" aria-labelledby="preview-title">
      <h2 id="preview-title">{summarise(preview, customer)}</h2>
      {notes.map((note) => (
        <div key={note} className="panel panel-warn">
          <StateIcon mark="warn" />
          <p>{note}</p>
        </div>
      ))}
      <ChangeList title="Added" changes={added} empty="No permission is added." sign="+" />
      <ChangeList title="Taken back" changes={removed} empty="No permission is taken back." sign="−" />
      {foreign.length > 0 && <ForeignList grants={foreign} />}
      <ChangeList title="Unchanged" changes={unchanged} empty="None of today’s permissions stays." sign="=" folded />
      {notOffered.length > 0 && (
        <ChangeList title="Not offered in this tenant" changes={notOffered} empty="" sign="·" folded />
      )}
      <h3>Key</h3>
      <p>{key.sentence}</p>
      {stays.length > 0 && (
        <>
          <h3>Stays, because Latchkey did not make it</h3>
          <ul className="plain-list">
            {stays.map((thing) => (
              <li key={thing}>{thing}</li>
            ))}
          </ul>
        </>
      )}
      <Source source={source} />
    </section>
  )
}

function summarise({ added, removed, key }: ReconfigurePreview, customer: string): string {
  if (added.length + removed.length === 0)
    return key.changes
      ? 'Only the key would change.'
      : `Nothing would change for ${customer}; everything is proved anew.`
  return `${formatCount(added.length, 'permission')} added, ${removed.length} taken back.`
}

interface ChangeListProps {
  title: string
  changes: readonly PermissionChange[]
  empty: string
  sign: string
  folded?: boolean
}

function ChangeList({ title, changes, empty, sign, folded = false }: ChangeListProps) {
  if (changes.length === 0) return empty === '' ? null : <p className="hint">{empty}</p>
  return (
    <details className="permission-group" open={!folded}>
      <summary>
        {title}
        <span className="permission-count">{changes.length}</span>
      </summary>
      <ul>
        {changes.map((change) => (
          <li key={`${change.resource} ${change.role}`} className="change-line">
            <span aria-hidden>{sign}</span>
            <Name change={change} />
          </li>
        ))}
      </ul>
    </details>
  )
}

/** They go only if they are ticked; the boxes belong to the form that starts the run. */
function ForeignList({ grants }: { grants: readonly ForeignGrant[] }) {
  return (
    <fieldset className="foreign-grants">
      <legend>Granted by somebody else, and not wanted</legend>
      <p className="hint">
        Latchkey did not grant {grants.length === 1 ? 'this' : 'these'}. What is not ticked stays as it is.
      </p>
      {grants.map((grant) => (
        <label key={grant.assignmentId} className="change-line">
          <input type="checkbox" className="cb" name="revoke" value={grant.assignmentId} form={startFormId} />
          <Name change={grant} take />
        </label>
      ))}
    </fieldset>
  )
}

function Name({ change, take = false }: { change: PermissionChange; take?: boolean }) {
  return (
    <span>
      {take && 'Take back '}
      <code>{change.role}</code>
      {change.canWrite && <span className="tag">can write</span>}
      <OlderNote older={change.older} />
      <small>{[change.workload, change.resource].filter((part) => part !== null).join(', ')}</small>
    </span>
  )
}

function Source({ source }: { source: ReconfigurePreview['source'] }) {
  if (source.kind === 'records') return <p className="hint">{source.why}</p>
  return (
    <div className="hint">
      Seen just now with the application’s own sign-in. The run looks again before it writes.
      {source.evidence.map((line) => (
        <EvidenceLine key={`${line.call} ${line.at}`} evidence={line} />
      ))}
    </div>
  )
}
