import type { Clock } from '@/lib/clock'
import { organization, page, signedInUser } from './answers'
import { readAccount, type Account } from './claims'
import type { Cloud } from './clouds'
import { isGraphError } from './failures'
import { createGraph, type Graph } from './graph'
import { parseAnswer } from './graph-call'
import type { MicrosoftFailure } from './observed'
import type { Bearer } from './tokens'

/** What Microsoft itself says about who holds a delegated token, asked with that token. */
export interface ProvedPerson {
  tenantId: string
  /** All verified names of the organization, lower case. */
  domains: readonly string[]
  /** Null for a partner’s technician, who has no user object in the tenant. */
  objectId: string | null
  upn: string
  name: string
  guest: boolean
  /** Template ids of the directory roles that are active now, by membership of any depth. */
  roleTemplateIds: readonly string[]
}

export type PersonProof =
  | { status: 'proved'; person: ProvedPerson }
  /** Microsoft refused the token, or a read that every such token may do. */
  | { status: 'refused'; failure: MicrosoftFailure }

interface ProofOptions {
  cloud: Cloud
  token: Bearer
  clock: Clock
  timeoutMs: number
  signal?: AbortSignal
}

/**
 * A token for Graph is not ours to validate, so it is used: where it leads (`/organization`), who it is (`/me`) and what
 * they are (`/me/transitiveMemberOf`). What its own claims say counts only where Graph took the token and has no answer.
 */
export async function provePerson(options: ProofOptions): Promise<PersonProof> {
  const graph = createGraph(options)
  try {
    const [place, user, roleTemplateIds] = await Promise.all([readPlace(graph), readMe(graph), readRoles(graph)])
    const account = readAccount(options.token.reveal())
    return { status: 'proved', person: { ...place, ...whoIs(user, account), roleTemplateIds } }
  } catch (error) {
    if (!isGraphError(error)) throw error
    return { status: 'refused', failure: error.failure }
  }
}

async function readPlace(graph: Graph): Promise<Pick<ProvedPerson, 'tenantId' | 'domains'>> {
  const answer = await graph.get('/organization?$select=id,verifiedDomains')
  const { value } = parseAnswer(page, answer.body, 'the organization', graph.clock)
  const { id, verifiedDomains } = parseAnswer(organization, value[0], 'the organization', graph.clock)
  return { tenantId: id.toLowerCase(), domains: (verifiedDomains ?? []).map(({ name }) => name.toLowerCase()) }
}

/** Null where the directory has no user object for who signed in. */
async function readMe(graph: Graph) {
  try {
    const answer = await graph.get('/me?$select=id,displayName,userPrincipalName,userType')
    return parseAnswer(signedInUser, answer.body, 'who signed in', graph.clock)
  } catch (error) {
    if (isGraphError(error) && error.failure.status === 404) return null
    throw error
  }
}

async function readRoles(graph: Graph): Promise<readonly string[]> {
  const { items } = await graph.list('/me/transitiveMemberOf')
  return items.flatMap((item) => {
    const template = (item as { roleTemplateId?: unknown } | null)?.roleTemplateId
    return typeof template === 'string' ? [template.toLowerCase()] : []
  })
}

type SignedInUser = NonNullable<Awaited<ReturnType<typeof readMe>>>

function whoIs(user: SignedInUser | null, account: Account): Pick<ProvedPerson, 'objectId' | 'upn' | 'name' | 'guest'> {
  const upn = account.upn ?? user?.userPrincipalName ?? 'an account without a name'
  const outside = account.kind === 'guest' || account.kind === 'personal'
  if (user === null) return { objectId: null, upn, name: account.name ?? upn, guest: outside }
  return { objectId: user.id.toLowerCase(), upn, name: user.displayName ?? upn, guest: outside || isGuest(user) }
}

function isGuest({ userPrincipalName, userType }: SignedInUser): boolean {
  return userType?.toLowerCase() === 'guest' || (userPrincipalName?.toUpperCase().includes('#EXT#') ?? false)
}

/** The name that every tenant was born with, `contoso.onmicrosoft.com`; null where none is among its names. */
export function organizationNameOf(domains: readonly string[]): string | null {
  const names = domains.map((name) => name.toLowerCase()).filter(isOrganizationName)
  return names.find((name) => !name.includes('.mail.')) ?? names[0] ?? null
}

/** In China it ends in `.cn`; the practice cloud has its own ending. */
export function isOrganizationName(name: string): boolean {
  return /^[a-z0-9][a-z0-9-]*(?:\.mail)?\.(?:onmicrosoft\.(?:com|us|example)|partner\.onmschina\.cn)$/.test(
    name.toLowerCase(),
  )
}
