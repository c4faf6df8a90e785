import type { Clock } from './clock'
import type { Bus } from './db/notify'
import type { Database } from './db/client'
import type { Settings } from './env'
import type { KeyCustodian } from './keys/custodian'
import type { SecretVault } from './keys/vault'
import type { Cloud } from './microsoft/clouds'
import type { LiveRun } from './tenants/live-run'

/**
 * The only process-wide state. Next gives pages, route handlers and instrumentation three instances of one module, so
 * it hangs on globalThis under a registered symbol, and `boot` alone makes it.
 */
export interface Runtime {
  settings: Settings
  clock: Clock
  db: Database
  bus: Bus
  custodian: KeyCustodian
  vault: SecretVault
  clouds: readonly Cloud[]
  installationId: string
  /** Names this process in leases. */
  processId: string
  /** Runs that this process owns: sign-ins in memory, never at rest. */
  liveRuns: Map<string, LiveRun>
  /** Closers of open event streams: a portal ends on SIGTERM only when they are closed first. */
  streams: Set<() => void>
  /** What rooms keep per process (rate limiters, token clients), by the room's own key. */
  rooms: Map<string, unknown>
  /** Fires when the portal shuts down. */
  closing: AbortSignal
}

const slot = Symbol.for('latchkey')

/** The booted runtime; throws when `boot` has not run, which is a programming error and not a state. */
export function runtime(): Runtime {
  const found = (globalThis as Record<symbol, unknown>)[slot] as Runtime | undefined
  if (found === undefined) throw new Error('Latchkey has not booted: call boot() first')
  return found
}

/** For boot and for tests, which bring their own database and practice cloud. */
export function installRuntime(value: Runtime | undefined): void {
  ;(globalThis as Record<symbol, unknown>)[slot] = value
}

/** A value that a room keeps for this process, made on first use. */
export function roomState<T>(name: string, make: () => T): T {
  const { rooms } = runtime()
  const known = rooms.get(name)
  if (known !== undefined) return known as T
  const made = make()
  rooms.set(name, made)
  return made
}
