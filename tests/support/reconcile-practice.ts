import type { Clock } from '@/lib/clock'
import { fetchAppToken } from '@/lib/microsoft/app-token'
import type { Directory } from '@/lib/microsoft/directory'
import type { FaultInput } from '@/practice-cloud/faults/catalogue'
import { Crash, type Fault, type Lags } from './directory-world'
import { deskWith, openDesk, type Desk } from './directory-desk'
import type { Practice } from './practice'
import type { TestKey } from './test-keys'
import type { Place } from './reconcile-office'

/** How far the practice cloud's clock was put forward: one for all tenants of a cloud. */
export interface SkippedTime {
  milliseconds: number
}

/** A tenant of the practice cloud as a place for runs: the real directory client over HTTP, with time that can be skipped. */
export class PracticePlace implements Place {
  readonly desk: Desk
  /** Taken one by one by writes, like those of the model. */
  faults: Fault[] = []
  calls: string[] = []
  readonly #practice: Practice
  readonly #time: SkippedTime

  constructor(practice: Practice, desk: Desk, time: SkippedTime) {
    this.#practice = practice
    this.desk = desk
    this.#time = time
  }

  static async open(practice: Practice, time: SkippedTime): Promise<PracticePlace> {
    return new PracticePlace(practice, await openDesk(practice), time)
  }

  readonly clock: Clock = {
    now: () => new Date(Date.now() + this.#time.milliseconds),
    sleep: async (milliseconds) => {
      this.#time.milliseconds += milliseconds
      await this.#practice.control.advanceClock(milliseconds / 1000)
    },
  }

  god() {
    return this.#practice.control.god(this.desk.tenant.tenantId)
  }

  async fault(fault: FaultInput): Promise<void> {
    await this.#practice.control.fault(this.desk.tenant.tenantId, fault)
  }

  async clearFaults(): Promise<void> {
    await this.#practice.control.clearFaults(this.desk.tenant.tenantId)
  }

  /** Lags as the model names them, in the practice cloud's words. */
  async lag(lags: Lags): Promise<void> {
    const reads = { application: 'application', keys: 'keys', principal: 'servicePrincipal', grants: 'grants' } as const
    for (const [kind, read] of Object.entries({ ...reads, reference: 'reference' } as const))
      await this.#lagRead(read, lags[kind as keyof Lags] ?? 0)
  }

  async #lagRead(reads: 'application' | 'keys' | 'servicePrincipal' | 'grants' | 'reference', milliseconds: number) {
    if (milliseconds > 0) await this.fault({ name: 'replication-lag', reads, seconds: milliseconds / 1000 })
  }

  directory(): Directory {
    return this.interrupted(this.desk.directory)
  }

  /** The application's own directory, signed in by this key. */
  async applicationDirectory(clientId: string, key: TestKey): Promise<Directory> {
    const { cloud } = this.#practice
    const { tenantId } = this.desk.tenant
    const now = this.clock.now()
    const result = await fetchAppToken({
      cloud,
      tenantId,
      clientId,
      assertion: () => key.assertion(cloud, tenantId, clientId, now),
      clock: this.clock,
      timeoutMs: 20_000,
      resource: cloud.graphResource,
      fresh: true,
    })
    if (result.status === 'refused') throw new Error(`no token: ${result.failure.code}`)
    return this.interrupted(deskWith(this.#practice, this.desk.tenant, result.token).directory)
  }

  /** Every write meets the next fault: in the network, at Microsoft, or the end of our own process before or after it. */
  interrupted(directory: Directory): Directory {
    const meet = async <T>(name: string, call: () => Promise<T>): Promise<T> => {
      this.calls.push(name)
      const fault = this.faults.shift() ?? null
      if (fault === 'crash-before') throw new Crash(name)
      const switched = switchedOn(fault)
      if (switched !== null) await this.fault({ ...switched, times: 1, match: { method: methodOf(name) } })
      const answer = await call()
      if (fault === 'crash-after') throw new Crash(name)
      return answer
    }
    return {
      observe: (scope, signal) => {
        this.calls.push('observe')
        return directory.observe(scope, signal)
      },
      upsertApplication: (input) => meet('upsertApplication', () => directory.upsertApplication(input)),
      upsertServicePrincipal: (appId) => meet('upsertServicePrincipal', () => directory.upsertServicePrincipal(appId)),
      grantAppRoles: (id, grants) => meet('grantAppRoles', () => directory.grantAppRoles(id, grants)),
      revokeAppRole: (id, assignment) => meet('revokeAppRole', () => directory.revokeAppRole(id, assignment)),
      assignDirectoryRole: (id, role) => meet('assignDirectoryRole', () => directory.assignDirectoryRole(id, role)),
      addKey: (id, key, proof) => meet('addKey', () => directory.addKey(id, key, proof)),
      removeKey: (id, keyId, proof) => meet('removeKey', () => directory.removeKey(id, keyId, proof)),
      mergeKeys: (id, change) => meet('mergeKeys', () => directory.mergeKeys(id, change)),
      deleteServicePrincipal: (id) => meet('deleteServicePrincipal', () => directory.deleteServicePrincipal(id)),
      deleteApplication: (id) => meet('deleteApplication', () => directory.deleteApplication(id)),
      restoreDeletedApplication: (id) => meet('restoreDeleted', () => directory.restoreDeletedApplication(id)),
      purgeDeletedApplication: (id) => meet('purgeDeleted', () => directory.purgeDeletedApplication(id)),
    }
  }
}

function methodOf(name: string): string {
  if (/^(?:revoke|delete|purge)/.test(name)) return 'DELETE'
  return /^(?:upsert|merge)/.test(name) ? 'PATCH' : 'POST'
}

function switchedOn(fault: Fault): FaultInput | null {
  switch (fault) {
    case 'lost-before':
      return { name: 'reset-before-effect' }
    case 'lost-after':
      return { name: 'reset-after-effect' }
    case 'unavailable':
      return { name: 'gateway-timeout-after-effect' }
    case 'throttled':
      return { name: 'throttle', retryAfterSeconds: 1 }
    case 'concurrency':
      return { name: 'concurrency-refusal' }
    default:
      return null
  }
}
