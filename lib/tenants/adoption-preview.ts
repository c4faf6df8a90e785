import type { Observed, ObservedKey } from '../microsoft/observed'
import type { RegistrationReading } from '../microsoft/registration-reading'
import type { ReconfigurePreview } from './change-views'

/** What taking an application over would change, and what it leaves. */
export interface TakeOver {
  appId: string
  displayName: string
  keys: readonly ObservedKey[]
  secrets: number
  added: readonly string[]
  held: readonly string[]
  notOffered: readonly string[]
  /** Held, and not wanted: granted by somebody else, so it stays. */
  notWanted: readonly string[]
  owners: readonly string[]
  redirectAddresses: readonly string[]
  /** Whatever else the run would meet there. */
  notes: readonly string[]
}

type Changes = Pick<ReconfigurePreview, 'added' | 'unchanged' | 'notOffered' | 'foreign' | 'notes'>

/** The kernel’s plan and the registration’s own page, in one list. */
export function describeTakeOver(
  { appId, displayName }: { appId: string; displayName: string },
  changes: Changes,
  look: Observed,
  reading: RegistrationReading,
): TakeOver {
  const names = (list: readonly { role: string }[]) => list.map(({ role }) => role)
  return {
    appId,
    displayName,
    keys: look.application?.keys ?? [],
    secrets: look.application?.passwordCount ?? 0,
    added: names(changes.added),
    held: names(changes.unchanged),
    notOffered: names(changes.notOffered),
    notWanted: names(changes.foreign),
    owners: [...new Set([...reading.owners, ...reading.principalOwners].map(({ name }) => name))],
    redirectAddresses: reading.redirectAddresses,
    notes: changes.notes,
  }
}
