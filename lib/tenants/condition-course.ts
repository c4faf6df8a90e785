import type { Evidence } from '../microsoft/observed'
import type { ConditionStatus } from './condition-views'

/** What one check found out about one condition. */
export interface ConditionDraft {
  type: string
  status: ConditionStatus
  reason: string
  message: string
  remedy: string | null
  who: string | null
  evidence: readonly Evidence[]
  /** What the reason is about, where the same reason may be about something else tomorrow. */
  about?: string
  /**
   * Nobody could tell this time. `weather`: Microsoft was busy, broken or silent, and somebody is told when that lasts;
   * `no-token`: another condition says why, and is told of.
   */
  unsure?: 'weather' | 'no-token'
}

/** A condition as it stands between two checks. */
export interface Standing extends Omit<ConditionDraft, 'about' | 'unsure'> {
  about: string | null
  checkedAt: Date
  since: Date
  openedAt: Date | null
  provedAt: Date | null
  unsureSince: Date | null
}

/** Somebody is needed. */
export function isOpen(standing: Pick<Standing, 'status'>): boolean {
  return standing.status === 'warning' || standing.status === 'failing'
}

/**
 * All conditions of a tenant after a check. A trouble that is known stays until a check proves it gone; what could not be
 * checked is neither green nor at once red, and fails only when nobody could tell for `patienceMs`.
 */
export function continueConditions(
  before: readonly Standing[],
  drafts: readonly ConditionDraft[],
  at: Date,
  patienceMs: number,
): readonly Standing[] {
  const known = new Map(before.map((standing) => [standing.type, standing]))
  const judged = drafts.map((draft) => continueOne(known.get(draft.type) ?? null, draft, at, patienceMs))
  return [...judged, ...before.filter((standing) => isKept(standing, drafts)).map((standing) => unsure(standing, at))]
}

/** A finding (`Registration:ForeignKey`) outlives a check that could not look for it. */
function isKept(standing: Standing, drafts: readonly ConditionDraft[]): boolean {
  if (drafts.some((draft) => draft.type === standing.type)) return false
  const parent = drafts.find((draft) => standing.type.startsWith(`${draft.type}:`))
  return parent?.unsure !== undefined && isOpen(standing)
}

function continueOne(before: Standing | null, draft: ConditionDraft, at: Date, patienceMs: number): Standing {
  if (draft.unsure === undefined) return settle(before, draft, at)
  if (before !== null && isOpen(before)) return unsure(before, at)
  const unsureSince = before?.unsureSince ?? at
  const lasts = draft.unsure === 'weather' && at.getTime() - unsureSince.getTime() >= patienceMs
  const said: ConditionDraft = lasts
    ? { ...draft, status: 'failing', reason: 'UncheckedForLong', message: sayLong(draft.message, at, unsureSince) }
    : { ...draft, status: 'unknown' }
  return { ...settle(before, said, at), unsureSince }
}

function unsure(standing: Standing, at: Date): Standing {
  return { ...standing, unsureSince: standing.unsureSince ?? at }
}

function settle(before: Standing | null, draft: ConditionDraft, at: Date): Standing {
  const { unsure: _unsure, about, ...said } = draft
  const isSame = before?.status === said.status && before.reason === said.reason
  const wasOpen = before !== null && isOpen(before)
  return {
    ...said,
    about: about ?? null,
    checkedAt: at,
    since: isSame ? before.since : at,
    openedAt: isOpen(said) ? ((wasOpen ? before.openedAt : null) ?? at) : null,
    provedAt: said.status === 'ok' ? at : (before?.provedAt ?? null),
    unsureSince: null,
  }
}

function sayLong(message: string, at: Date, since: Date): string {
  const hours = Math.floor((at.getTime() - since.getTime()) / 3_600_000)
  return `No check came through for ${hours} ${hours === 1 ? 'hour' : 'hours'}. ${message}`
}
