import { X } from 'lucide-react'

/** For hands without an Escape key. */
export function CloseButton({ label }: { label: string }) {
  return (
    <form method="dialog">
      <button type="submit" className="btn btn-quiet btn-icon">
        <X className="i i-lg" aria-hidden />
        <span className="sr">{label}</span>
      </button>
    </form>
  )
}
