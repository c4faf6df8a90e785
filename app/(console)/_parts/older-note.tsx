import type { OlderRole } from '@/lib/tenants/baseline-views'

/** Beside a permission that some tenants do not offer yet: what they get instead, and that it can do more. */
export function OlderNote({ older }: { older: OlderRole | null }) {
  if (older === null) return null
  return (
    <span className="older-note">
      <span>Where the tenant’s Graph is older:</span> <code>{older.role}</code>
      {older.canWrite && <span className="tag">can write</span>}
    </span>
  )
}
