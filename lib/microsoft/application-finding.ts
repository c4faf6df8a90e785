import type { z } from 'zod'
import { application } from './answers'
import { isGraphError } from './failures'
import type { Graph } from './graph'
import { parseAnswer, quoted } from './graph-call'

/** An application that is registered in the tenant, whoever made it. */
export interface FoundApplication {
  objectId: string
  appId: string
  displayName: string
  uniqueName: string | null
  createdAt: string | null
}

const fields = '$select=id,appId,displayName,uniqueName,createdDateTime'

/** By its client id; null where this tenant has no registration of it, also when an enterprise application has that id. */
export async function findByClientId(graph: Graph, appId: string): Promise<FoundApplication | null> {
  try {
    const { body } = await graph.get(`/applications(appId=${quoted(appId)})?${fields}`)
    return shapeOf(parseAnswer(application, body, 'the application', graph.clock))
  } catch (error) {
    if (isGraphError(error) && error.failure.kind === 'not-found') return null
    throw error
  }
}

/** All that carry a tag, oldest first. */
export async function listByTag(graph: Graph, tag: string): Promise<readonly FoundApplication[]> {
  const filter = encodeURIComponent(`tags/any(t:t eq ${quoted(tag)})`)
  const { items } = await graph.list(`/applications?$filter=${filter}&${fields}`)
  return items
    .map((item) => shapeOf(parseAnswer(application, item, 'an application', graph.clock)))
    .toSorted((one, other) => (one.createdAt ?? '').localeCompare(other.createdAt ?? ''))
}

function shapeOf(found: z.output<typeof application>): FoundApplication {
  return {
    objectId: found.id.toLowerCase(),
    appId: found.appId.toLowerCase(),
    displayName: found.displayName ?? found.appId,
    uniqueName: found.uniqueName,
    createdAt: found.createdDateTime,
  }
}
