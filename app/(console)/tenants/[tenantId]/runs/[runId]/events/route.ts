import { report } from '@/lib/log'
import { runtime } from '@/lib/runtime'
import { watchSessions } from '@/lib/staff/desk'
import { getRun, watchRun } from '@/lib/tenants/run-view'
import type { RunView } from '@/lib/tenants/run-page-views'
import { currentOperator } from '../../../../../../_edge/session'
import { operatorRoute } from '../../../../../../_edge/route'
import { runEvents, type RunMessage } from '../_parts/run-message'
import { toRunMessage } from '../_parts/qr'
import { comeBackSoon, openEventStream } from '../../../../../../_edge/event-stream'

export const dynamic = 'force-dynamic'

/** How long a stream may outlive its session; also far below the minute after which proxies cut a quiet line. */
const heartbeatMs = 3_000

const follow = operatorRoute<{ runId: string }>(async (operator, request, { runId }) => {
  await getRun(operator, runId)
  const { streams } = runtime()
  const { body, close } = openEventStream({
    source: (signal) => sendable(watchRun(operator, runId, signal)),
    name: runEvents.view,
    mayGoOn: async () => (await currentOperator())?.id === operator.id,
    overName: runEvents.over,
    heartbeatMs,
    watch: (changed) => watchSessions(operator, changed),
    signal: request.signal,
    onEnd: () => {
      streams.delete(close)
    },
    onFailure: report,
  })
  streams.add(close)
  return eventStream(body)
})

/** The run at once and after each change. Ends when the reader leaves, the session ends, or the portal shuts down. */
export async function GET(...given: Parameters<typeof follow>): Promise<Response> {
  const answer = await follow(...given)
  return answer.status >= 500 ? eventStream(comeBackSoon()) : answer
}

function eventStream(body: BodyInit): Response {
  return new Response(body, {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    },
  })
}

async function* sendable(views: AsyncIterable<RunView>): AsyncGenerator<RunMessage> {
  for await (const view of views) yield toRunMessage(view)
}
