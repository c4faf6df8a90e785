import { z } from 'zod'
import { appRoleAssignment, guid } from './answers'
import type { Directory } from './directory'
import { isGraphError } from './failures'
import type { Graph } from './graph'
import type { GraphAnswer, GraphRequest } from './graph-call'
import type { FailureKind, WriteAnswer } from './observed'
import { nothing, verdictOf, withKind } from './write-answers'

/** Granting and revoking application permissions and directory roles. */
export type Grants = Pick<Directory, 'grantAppRoles' | 'revokeAppRole' | 'assignDirectoryRole'>

export function createGrants(graph: Graph): Grants {
  return {
    grantAppRoles: (principal, grants) => grantAppRoles(graph, principal, grants),
    revokeAppRole: (principal, assignmentId) => revokeAppRole(graph, principal, assignmentId),
    assignDirectoryRole: (principal, role) => assignDirectoryRole(graph, principal, role),
  }
}

type Wish = Parameters<Directory['grantAppRoles']>[1][number]
type GrantVerdict = WriteAnswer<{ assignmentId: string } | null>

const madeAssignment = z.object({ id: z.string().min(1).max(200) })

async function grantAppRoles(
  graph: Graph,
  principal: string,
  wishes: readonly Wish[],
): Promise<readonly GrantVerdict[]> {
  const requests = wishes.map(({ resourceObjectId, roleId }): GraphRequest => ({
    method: 'POST',
    path: `/servicePrincipals/${resourceObjectId}/appRoleAssignedTo`,
    body: { principalId: principal, resourceId: resourceObjectId, appRoleId: roleId },
  }))
  const answers = await graph.batch(requests)
  if (!answers.some(isAmbiguous)) return answers.map((answer) => verdictOf(answer, madeId))
  const standing = (await readAssignments(graph, principal)) ?? []
  return answers.map((answer, index) => settleGrant(answer, wishes[index], standing))
}

/**
 * One status and code stand for three things here: granted already, principal not yet known everywhere, no such role.
 * Only the list of what stands tells them apart; the texts would, but they change.
 */
function isAmbiguous({ failure }: GraphAnswer): boolean {
  return (
    failure !== null &&
    (failure.kind === 'exists-already' || failure.code === 'Request_BadRequest' || failure.kind === 'not-found')
  )
}

function settleGrant(answer: GraphAnswer, wish: Wish | undefined, standing: readonly Assignment[]): GrantVerdict {
  if (!isAmbiguous(answer) || answer.failure === null) return verdictOf(answer, madeId)
  const found = standing.find(
    (grant) => same(grant.resourceId, wish?.resourceObjectId) && same(grant.appRoleId, wish?.roleId),
  )
  if (found !== undefined) {
    return { result: 'done', created: false, value: { assignmentId: found.id }, evidence: answer.evidence }
  }
  if (answer.failure.kind === 'exists-already') return verdictOf(answer, () => null, ['exists-already'])
  return { result: 'refused', failure: { ...answer.failure, kind: 'spreading' }, evidence: answer.evidence }
}

type Assignment = z.output<typeof appRoleAssignment>

/** Null when it cannot be read: then nothing is known of what stands. */
async function readAssignments(graph: Graph, principal: string): Promise<readonly Assignment[] | null> {
  try {
    const { items } = await graph.list(`/servicePrincipals/${principal}/appRoleAssignments`)
    return items.flatMap((item) => {
      const parsed = appRoleAssignment.safeParse(item)
      return parsed.success ? [parsed.data] : []
    })
  } catch (error) {
    if (isGraphError(error)) return null
    throw error
  }
}

/** Gone already is gone; Graph says so with 404, or with a 400 that other refusals share, so the list decides. */
async function revokeAppRole(graph: Graph, principal: string, assignmentId: string): Promise<WriteAnswer> {
  const path = `/servicePrincipals/${principal}/appRoleAssignments/${encodeURIComponent(assignmentId)}`
  const verdict = verdictOf(await graph.write({ method: 'DELETE', path }), nothing, ['not-found'])
  if (verdict.result !== 'refused' || verdict.failure.code !== 'Request_BadRequest') return verdict
  const standing = await readAssignments(graph, principal)
  const gone = standing?.every((grant) => grant.id !== assignmentId) === true
  return gone ? { result: 'done', created: false, value: undefined, evidence: verdict.evidence } : verdict
}

const roleAssignment = z.object({ roleDefinitionId: guid })

async function assignDirectoryRole(graph: Graph, principal: string, roleTemplateId: string): Promise<WriteAnswer> {
  const answer = await graph.write({
    method: 'POST',
    path: '/roleManagement/directory/roleAssignments',
    body: { roleDefinitionId: roleTemplateId, principalId: principal, directoryScopeId: '/' },
  })
  const done: readonly FailureKind[] = ['exists-already']
  const verdict = withKind(verdictOf(answer, nothing, done), 'not-found', 'spreading')
  if (verdict.result !== 'refused' || verdict.failure.code !== 'Request_BadRequest') return verdict
  const stands = await holdsRole(graph, principal, roleTemplateId)
  return stands
    ? { result: 'done', created: false, value: undefined, evidence: verdict.evidence }
    : withKind(verdict, 'invalid', 'spreading')
}

async function holdsRole(graph: Graph, principal: string, roleTemplateId: string): Promise<boolean> {
  try {
    const { items } = await graph.list(
      `/roleManagement/directory/roleAssignments?$filter=principalId%20eq%20'${principal}'`,
    )
    return items.some((item) => {
      const parsed = roleAssignment.safeParse(item)
      return parsed.success && same(parsed.data.roleDefinitionId, roleTemplateId)
    })
  } catch (error) {
    if (isGraphError(error)) return false
    throw error
  }
}

function madeId(body: unknown): { assignmentId: string } | null {
  const parsed = madeAssignment.safeParse(body)
  return parsed.success ? { assignmentId: parsed.data.id } : null
}

function same(one: string, other: string | undefined): boolean {
  return one.toLowerCase() === other?.toLowerCase()
}
