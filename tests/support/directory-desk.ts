import { createGraph, type Graph } from '@/lib/microsoft/graph'
import { createGraphDirectory } from '@/lib/microsoft/graph-directory'
import type { Directory } from '@/lib/microsoft/directory'
import type { ObserveScope, WriteAnswer } from '@/lib/microsoft/observed'
import { exchangeAppId, graphAppId, sharepointAppId } from '@/lib/microsoft/permissions'
import type { Bearer } from '@/lib/microsoft/tokens'
import type { NewTenant } from '@/practice-cloud/control/control'
import type { Practice, PracticeTenant } from './practice'
import { skippingClock } from './skipping-clock'
import { makeTestKey, type TestKey } from './test-keys'

export const uniqueName = 'latchkey/test/backup'

/** One tenant with a signed-in person in front of its directory. */
export interface Desk {
  tenant: PracticeTenant
  graph: Graph
  directory: Directory
  scope: ObserveScope
}

export interface Registered extends Desk {
  objectId: string
  appId: string
  principalId: string
  key: TestKey
}

export async function openDesk(practice: Practice, wanted: Partial<NewTenant> = {}, person?: string): Promise<Desk> {
  const tenant = await practice.newTenant(wanted)
  const token = await practice.signIn(tenant, person)
  return deskWith(practice, tenant, token)
}

export function deskWith(practice: Practice, tenant: PracticeTenant, token: Bearer): Desk {
  const graph = createGraph({ cloud: practice.cloud, token, clock: skippingClock(), timeoutMs: 20_000 })
  return {
    tenant,
    graph,
    directory: createGraphDirectory(graph),
    scope: {
      uniqueName,
      objectId: null,
      resourceAppIds: [graphAppId, exchangeAppId, sharepointAppId],
      includeDirectoryRoles: true,
    },
  }
}

/** With an application, its service principal and one key, made through the directory under test. */
export async function openRegistered(practice: Practice, wanted: Partial<NewTenant> = {}): Promise<Registered> {
  const desk = await openDesk(practice, wanted)
  const key = await makeTestKey()
  const app = done(await desk.directory.upsertApplication(applicationInput(key)))
  if (app === null) throw new Error('no application came back')
  const principal = done(await desk.directory.upsertServicePrincipal(app.appId))
  if (principal === null) throw new Error('no service principal came back')
  return { ...desk, ...app, principalId: principal.objectId, key }
}

export function applicationInput(key: TestKey | null, name = uniqueName) {
  return {
    uniqueName: name,
    displayName: 'Latchkey Backup',
    description: 'Backs up this tenant.',
    requested: [{ resourceAppId: graphAppId, roleIds: ['df021288-bdef-4463-88db-98f22de89214'] }],
    key: key?.credential ?? null,
  }
}

export function done<T>(answer: WriteAnswer<T>): T {
  if (answer.result === 'done') return answer.value
  throw new Error(`${answer.result}: ${answer.failure.code} ${answer.failure.message}`)
}
