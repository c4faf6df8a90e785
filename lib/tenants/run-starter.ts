import type { Actor } from '../staff/actor'

/** The columns of a run that say who began it: an operator or an API client, or Latchkey itself. */
export function starter(by: Pick<Actor, 'kind' | 'id'> | null): { startedBy: string | null; startedByKind: string } {
  return { startedBy: by?.id ?? null, startedByKind: by?.kind ?? 'operator' }
}

/** Who stands in the audit for what a run did, from its row. */
export function actorOf(startedBy: string | null): string {
  return startedBy ?? 'system'
}
