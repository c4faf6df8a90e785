import type { Control } from './control'
import { CONTROL_HEADER } from './header'

/** The control API of a practice cloud in another process; throws with the server's own sentence on a mistake. */
export function controlOver(origin: string): Control {
  const call = async <T>(method: string, ...args: readonly unknown[]): Promise<T> => {
    const response = await fetch(`${origin}/_practice/${method}`, {
      method: 'POST',
      headers: { [CONTROL_HEADER]: '1', 'content-type': 'application/json' },
      body: JSON.stringify(args.filter((arg) => arg !== undefined)),
    })
    const body: unknown = await response.json()
    if (!response.ok) throw new Error(`practice cloud: ${JSON.stringify(body)}`)
    return body as T
  }
  return {
    reset: () => call('reset'),
    addresses: () => call('addresses'),
    tenants: () => call('tenants'),
    createTenant: (tenant) => call('createTenant', tenant),
    deleteTenant: (tenant) => call('deleteTenant', tenant),
    registerClient: (client) => call('registerClient', client),
    registerApplication: (application) => call('registerApplication', application),
    authorizeAs: (authorize) => call('authorizeAs', authorize),
    issueCertificate: (request) => call('issueCertificate', request),
    signIn: (signIn) => call('signIn', signIn),
    fault: (tenant, fault) => call('fault', tenant, fault),
    clearFaults: (tenant) => call('clearFaults', tenant),
    faults: () => call('faults'),
    setClock: (clock) => call('setClock', clock),
    advanceClock: (seconds) => call('advanceClock', seconds),
    markers: (markers) => call('markers', markers),
    log: (filter) => call('log', filter),
    clearLog: () => call('clearLog'),
    god: (tenant) => call('god', tenant),
    plant: (tenant, plant) => call('plant', tenant, plant),
  }
}
