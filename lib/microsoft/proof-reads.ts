import { z } from 'zod'
import { page } from './answers'
import { readExchange } from './exchange-proof'
import { isGraphError } from './failures'
import type { Graph } from './graph'
import { describeCall } from './evidence'
import { graphUrl } from './graph-call'
import type { GraphAnswer } from './graph-call'
import type { Evidence, MicrosoftFailure } from './observed'
import { failedReading } from './workload-reading'
import type { WorkloadReading } from './workload-reading'

export type WorkloadKey =
  'directory' | 'exchange' | 'sharepoint' | 'teams' | 'groups' | 'own-registration' | 'ews' | 'public-folders'

export interface WorkloadContext {
  /** Our application's object id, for *own-registration*. */
  applicationObjectId: string | null
}

/**
 * The harmless read that proves a workload, with the application's own token. One round trip each, three for Exchange:
 * run them in parallel and all of them take three.
 */
export async function readWorkload(key: WorkloadKey, graph: Graph, context: WorkloadContext): Promise<WorkloadReading> {
  try {
    return await readerOf(key)(graph, context)
  } catch (error) {
    if (!isGraphError(error)) throw error
    return failedReading(error.failure, [evidenceOf(key, error.failure, graph)])
  }
}

type Reader = (graph: Graph, context: WorkloadContext) => Promise<WorkloadReading>

function readerOf(key: WorkloadKey): Reader {
  switch (key) {
    case 'directory':
      return (graph) => readList(graph, '/users?$top=1&$select=id', 'Users can be read.')
    case 'groups':
      return (graph) => readList(graph, '/groups?$top=1&$select=id', 'Groups can be read.')
    case 'teams':
      return readTeams
    case 'sharepoint':
      return readSharePoint
    case 'exchange':
      return readExchange
    case 'own-registration':
      return readOwnRegistration
    case 'ews':
      return () =>
        Promise.resolve(
          untried('Granted, not tried: Exchange Web Services answers only applications on the tenant’s list.'),
        )
    case 'public-folders':
      return () => Promise.resolve(untried('Granted, not tried: no harmless read exists for public folders.'))
  }
}

async function readList(graph: Graph, path: string, message: string): Promise<WorkloadReading> {
  const answer = await graph.get(path)
  if (!page.safeParse(answer.body).success) return unreadable(answer)
  return { status: 'ok', message, evidence: [answer.evidence] }
}

/** Teams answers 403 or 404 with codes of its own where the tenant has no licence; the list is then no failure of ours. */
async function readTeams(graph: Graph): Promise<WorkloadReading> {
  const [answer] = await graph.batch([{ method: 'GET', path: '/teams?$top=1&$select=id,displayName' }])
  if (answer === undefined) return untried('Teams was not asked.')
  if (answer.failure === null) return { status: 'ok', message: 'Teams can be read.', evidence: [answer.evidence] }
  if (isUnlicensed(answer)) return notPresent('The tenant has no Teams.', answer)
  return failedReading(answer.failure, [answer.evidence])
}

const rootSite = z.object({ webUrl: z.url({ protocol: /^https$/ }).max(500) })

async function readSharePoint(graph: Graph): Promise<WorkloadReading> {
  const [answer] = await graph.batch([{ method: 'GET', path: '/sites/root?$select=id,webUrl' }])
  if (answer === undefined) return untried('SharePoint was not asked.')
  if (isUnlicensed(answer)) return notPresent('The tenant has no SharePoint.', answer)
  if (answer.failure !== null) return failedReading(answer.failure, [answer.evidence])
  const site = rootSite.safeParse(answer.body)
  if (!site.success) return unreadable(answer)
  const { host } = new URL(site.data.webUrl)
  return {
    status: 'ok',
    message: 'The root site can be read.',
    evidence: [answer.evidence],
    facts: { sharepointHost: host },
  }
}

async function readOwnRegistration(graph: Graph, { applicationObjectId }: WorkloadContext): Promise<WorkloadReading> {
  if (applicationObjectId === null) return untried('Our application’s object id is not known yet.')
  const answer = await graph.get(`/applications/${applicationObjectId}?$select=id,appId,keyCredentials`)
  return { status: 'ok', message: 'Our own registration can be read.', evidence: [answer.evidence] }
}

/** Codes with which Microsoft's services say that the tenant does not have them. */
const unlicensedCodes = new Set([
  'ResourceNotFound',
  'itemNotFound',
  'BadRequest',
  'NotFound',
  'Request_ResourceNotFound',
  'MailboxNotEnabledForRESTAPI',
  'NoLicense',
  'TenantNotLicensed',
  'SubscriptionNotFound',
])

function isUnlicensed({ failure, status }: GraphAnswer): boolean {
  return failure !== null && (status === 404 || status === 400 || status === 402) && unlicensedCodes.has(failure.code)
}

function notPresent(message: string, answer: GraphAnswer): WorkloadReading {
  return { status: 'not-present', message, evidence: [answer.evidence] }
}

function untried(message: string): WorkloadReading {
  return { status: 'not-tried', message, evidence: [] }
}

function unreadable(answer: GraphAnswer): WorkloadReading {
  return { status: 'failed', message: 'Microsoft’s answer has an unknown shape.', evidence: [answer.evidence] }
}

const paths: Readonly<Partial<Record<WorkloadKey, string>>> = {
  directory: '/users?$top=1',
  groups: '/groups?$top=1',
  exchange: '/users',
  'own-registration': '/applications',
}

function evidenceOf(key: WorkloadKey, failure: MicrosoftFailure, graph: Graph): Evidence {
  const call = describeCall('GET', new URL(graphUrl(graph.cloud, paths[key] ?? '/')))
  const answer = failure.status === null ? failure.message : `${String(failure.status)} ${failure.code}`
  return { call, answer, at: failure.at, milliseconds: 0 }
}
