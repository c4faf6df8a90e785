import { CopyButton } from '../../../_ui/copy-button'

/** A secret that no page shows again. */
export function ShownOnce({ value, what, children }: { value: string; what: string; children: string }) {
  return (
    <div className="panel panel-ok" role="status">
      <p>{children}</p>
      <div className="copy-field">
        <code>{value}</code>
        <CopyButton value={value} what={what} />
      </div>
    </div>
  )
}
