import { z } from 'zod'
import { page } from './answers'
import { readExchange } from './exchange-proof'
import { isGraphError } from './failures'
import type { Graph } from './graph'
import { evidenceOfCall, evidenceOfRefusal } from './evidence'
import { graphUrl } from './graph-call'
import type { GraphAnswer } from './graph-call'
import type { Evidence, MicrosoftFailure } from './observed'
import { failedReading } from './workload-reading'
import type { WorkloadReading } from './workload-reading'

export type WorkloadKey =
  | 'directory'
  | 'exchange'
  | 'sharepoint'
  | 'teams'
  | 'groups'
  | 'own-registration'
  | 'ews'
  | 'public-folders'
  | 'restore'

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
    return failedReading(error.failure, [evidenceOf(pathOf(key, context), error.failure, graph)])
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
    case 'restore':
      return () => Promise.resolve(untried('Granted, not tried: what restores is not tried without a restore.'))
    case 'public-folders':
      return () => Promise.resolve(untried('Granted, not tried: no harmless read exists for public folders.'))
  }
}

async function readList(graph: Graph, path: string, message: string): Promise<WorkloadReading> {
  const answer = await graph.get(path)
  if (!page.safeParse(answer.body).success) return unreadable(answer)
  return { status: 'ok', message, evidence: [answer.evidence] }
}

async function readTeams(graph: Graph): Promise<WorkloadReading> {
  const { answer, isMissing } = await askService(graph, '/teams?$top=1&$select=id,displayName', 'TeamspaceAPI')
  if (isMissing) return notPresent('The tenant has no licence for Teams.', answer)
  if (answer.failure !== null) return failedReading(answer.failure, [answer.evidence])
  return { status: 'ok', message: 'Teams can be read.', evidence: [answer.evidence] }
}

const rootSite = z.object({ webUrl: z.url({ protocol: /^https$/ }).max(500) })

async function readSharePoint(graph: Graph): Promise<WorkloadReading> {
  const { answer, isMissing } = await askService(graph, '/sites/root?$select=id,webUrl', 'SharePoint')
  if (isMissing) return notPresent('The tenant has no SharePoint.', answer)
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

const plans = z.object({
  value: z.array(
    z.object({
      assignedPlans: z.array(z.object({ service: z.string(), capabilityStatus: z.string().nullish() })).max(5000),
    }),
  ),
})

/**
 * Services refuse an unlicensed tenant with the same status and code as a missing permission. The organization's own
 * plans, read in the same batch, tell the two apart; where they cannot be read, only a 404 counts as “not there”.
 */
async function askService(
  graph: Graph,
  path: string,
  service: string,
): Promise<{ answer: GraphAnswer; isMissing: boolean }> {
  const [answer, organization] = await graph.batch([
    { method: 'GET', path },
    { method: 'GET', path: '/organization?$select=id,assignedPlans' },
  ])
  if (answer === undefined || organization === undefined)
    throw new Error('A batch answered fewer calls than it was asked')
  if (answer.failure === null) return { answer, isMissing: false }
  const parsed = plans.safeParse(organization.body)
  if (!parsed.success) return { answer, isMissing: answer.failure.kind === 'not-found' }
  const assigned = parsed.data.value.flatMap(({ assignedPlans }) => assignedPlans)
  const isLicensed = assigned.some((plan) => plan.service === service && plan.capabilityStatus !== 'Deleted')
  return { answer, isMissing: !isLicensed }
}

async function readOwnRegistration(graph: Graph, { applicationObjectId }: WorkloadContext): Promise<WorkloadReading> {
  if (applicationObjectId === null) return untried('Our application’s object id is not known yet.')
  const answer = await graph.get(`/applications/${applicationObjectId}?$select=id,appId,keyCredentials`)
  return { status: 'ok', message: 'Our own registration can be read.', evidence: [answer.evidence] }
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

function pathOf(key: WorkloadKey, { applicationObjectId }: WorkloadContext): string {
  switch (key) {
    case 'directory':
      return '/users?$top=1'
    case 'groups':
      return '/groups?$top=1'
    case 'exchange':
      return '/users'
    case 'own-registration':
      return `/applications/${String(applicationObjectId)}`
    default:
      return '/'
  }
}

function evidenceOf(path: string, failure: MicrosoftFailure, graph: Graph): Evidence {
  return evidenceOfRefusal(evidenceOfCall('GET', new URL(graphUrl(graph.cloud, path))), failure)
}
