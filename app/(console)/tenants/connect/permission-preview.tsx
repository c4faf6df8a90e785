import { ChevronDown } from 'lucide-react'
import type { PermissionView } from '@/lib/tenants/baseline-views'
import { OlderNote } from '../../_parts/older-note'
import { WorkloadIcon } from '../../_parts/workload-icon'
import { summarise, type Preview, type PreviewGroup } from './choices'

const graph = 'Microsoft Graph'

/** What will be granted: a plain reason, Microsoft's name, how much it reveals, and whether it can write. */
export function PermissionPreview({ preview }: { preview: Preview }) {
  return (
    <section aria-labelledby="preview-title" className="preview">
      <div className="preview-head">
        <h2 id="preview-title">{summarise(preview)}</h2>
        <p>How much they reveal: names low, settings medium, content high</p>
      </div>
      {preview.groups.map((group) => (
        <PermissionGroup key={group.key} group={group} />
      ))}
    </section>
  )
}

function PermissionGroup({ group }: { group: PreviewGroup }) {
  const high = group.permissions.filter(({ reveals }) => reveals === 'high').length
  const count = group.permissions.length
  const notes = [group.always ? `always, ${count}` : String(count), ...(high > 0 ? [`${high} high`] : [])]
  return (
    <details className="permission-group" open={count <= 4}>
      <summary>
        <WorkloadIcon workload={group.key} />
        {group.name}
        <span className="permission-count">{notes.join(', ')}</span>
        <ChevronDown className="i" aria-hidden />
      </summary>
      <ul>
        {group.permissions.map((permission) => (
          <PermissionLine key={`${permission.resource} ${permission.role}`} permission={permission} />
        ))}
      </ul>
    </details>
  )
}

function PermissionLine({ permission }: { permission: PermissionView }) {
  return (
    <li className="permission-line">
      <span>
        {permission.reason}
        {permission.canWrite && <span className="tag">can write</span>}
      </span>
      <code>
        {permission.role}
        {permission.resource !== graph && <small>{permission.resource}</small>}
      </code>
      <Reveals level={permission.reveals} />
      <OlderNote older={permission.older} />
    </li>
  )
}

const levels = {
  low: { word: 'Low', lit: 1 },
  medium: { word: 'Medium', lit: 2 },
  high: { word: 'High', lit: 3 },
} as const

function Reveals({ level }: { level: PermissionView['reveals'] }) {
  const { word, lit } = levels[level]
  return (
    <span className="reveals">
      <svg viewBox="0 0 14 12" aria-hidden>
        {[4, 8, 12].map((tall, index) => (
          <rect
            key={tall}
            x={index * 5}
            y={12 - tall}
            width="4"
            height={tall}
            rx="1"
            className={index < lit ? 'lit' : 'unlit'}
          />
        ))}
      </svg>
      <span className="sr">Reveals: </span>
      {word}
    </span>
  )
}
