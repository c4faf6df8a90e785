import type { Evidence } from '../microsoft/observed'

export type ConditionStatus = 'ok' | 'warning' | 'failing' | 'unknown'

export interface ConditionView {
  type: string
  /** For people: “Sign-in”, “Exchange Online”. */
  name: string
  status: ConditionStatus
  reason: string
  message: string
  remedy: string | null
  who: string | null
  evidence: readonly Evidence[]
  checkedAt: string
  /** When it took this status and reason. */
  since: string
  /** When it was last in order; null: never. */
  provedAt: string | null
  /** Since when no check could tell; null while the last one could. */
  unsureSince: string | null
}
