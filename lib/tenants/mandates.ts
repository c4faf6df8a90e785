import type { Directory } from '../microsoft/directory'
import type { Mandate } from '../reconcile/mandate'
import type { Hands } from '../reconcile/steps'
import { runtime } from '../runtime'

type Own = Pick<Mandate, 'authorities' | 'mayTouchExisting' | 'lastLook'> &
  Partial<Pick<Mandate, 'maxRounds' | 'deadlineMs'>>

/** Leave to write. The waits are the installation’s settings, the same for whatever writes beside an administrator. */
export function applyMandate(own: Own): Mandate {
  const { settings } = runtime()
  return {
    mode: 'apply',
    maxRounds: 24,
    patienceMs: settings.STALE_PATIENCE_SECONDS * 1000,
    pauseMs: (settings.SPREAD_PAUSE_SECONDS * 1000) / 2,
    deadlineMs: settings.SPREAD_DEADLINE_SECONDS * 1000,
    ...own,
  }
}

/** Taking away needs no proof of possession: the administrator’s sign-in does all of it. */
export function administratorOnly(administrator: Directory): Hands {
  const proof = () => Promise.reject(new Error('an administrator’s removal proves no key'))
  return { administrator, application: null, proof }
}
