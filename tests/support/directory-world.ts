import type { Directory } from '@/lib/microsoft/directory'
import type {
  FailureKind,
  KeyPolicy,
  MicrosoftFailure,
  Observed,
  ObservedResource,
  ObserveScope,
  PublicKeyCredential,
  WriteAnswer,
} from '@/lib/microsoft/observed'

/** One tenant's directory in memory: the fast model for pure properties. What it says is what FACTS say of Microsoft. */
export interface DirectoryState {
  applications: StateApplication[]
  principals: { objectId: string; appId: string; enabled: boolean }[]
  grants: { assignmentId: string; principalObjectId: string; resourceObjectId: string; roleId: string }[]
  directoryRoles: { principalObjectId: string; templateId: string }[]
}

export interface StateApplication {
  objectId: string
  appId: string
  uniqueName: string
  displayName: string
  keys: { keyId: string; sha1: string; displayName: string; notBefore: string; notAfter: string }[]
  passwordCount: number
  deletedAt: string | null
}

export type ReadKind = 'application' | 'keys' | 'principal' | 'grants' | 'deleted' | 'reference'
export type Lags = Partial<Record<ReadKind, number>>

/** `lost-*`: the answer never comes; `crash-*`: our own process ends there. */
export type Fault =
  | 'lost-before'
  | 'lost-after'
  | 'crash-before'
  | 'crash-after'
  | 'throttled'
  | 'unavailable'
  | 'spreading'
  | 'concurrency'
  | null

export class Crash extends Error {}

export function failure(kind: FailureKind, retryAfterSeconds: number | null = null): MicrosoftFailure {
  const nothing = { status: null, traceId: null, correlationId: null, at: '', policyIds: [] }
  return { code: kind, message: kind, kind, retryAfterSeconds, ...nothing }
}

export class DirectoryWorld {
  now = Date.parse('2026-03-01T00:00:00Z')
  state: DirectoryState = { applications: [], principals: [], grants: [], directoryRoles: [] }
  resources: ObservedResource[] = []
  keyPolicy: KeyPolicy | 'unreadable' = 'unreadable'
  directoryRolesReadable = true
  lags: Lags = {}
  /** Every second read comes from a replica that has caught up: a later read may miss what an earlier one showed. */
  flapping = false
  readonly #reads = new Map<ReadKind, number>()
  /** Taken one by one by writes. */
  faults: Fault[] = []
  /** Refuses a write of this name for good. */
  refusals = new Map<keyof Directory, FailureKind>()
  calls: string[] = []
  onChange: (before: DirectoryState, after: DirectoryState) => void = () => undefined
  readonly #history: { at: number; state: DirectoryState }[] = []
  #lastId = 0

  readonly clock = {
    now: () => new Date(this.now),
    sleep: (milliseconds: number) => {
      this.now += milliseconds
      return Promise.resolve()
    },
  }

  id(): string {
    this.#lastId += 1
    return `00000000-0000-4000-8000-${String(this.#lastId).padStart(12, '0')}`
  }

  /** Changes the truth, and remembers what a late replica will go on showing. */
  change(apply: (state: DirectoryState) => void): void {
    const before = structuredClone(this.state)
    this.#history.push({ at: this.now, state: before })
    apply(this.state)
    this.onChange(before, this.state)
  }

