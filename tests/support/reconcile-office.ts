import { nothingRecorded, type Desired, type DesiredPresent, type Records } from '@/lib/reconcile/desired'
import type { Journal, Mandate, Outcome } from '@/lib/reconcile/mandate'
import { reconcile } from '@/lib/reconcile/reconcile'
import type { Hands } from '@/lib/reconcile/steps'
import type { Clock } from '@/lib/clock'
import type { Directory } from '@/lib/microsoft/directory'
import type { PublicKeyCredential } from '@/lib/microsoft/observed'
import { Crash, DirectoryWorld } from './directory-world'

export const graphAppId = '00000003-0000-0000-c000-000000000000'
export const exchangeAppId = '00000002-0000-0ff1-ce00-000000000000'
export const uniqueName = 'latchkey/installation/tenant/backup'
export const foreignResource = 'ffffffff-0000-4000-8000-000000000001'

export const patient: Mandate = {
  mode: 'apply',
  authorities: ['administrator', 'application'],
  maxRounds: 60,
  patienceMs: 120_000,
  pauseMs: 2_000,
  deadlineMs: 3_600_000,
  mayTouchExisting: true,
  lastLook: 'here',
}

const day = 86_400_000

/** A made-up certificate: the model compares identities and dates only. `fromDay` and `days` count from the world's start. */
export function makeKey(number: number, fromDay = -1, days = 730): PublicKeyCredential {
  const start = Date.parse('2026-03-01T00:00:00Z') + fromDay * day
  const digits = String(number).padStart(12, '0')
  return {
    keyId: `aaaaaaaa-0000-4000-8000-${digits}`,
    displayName: `Latchkey ${number}`,
    sha1: `${'A'.repeat(28)}${digits}`,
    der: '',
    notBefore: new Date(start).toISOString(),
    notAfter: new Date(start + days * day).toISOString(),
  }
}

export function makeWorld(roleNames: readonly string[] = ['A', 'B', 'C', 'D']): DirectoryWorld {
  const world = new DirectoryWorld()
  world.resources = [graphAppId, exchangeAppId].map((appId) => ({
    objectId: world.id(),
    appId,
    displayName: appId,
    roles: roleNames.map((value) => ({ id: `${appId.slice(0, 8)}-role-${value}`, value })),
  }))
  return world
}

export function wantRole(role: string, fallbacks: readonly string[] = [], resourceAppId = graphAppId) {
  return { resourceAppId, role, fallbacks, workload: 'directory' }
}

export function want(key: PublicKeyCredential | null, changes: Partial<DesiredPresent> = {}): DesiredPresent {
  return {
    state: 'present',
    uniqueName,
    displayName: 'Latchkey Backup',
    description: 'Backup of this tenant',
    appRoles: [wantRole('A'), wantRole('B')],
    directoryRoles: [],
    certificate: key === null ? null : { key, proven: false, supersedes: [] },
    records: nothingRecorded,
    ...changes,
  }
}

/** A tenant's directory and its time: the model, or the practice cloud behind HTTP. */
export interface Place {
  clock: Clock
  directory(): Directory
}

/** Latchkey's side: records that survive a crash, and who has signed in. */
export class Office<W extends Place = DirectoryWorld> {
  readonly world: W
  records: Records = nothingRecorded
  /** Order of what was written down and what was called, for tests of “before any call”. */
  diary: string[] = []

  constructor(world: W) {
    this.world = world
  }

  readonly journal: Journal = {
    looked: (_, __, records) => {
      this.records = records
    },
    before: (steps, records) => {
      this.diary.push(`before ${steps.map((step) => step.kind).join(' ')}`)
      this.records = records
      return Promise.resolve()
    },
    after: (steps, _, records) => {
      this.diary.push(`after ${steps.map((step) => step.kind).join(' ')}`)
      this.records = records
      return Promise.resolve()
    },
    waiting: (reason) => {
      this.diary.push(`waiting ${reason}`)
    },
  }

  hands(): Hands {
    const directory = this.world.directory()
    return { administrator: directory, application: directory, proof: (keyId) => Promise.resolve(keyId) }
  }

  async run(desired: Desired, mandate: Partial<Mandate> = {}, hands: Partial<Hands> = {}): Promise<Outcome> {
    const outcome = await reconcile({
      desired: { ...desired, records: this.records },
      hands: { ...this.hands(), ...hands },
      mandate: { ...patient, ...mandate },
      clock: this.world.clock,
      journal: this.journal,
    })
    this.records = outcome.records
    return outcome
  }

  /** Runs until a run ends by itself: each crash is a new process with what was durable. */
  async runThroughCrashes(
    desired: (attempt: number) => Desired,
    mandate: Partial<Mandate> = {},
    hands: Partial<Hands> = {},
  ): Promise<Outcome> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.run(desired(attempt), mandate, hands)
      } catch (error) {
        if (!(error instanceof Crash)) throw error
      }
    }
  }
}
