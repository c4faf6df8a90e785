import { z } from 'zod'
import { guid, keyCredential, page } from './answers'
import { GraphError } from './failures'
import type { Graph } from './graph'
import { parseAnswer, type GraphAnswer, type GraphRequest } from './graph-call'
import type { Evidence } from './observed'

/** Who may change an application; `name` is what Microsoft shows: an address for a person. */
export interface RegistrationOwner {
  objectId: string
  name: string
}

/**
 * What stands on our registration beside what a look compares: other ways to sign in as it, people who may change it,
 * and settings that open it. None of it is Latchkey’s, so nothing here is ever written.
 */
export interface RegistrationReading {
  /** `AzureADMyOrg` is the narrowest. */
  audience: string | null
  redirectAddresses: readonly string[]
  /** May be used without any credential by programs of people. */
  isPublicClient: boolean
  /** Whether secrets on the service principal are forbidden; `unset` where nobody ever said. */
  lock: 'on' | 'off' | 'unset'
  /** How many delegated permissions the registration asks administrators for. */
  delegatedRequests: number
  owners: readonly RegistrationOwner[]
  /** Issuers whose tokens count as ours. */
  federatedIssuers: readonly string[]
  /** Keys and secrets on the service principal itself, by display name or id. */
  principalCredentials: readonly string[]
  principalOwners: readonly RegistrationOwner[]
  /** Delegated permissions that somebody consented to; these may be read with few of our baselines. */
  delegatedGrants: readonly string[] | 'unreadable'
  evidence: readonly Evidence[]
}

const platform = z.object({ redirectUris: z.array(z.string().max(2000)).max(5000).nullish() }).nullish()

const registration = z.object({
  signInAudience: z.string().max(100).nullish(),
  isFallbackPublicClient: z.boolean().nullish(),
  web: platform,
  spa: platform,
  publicClient: platform,
  servicePrincipalLockConfiguration: z
    .object({ isEnabled: z.boolean().nullish(), allProperties: z.boolean().nullish() })
    .nullish(),
  requiredResourceAccess: z
    .array(z.object({ resourceAccess: z.array(z.object({ type: z.string().max(50).nullish() })).max(5000) }))
    .max(500)
    .nullish(),
})

const directoryObject = z.object({
  id: guid,
  userPrincipalName: z.string().max(500).nullish(),
  displayName: z.string().max(500).nullish(),
})
const federatedCredential = z.object({ issuer: z.string().max(1000).nullish(), name: z.string().max(500).nullish() })
const principal = z.object({
  keyCredentials: z.array(keyCredential).max(5000).nullish(),
  passwordCredentials: z
    .array(z.object({ keyId: guid, displayName: z.string().max(2000).nullish() }))
    .max(5000)
    .nullish(),
})
const scopeGrant = z.object({ scope: z.string().max(8000).nullish() })

const fields = [
  'id',
  'signInAudience',
  'isFallbackPublicClient',
  'web',
  'spa',
  'publicClient',
  'servicePrincipalLockConfiguration',
  'requiredResourceAccess',
].join(',')

/**
 * One batch with the application’s own token; takes Application.Read.All. Throws GraphError when something could not be
 * read: an unreadable list is not an empty one. Delegated grants alone may be unreadable, because they take more rights.
 */
export async function readRegistration(
  graph: Graph,
  our: { objectId: string; principalObjectId: string | null },
): Promise<RegistrationReading> {
  const questions = questionsAbout(our)
  const answers = await graph.batch([...questions.values()])
  const seen = new Map([...questions.keys()].map((name, index) => [name, answers[index]]))
  const found = parseAnswer(registration, bodyOf(seen.get('application')), 'the registration', graph.clock)
  const list = <T>(name: string, schema: z.ZodType<T>) => listOf(graph, seen.get(name), schema)
  return {
    ...settingsOf(found),
    owners: (await list('owners', directoryObject)).map(ownerOf),
    federatedIssuers: (await list('federated', federatedCredential)).map(
      ({ issuer, name }) => issuer ?? name ?? 'unknown',
    ),
    principalCredentials: credentialsOf(seen.get('principal'), graph),
    principalOwners: (await list('principalOwners', directoryObject)).map(ownerOf),
    delegatedGrants:
      seen.get('delegated')?.failure?.kind === 'not-allowed'
        ? 'unreadable'
        : (await list('delegated', scopeGrant)).flatMap(({ scope }) => (scope ?? '').split(' ').filter(Boolean)),
    evidence: answers.slice(0, 3).map(({ evidence }) => evidence),
  }
}

function questionsAbout({ objectId, principalObjectId }: Parameters<typeof readRegistration>[1]) {
  const get = (path: string): GraphRequest => ({ method: 'GET', path })
  const questions = new Map<string, GraphRequest>([
    ['application', get(`/applications/${objectId}?$select=${fields}`)],
    ['owners', get(`/applications/${objectId}/owners`)],
    ['federated', get(`/applications/${objectId}/federatedIdentityCredentials`)],
  ])
  if (principalObjectId === null) return questions
  const path = `/servicePrincipals/${principalObjectId}`
  return questions
    .set('principal', get(`${path}?$select=id,keyCredentials,passwordCredentials`))
    .set('principalOwners', get(`${path}/owners`))
    .set('delegated', get(`${path}/oauth2PermissionGrants`))
}

function settingsOf(found: z.output<typeof registration>) {
  const lock = found.servicePrincipalLockConfiguration ?? null
  const isLocked = lock?.isEnabled === true && lock.allProperties === true
  return {
    audience: found.signInAudience ?? null,
    redirectAddresses: [found.web, found.spa, found.publicClient].flatMap((one) => one?.redirectUris ?? []),
    isPublicClient: found.isFallbackPublicClient === true,
    lock: lock === null ? ('unset' as const) : isLocked ? ('on' as const) : ('off' as const),
    delegatedRequests: (found.requiredResourceAccess ?? [])
      .flatMap(({ resourceAccess }) => resourceAccess)
      .filter(({ type }) => type === 'Scope').length,
  }
}

function credentialsOf(answer: GraphAnswer | undefined, graph: Graph): readonly string[] {
  if (answer === undefined) return []
  const found = parseAnswer(principal, bodyOf(answer), 'the service principal', graph.clock)
  return [...(found.keyCredentials ?? []), ...(found.passwordCredentials ?? [])].map(
    ({ displayName, keyId }) => displayName ?? keyId,
  )
}

function ownerOf({ id, userPrincipalName, displayName }: z.output<typeof directoryObject>): RegistrationOwner {
  return { objectId: id.toLowerCase(), name: userPrincipalName ?? displayName ?? id }
}

function bodyOf(answer: GraphAnswer | undefined): unknown {
  if (answer?.failure) throw new GraphError(answer.failure)
  return answer?.body
}

/** The whole collection; nothing was asked where no service principal is known. */
async function listOf<T>(graph: Graph, answer: GraphAnswer | undefined, schema: z.ZodType<T>): Promise<readonly T[]> {
  if (answer === undefined) return []
  const first = bodyOf(answer)
  const { value } = parseAnswer(page, first, 'a list', graph.clock)
  const all = [...value, ...(await graph.rest(first))]
  return all.map((item) => parseAnswer(schema, item, 'an entry of a list', graph.clock))
}
