import { z } from 'zod'
import { page } from './answers'
import type { Graph } from './graph'
import { parseAnswer } from './graph-call'
import type { GraphAnswer, GraphRequest } from './graph-call'
import type { MicrosoftFailure } from './observed'
import { failedReading } from './workload-reading'
import type { WorkloadReading } from './workload-reading'

const user = z.object({
  id: z.string().max(100),
  assignedLicenses: z.array(z.unknown()).max(1000).nullish(),
  mail: z.string().max(500).nullish(),
})
const exchangeSettings = z.object({ primaryMailboxId: z.string().min(1).max(500) })
const triedUsers = 5

/**
 * A mailbox is found, opened by its settings, and its folders are listed by the mailbox id (a user id is 404 there).
 * Up to five licensed users are tried together, since a licence without a mailbox is common. No mailbox at all means
 * that the tenant has no Exchange.
 */
export async function readExchange(graph: Graph): Promise<WorkloadReading> {
  const users = await graph.get('/users?$select=id,mail,assignedLicenses&$top=999')
  const list = parseAnswer(page, users.body, 'the users', graph.clock)
  const found = list.value.flatMap((item) => user.safeParse(item).data ?? []).filter(isLicensed)
  const candidates = found.toSorted((a, b) => Number(Boolean(b.mail)) - Number(Boolean(a.mail))).slice(0, triedUsers)
  if (candidates.length === 0) {
    const isWhole = list['@odata.nextLink'] === undefined
    const message = isWhole
      ? 'Nobody in this tenant has a licence, so there is no mailbox.'
      : 'None of the first 999 users has a licence.'
    return { status: isWhole ? 'not-present' : 'not-tried', message, evidence: [users.evidence] }
  }
  const ids = candidates.map(({ id }) => encodeURIComponent(id))
  const hasExport = !graph.cloud.lacks.includes('mailbox-export')
  const answers = await graph.batch([
    ...ids.map((id) => get(`/users/${id}/mailboxSettings`)),
    ...(hasExport ? ids.map((id) => get(`/users/${id}/settings/exchange`)) : []),
  ])
  const settings = answers.slice(0, ids.length)
  const verdict = judgeSettings(settings, users)
  if (verdict !== null || !hasExport) return verdict ?? opened(settings, users)
  return readFolders(graph, users, settings, answers.slice(ids.length))
}

function isLicensed({ assignedLicenses }: z.output<typeof user>): boolean {
  return (assignedLicenses?.length ?? 0) > 0
}

function get(path: string): GraphRequest {
  return { method: 'GET', path }
}

/** Null when at least one mailbox opened. */
function judgeSettings(settings: readonly GraphAnswer[], users: GraphAnswer): WorkloadReading | null {
  if (settings.some(({ failure }) => failure === null)) return null
  const refusal = settings.find(({ failure }) => failure !== null && failure.kind !== 'not-found')
  const shown = refusal ?? settings[0]
  const evidence = [users.evidence, ...(shown === undefined ? [] : [shown.evidence])]
  if (refusal?.failure) return failedReading(refusal.failure, evidence)
  return { status: 'not-present', message: 'No licensed user has a mailbox.', evidence }
}

function opened(settings: readonly GraphAnswer[], users: GraphAnswer): WorkloadReading {
  const first = settings.find(({ failure }) => failure === null)
  return {
    status: 'ok',
    message: 'A mailbox’s settings can be read.',
    evidence: [users.evidence, ...(first ? [first.evidence] : [])],
  }
}

async function readFolders(
  graph: Graph,
  users: GraphAnswer,
  settings: readonly GraphAnswer[],
  exchange: readonly GraphAnswer[],
): Promise<WorkloadReading> {
  const soFar = [
    users.evidence,
    ...settings
      .filter(({ failure }) => failure === null)
      .slice(0, 1)
      .map(({ evidence }) => evidence),
  ]
  const withId = exchange.flatMap((answer) => {
    const id = answer.failure === null ? exchangeSettings.safeParse(answer.body).data?.primaryMailboxId : undefined
    return id === undefined ? [] : [{ id, answer }]
  })
  const first = withId[0]
  if (first === undefined) return withoutMailboxId(exchange, soFar)
  const mailboxes = withId.map(({ id }) => get(`/admin/exchange/mailboxes/${encodeURIComponent(id)}/folders?$top=1`))
  const folders = await graph.batch(mailboxes)
  const ok = folders.find(({ failure }) => failure === null)
  const evidence = [...soFar, first.answer.evidence]
  if (ok !== undefined)
    return { status: 'ok', message: 'Mailbox folders can be read.', evidence: [...evidence, ok.evidence] }
  const refused = folders[0]
  return refused?.failure ? failedReading(refused.failure, [...evidence, refused.evidence]) : failedFolders(evidence)
}

function withoutMailboxId(exchange: readonly GraphAnswer[], soFar: WorkloadReading['evidence']): WorkloadReading {
  const refusal: MicrosoftFailure | null | undefined = exchange.find(({ failure }) => failure !== null)?.failure
  const shown = exchange[0] === undefined ? soFar : [...soFar, exchange[0].evidence]
  return refusal ? failedReading(refusal, shown) : failedFolders(shown)
}

function failedFolders(evidence: WorkloadReading['evidence']): WorkloadReading {
  return { status: 'failed', message: 'Microsoft named no mailbox whose folders could be read.', evidence }
}
