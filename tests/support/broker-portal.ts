import { randomUUID } from 'node:crypto'
import { makeRuntime } from '@/lib/boot'
import type { Caller } from '@/lib/api-clients/caller'
import { makeClient } from '@/lib/api-clients/clients'
import { openFamily } from '@/lib/api-clients/families'
import { clientScopes, resources } from '@/lib/api-clients/scopes'
import { readSettings } from '@/lib/env'
import { installRuntime, runtime } from '@/lib/runtime'
import type { Actor } from '@/lib/staff/actor'
import { controlOver } from '@/practice-cloud/control/client'
import type { Control } from '@/practice-cloud/control/control'
import { sharedKeys } from './key-pool'
import { startPortal, type Portal } from './portal'

/** What somebody may try to slip in beside the path. */
export interface Extra {
  query?: string
  headers?: Readonly<Record<string, string>>
  /** In place of the JSON. */
  body?: string
}

/** The product as it runs, whose database and practice cloud this process fills. */
export interface BrokerPortal {
  url: string
  control: Control
  home: string
  databaseUrl: string
  owner: Actor
  /** An access token of an API client that reaches these tenants and may ask for every resource. */
  accessToken(reach: Caller['reach']): Promise<string>
  ask(accessToken: string, tenantId: string, body: object, extra?: Extra): Promise<Response>
  stop(): Promise<void>
}

export async function brokerPortal(environment: Record<string, string> = {}): Promise<BrokerPortal> {
  const portal = await startPortal({ API_REQUESTS_PER_MINUTE: '10000000', ...environment })
  const machines = await machinesAt(portal)
  return {
    ...machines,
    stop: async () => {
      await machines.stop()
      await portal.stop()
    },
  }
}

/** The same at a portal that runs already; `stop` leaves it running. */
export async function machinesAt(portal: Portal): Promise<BrokerPortal> {
  const closing = new AbortController()
  const settings = readSettings({
    LATCHKEY_HOME: portal.home,
    DATABASE_URL: portal.databaseUrl,
    PRACTICE_PORT: new URL(portal.practiceOrigin).port,
  })
  const own = await makeRuntime(settings, portal.databaseUrl, closing.signal, sharedKeys)
  installRuntime(own)
  const actor = await makeOwner()
  return {
    url: portal.url,
    control: controlOver(portal.practiceOrigin),
    home: portal.home,
    databaseUrl: portal.databaseUrl,
    owner: actor,
    accessToken: async (reach) => {
      const { id } = await makeClient(actor, {
        ...{ name: 'Backup server', scopes: clientScopes, resources, validDays: 30 },
        ...(reach === 'all' ? { reach, reachIds: [] } : { reach: 'tenants', reachIds: reach }),
      })
      const terms = { kind: 'client', clientId: id, name: 'Backup server', withRefresh: false } as const
      return (await openFamily({ ...terms, scopes: clientScopes, accessSeconds: 86_400 })).accessToken
    },
    ask: (accessToken, tenantId, body, { query = '', body: given, headers = {} } = {}) =>
      fetch(`${portal.url}/api/v1/tenants/${tenantId}/token${query}`, {
        method: 'POST',
        body: given ?? JSON.stringify(body),
        headers: { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/json', ...headers },
      }),
    stop: async () => {
      closing.abort()
      await own.bus.close()
      await own.db.$disconnect()
      installRuntime(undefined)
    },
  }
}

async function makeOwner(): Promise<Actor> {
  const email = `${randomUUID()}@provider.example`
  const data = { email, name: 'Owner', role: 'owner', passwordHash: 'unused' }
  const { id, name } = await runtime().db.operator.create({ data })
  return { kind: 'operator', id, name, email, role: 'owner', reach: 'all' }
}