  /** The state as a read of this kind shows it. */
  seen(kind: ReadKind): DirectoryState {
    const count = (this.#reads.get(kind) ?? 0) + 1
    this.#reads.set(kind, count)
    const isFresh = this.flapping && count % 2 === 0
    const asOf = isFresh ? this.now : this.now - (this.lags[kind] ?? 0)
    return this.#history.find((entry) => entry.at > asOf)?.state ?? this.state
  }

  live(): StateApplication[] {
    return this.state.applications.filter((application) => application.deletedAt === null)
  }

  observe(scope: ObserveScope): Observed {
    const isOurs = (one: StateApplication) => one.objectId === scope.objectId || one.uniqueName === scope.uniqueName
    const applications = this.seen('application').applications.filter((one) => one.deletedAt === null && isOurs(one))
    const application = applications.find((one) => one.objectId === scope.objectId) ?? applications[0] ?? null
    const keys = this.seen('keys').applications.find((one) => one.objectId === application?.objectId)?.keys ?? []
    const deleted = this.seen('deleted').applications.find((one) => one.deletedAt !== null && isOurs(one)) ?? null
    const principal = this.seen('principal').principals.find((one) => one.appId === application?.appId) ?? null
    const grants = this.seen('grants').grants.filter((one) => one.principalObjectId === principal?.objectId)
    const roles = this.state.directoryRoles.filter((one) => one.principalObjectId === principal?.objectId)
    const resource = (appId: string) => this.resources.find((one) => one.appId === appId) ?? null
    return structuredClone({
      organization: null,
      application: application === null ? null : { ...application, createdAt: null, keys },
      deletedApplication: deleted,
      servicePrincipal: principal,
      grants,
      resources: Object.fromEntries(scope.resourceAppIds.map((appId) => [appId, resource(appId)])),
      directoryRoles: this.directoryRolesReadable ? roles.map((role) => role.templateId) : 'unreadable',
      keyPolicy: this.keyPolicy,
    })
  }

  /** `proof` of the model is the keyId that signs, as `Hands.proof` gives it. */
  directory(): Directory {
    return {
      observe: (scope) => {
        this.calls.push('observe')
        return Promise.resolve(this.observe(scope))
      },
      upsertApplication: (input) => this.#write('upsertApplication', () => this.#upsertApplication(input)),
      upsertServicePrincipal: (appId) => this.#write('upsertServicePrincipal', () => this.#upsertPrincipal(appId)),
      grantAppRoles: (principal, grants) => this.#grant(principal, grants),
      revokeAppRole: (_, assignmentId) =>
        this.#write('revokeAppRole', () => this.#remove('grants', (grant) => grant.assignmentId === assignmentId)),
      assignDirectoryRole: (principalObjectId, templateId) =>
        this.#write('assignDirectoryRole', () => {
          this.change((state) => state.directoryRoles.push({ principalObjectId, templateId }))
          return done(undefined, true)
        }),
      addKey: (objectId, key, proof) => this.#write('addKey', () => this.#addKey(objectId, key, proof)),
      removeKey: (objectId, keyId, proof) => this.#write('removeKey', () => this.#removeKey(objectId, keyId, proof)),
      mergeKeys: (objectId, change) => this.#write('mergeKeys', () => this.#merge(objectId, change)),
      deleteServicePrincipal: (objectId) =>
        this.#write('deleteServicePrincipal', () => this.#remove('principals', (one) => one.objectId === objectId)),
      deleteApplication: (objectId) => this.#write('deleteApplication', () => this.#delete(objectId)),
      restoreDeletedApplication: (objectId) =>
        this.#write('restoreDeletedApplication', () => {
          const application = this.state.applications.find((one) => one.objectId === objectId && one.deletedAt !== null)
          if (application === undefined) return refused('not-found')
          this.change((state) => edit(state, objectId, (one) => (one.deletedAt = null)))
          return done({ objectId, appId: application.appId }, false)
        }),
      purgeDeletedApplication: (objectId) =>
        this.#write('purgeDeletedApplication', () =>
          this.#remove('applications', (one) => one.objectId === objectId && one.deletedAt !== null),
        ),
    }
  }

  async #write<T>(name: keyof Directory, effect: () => WriteAnswer<T>): Promise<WriteAnswer<T>> {
    await Promise.resolve()
    this.calls.push(name)
    const refusal = this.refusals.get(name)
    if (refusal !== undefined) return refused(refusal)
    const fault = this.faults.shift() ?? null
    this.now += 100
    if (fault === 'crash-before') throw new Crash(name)
    if (fault === 'lost-before') return unknown()
    if (fault === 'lost-after' || fault === 'crash-after') {
      effect()
      if (fault === 'crash-after') throw new Crash(name)
      return unknown()
    }
    return fault === null ? effect() : refused(fault)
  }

  async #grant(principalObjectId: string, grants: readonly { resourceObjectId: string; roleId: string }[]) {
    if (grants.length > 20) throw new Error('a batch holds at most 20')
    this.calls.push('grantAppRoles')
    const answers: WriteAnswer<{ assignmentId: string } | null>[] = []
    for (const grant of grants) {
      answers.push(await this.#write('grantAppRoles', () => this.#grantOne({ principalObjectId, ...grant })))
      this.calls.pop()
    }
    return answers
  }

  #grantOne(grant: { principalObjectId: string; resourceObjectId: string; roleId: string }) {
    const visible = this.seen('reference').principals.some((one) => one.objectId === grant.principalObjectId)
    if (!visible) return refused('spreading')
    const isThis = (one: typeof grant) =>
      one.principalObjectId === grant.principalObjectId &&
      one.resourceObjectId === grant.resourceObjectId &&
      one.roleId === grant.roleId
    if (this.state.grants.some(isThis)) return done(null, false)
    const assignmentId = this.id()
    this.change((state) => state.grants.push({ assignmentId, ...grant }))
    return done({ assignmentId }, true)
  }

  #upsertApplication(input: Parameters<Directory['upsertApplication']>[0]) {
    const { uniqueName, displayName, key } = input
    const holder = this.state.applications.find((one) => one.uniqueName === uniqueName)
    if (holder !== undefined && holder.deletedAt !== null) return refused('name-taken')
    const keys = key === null ? [] : [shown(key)]
    if (holder !== undefined) {
      this.change((state) =>
        edit(state, holder.objectId, (one) => {
          one.displayName = displayName
          if (key !== null) one.keys = keys
        }),
      )
      return done(null, false)
    }
    const made = { objectId: this.id(), appId: this.id() }
    const application = { ...made, uniqueName, displayName, keys, passwordCount: 0, deletedAt: null }
    this.change((state) => state.applications.push(application))
    return done(made, true)
  }

  #upsertPrincipal(appId: string) {
    const exists = this.seen('reference').applications.some((one) => one.appId === appId && one.deletedAt === null)
    if (!exists || !this.live().some((one) => one.appId === appId)) return refused('spreading')
    if (this.state.principals.some((one) => one.appId === appId)) return done(null, false)
    const objectId = this.id()
    this.change((state) => state.principals.push({ objectId, appId, enabled: true }))
    return done({ objectId }, true)
  }

  #addKey(objectId: string, key: PublicKeyCredential, proof: string) {
    if (!this.#proves(objectId, proof)) return refused('token-refused')
    const { keyId } = key
    this.change((state) => edit(state, objectId, (one) => (one.keys = [...without(one.keys, [keyId]), shown(key)])))
    return done({ keyId }, true)
  }

  #removeKey(objectId: string, keyId: string, proof: string) {
    if (!this.#proves(objectId, proof)) return refused('token-refused')
    if (!this.live().some((one) => one.keys.some((key) => key.keyId === keyId))) return refused('not-found')
    this.change((state) => edit(state, objectId, (one) => (one.keys = without(one.keys, [keyId]))))
    return done(undefined, false)
  }

  #proves(objectId: string, keyId: string): boolean {
    const keys = this.live().find((one) => one.objectId === objectId)?.keys ?? []
    return keys.some((key) => key.keyId === keyId && isValid(key, this.now))
  }

  /** Writes back what it read: a stale read really wipes here. */
  #merge(objectId: string, change: Parameters<Directory['mergeKeys']>[1]) {
    const read = this.seen('keys').applications.find((one) => one.objectId === objectId && one.deletedAt === null)
    if (read === undefined || !this.live().some((one) => one.objectId === objectId)) return refused('not-found')
    const keyIds = read.keys.map((key) => key.keyId)
    if (!change.mustStand.every((keyId) => keyIds.includes(keyId))) return refused('spreading')
    const added = change.add.filter((key) => !keyIds.includes(key.keyId)).map(shown)
    const keys = [...without(read.keys, change.removeKeyIds), ...added]
    this.change((state) => edit(state, objectId, (one) => (one.keys = structuredClone(keys))))
    return done(undefined, false)
  }

  #delete(objectId: string) {
    const application = this.live().find((one) => one.objectId === objectId)
    if (application === undefined) return refused('not-found')
    this.change((state) => {
      edit(state, objectId, (one) => (one.deletedAt = new Date(this.now).toISOString()))
      state.principals = state.principals.filter((one) => one.appId !== application.appId)
    })
    return done(undefined, false)
  }

  #remove<K extends keyof DirectoryState>(kind: K, isThis: (item: DirectoryState[K][number]) => boolean) {
    if (!this.state[kind].some(isThis)) return refused('not-found')
    this.change((state) => {
      state[kind] = state[kind].filter((item: DirectoryState[K][number]) => !isThis(item)) as DirectoryState[K]
    })
    return done(undefined, false)
  }
}

const evidence = { call: '', answer: '', at: '', milliseconds: 0 }

function done<T>(value: T, created: boolean): WriteAnswer<T> {
  return { result: 'done', created, value, evidence }
}

function refused(kind: FailureKind): WriteAnswer<never> {
  return { result: 'refused', failure: failure(kind, kind === 'throttled' ? 7 : null), evidence }
}

function unknown(): WriteAnswer<never> {
  return { result: 'unknown', failure: failure('lost'), evidence }
}

function shown({ keyId, sha1, displayName, notBefore, notAfter }: PublicKeyCredential) {
  return { keyId, sha1, displayName, notBefore, notAfter }
}

function without<K extends { keyId: string }>(keys: readonly K[], keyIds: readonly string[]): K[] {
  return keys.filter((key) => !keyIds.includes(key.keyId))
}

function edit(state: DirectoryState, objectId: string, apply: (application: StateApplication) => void): void {
  for (const application of state.applications) if (application.objectId === objectId) apply(application)
}

export function isValid(key: { notBefore: string; notAfter: string }, now: number): boolean {
  return Date.parse(key.notBefore) <= now && now < Date.parse(key.notAfter)
}
