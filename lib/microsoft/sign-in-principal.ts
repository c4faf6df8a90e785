import { z } from 'zod'
import { guid } from './answers'
import type { Graph } from './graph'
import { quoted, type GraphAnswer } from './graph-call'
import { isGraphError } from './failures'

/** The service principal that a consent made for an application of another tenant. */
export interface SignInPrincipal {
  objectId: string
  /** ISO 8601 UTC by Microsoft’s clock; null where Microsoft does not say. */
  createdAt: string | null
}

const shape = z.object({ id: guid, createdDateTime: z.string().max(40).nullish() })

/**
 * The service principal of the application that an administrator signed in with, or null where the tenant has none.
 * Throws GraphError when it cannot be read.
 */
export async function findSignInPrincipal(graph: Graph, appId: string): Promise<SignInPrincipal | null> {
  const path = `/servicePrincipals(appId=${quoted(appId)})?$select=id,appId,createdDateTime`
  try {
    const { body } = await graph.get(path)
    const parsed = shape.safeParse(body)
    if (!parsed.success) return null
    const created = Date.parse(parsed.data.createdDateTime ?? '')
    return { objectId: parsed.data.id, createdAt: Number.isNaN(created) ? null : new Date(created).toISOString() }
  } catch (error) {
    if (isGraphError(error) && error.failure.kind === 'not-found') return null
    throw error
  }
}

/** Its delegated grants go with it. The token that asks for this belongs to the same application, so it comes last. */
export function removeSignInPrincipal(graph: Graph, objectId: string): Promise<GraphAnswer> {
  return graph.write({ method: 'DELETE', path: `/servicePrincipals/${objectId}` })
}
