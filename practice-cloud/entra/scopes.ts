import { GRAPH_SCOPES } from '../data/roles'
import { ARM_AUDIENCES, GRAPH_APP_ID, GRAPH_AUDIENCE, SIGN_IN_SCOPES } from '../data/well-known'
import type { Client } from './clients'
import { EntraRefusal } from './refusals'

const PROTOCOL_SCOPES = new Set([...SIGN_IN_SCOPES, 'offline_access'])
/** Azure CLI writes the resource with its slash, and then another. */
const PREFIXES = [`${GRAPH_AUDIENCE}//`, `${GRAPH_AUDIENCE}/`, `${GRAPH_APP_ID}/`]

/** What a person's sign-in asks for. */
export interface AskedScopes {
  /** Graph scopes by bare name; for `.default` what the client has anyway. */
  graph: readonly string[]
  /** `openid`, `profile`, `email` and `offline_access`, as far as they were asked for. */
  protocol: readonly string[]
}

/** Reads the `scope` of a request for a person and refuses what this client can never have. */
export function readScopes(client: Client, scope: string): AskedScopes {
  const asked = scope.split(' ').filter((part) => part !== '')
  if (asked.length === 0)
    throw new EntraRefusal(900144, "The request body must contain the following parameter: 'scope'.")
  const graph = new Set<string>()
  for (const item of asked) {
    if (PROTOCOL_SCOPES.has(item) || isOfResourceManager(item)) continue
    const name = bareName(item)
    if (name === '.default') for (const own of client.scopes) graph.add(own)
    else graph.add(allowedScope(client, name, item))
  }
  return { graph: [...graph].sort(), protocol: [...PROTOCOL_SCOPES].filter((item) => asked.includes(item)) }
}

/** Azure is not played here: a sign-in to it works, and gives no right on Graph. */
function isOfResourceManager(item: string): boolean {
  return ARM_AUDIENCES.some((audience) => item.startsWith(`${audience}/`))
}

function bareName(item: string): string {
  const prefix = PREFIXES.find((candidate) => item.startsWith(candidate))
  if (prefix !== undefined) return item.slice(prefix.length)
  if (!item.includes('://')) return item
  throw new EntraRefusal(
    500011,
    `The resource principal named ${item.slice(0, item.lastIndexOf('/'))} was not found in the tenant. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.`,
  )
}

function allowedScope(client: Client, name: string, item: string): string {
  if (!GRAPH_SCOPES.some((known) => known.value === name))
    throw new EntraRefusal(
      70011,
      `The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope ${item} does not exist.`,
    )
  if (client.isFirstParty && !client.scopes.includes(name))
    throw new EntraRefusal(
      65002,
      `Consent between first party application '${client.appId}' and first party resource '${GRAPH_APP_ID}' must be configured via preauthorization - applications owned and operated by Microsoft must get approval from the API owner before requesting tokens for that API.`,
    )
  return name
}

/** What of a sign-in's scopes is Graph's. */
export function graphScopes(scopes: readonly string[]): string[] {
  return scopes.filter((scope) => !PROTOCOL_SCOPES.has(scope))
}

/** The `scope` of a token answer: wider than what `.default` asked for. */
export function grantedScopeText(graph: readonly string[]): string {
  return [...SIGN_IN_SCOPES, ...graph.map((name) => `${GRAPH_AUDIENCE}/${name}`), `${GRAPH_AUDIENCE}/.default`].join(
    ' ',
  )
}
