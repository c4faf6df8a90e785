import { log } from '../log'
import { roomState, runtime } from '../runtime'
import { findStandingIdentity, type StandingIdentity } from '../tenants/standing-identity'
import type { Purpose } from './rule'

/** What the triggers of the database say when a key, an application or an opening changed; the payload is the row's id. */
const channel = 'latchkey_standing'
/** A notification may be lost while the connection for it is away: nothing is believed longer than this. */
const longestBeliefMs = 1000
/** Ids that nobody made up cost nothing; somebody who makes them up shall not fill the memory. */
const mostKnown = 20_000

interface Believed {
  since: number
  standing: Promise<StandingIdentity>
}

interface Standings {
  known: Map<string, Believed>
  listening: boolean
}

/**
 * Who the application is at this moment: read once a second at most, however many ask, and anew at once when a key was
 * changed, a tenant taken back or a restore application closed, in whichever process. `forget` hears of it.
 */
export function standingOf(
  tenantId: string,
  purpose: Purpose,
  forget: (rowId: string) => void,
): Promise<StandingIdentity> {
  const standings = roomState<Standings>('broker-standings', () => ({ known: new Map(), listening: false }))
  listen(standings, forget)
  const key = `${purpose} ${tenantId.toLowerCase()}`
  const now = performance.now()
  const known = standings.known.get(key)
  if (known !== undefined && now - known.since < longestBeliefMs) return known.standing
  if (standings.known.size >= mostKnown) standings.known.clear()
  const standing = findStandingIdentity(tenantId, purpose)
  const believed = { since: now, standing }
  standings.known.set(key, believed)
  standing.catch(() => {
    if (standings.known.get(key) === believed) standings.known.delete(key)
  })
  return standing
}

function listen(standings: Standings, forget: (rowId: string) => void): void {
  if (standings.listening) return
  standings.listening = true
  runtime()
    .bus.subscribe(channel, (rowId) => {
      standings.known.clear()
      if (rowId !== '') forget(rowId)
    })
    .catch((error: unknown) => {
      standings.listening = false
      log.report(error)
    })
}
