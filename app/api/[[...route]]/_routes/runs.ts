import { createRoute, z } from '@hono/zod-openapi'
import { log } from '@/lib/log'
import { runtime } from '@/lib/runtime'
import type { Actor } from '@/lib/staff/actor'
import { listRuns } from '@/lib/tenants/run-list'
import { getRun, watchRun } from '@/lib/tenants/run-view'
import type { Api } from '../../../_edge/api-app'
import { file, problems, read, withScope } from '../../../_edge/api-answers'
import { stillMay } from '../../../_edge/api-guard'
import { cursor, id, pageSize, text } from '../../../_edge/api-schema'
import { openEventStream } from '../../../_edge/event-stream'
import { Run, RunPage } from '../_schemas/run'
import { toRun } from './run-answers'

const Query = z.object({
  tenant: id().optional().openapi({ description: 'Id of the tenant.' }),
  open: z.enum(['true', 'false']).optional().openapi({ description: 'Those that have not ended, or those that have.' }),
  cursor: cursor().optional(),
  limit: pageSize(),
})

const Path = z.object({ id: id().openapi({ description: 'Id of the run.' }) })

const common = { method: 'get' as const, tags: ['Runs'], ...withScope('runs:read') }

const listRoute = createRoute({
  ...common,
  path: '/api/v1/runs',
  operationId: 'listRuns',
  summary: 'Runs, newest first',
  description: 'What was begun in the tenants within reach, by people, by clients and by Latchkey itself.',
  request: { query: Query },
  responses: { 200: read(RunPage, 'A page of runs.'), ...problems(304) },
})

const oneRoute = createRoute({
  ...common,
  path: '/api/v1/runs/{id}',
  operationId: 'getRun',
  summary: 'One run',
  description: 'Its steps with their evidence, and how it ended. Never the sign-in code.',
  request: { params: Path },
  responses: { 200: read(Run, 'The run.'), ...problems(304, 404) },
})

const eventsRoute = createRoute({
  ...common,
  path: '/api/v1/runs/{id}/events',
  operationId: 'followRun',
  summary: 'Follow a run',
  description:
    'Server-sent events: `run` with the whole run at once and after each change. The stream ends with the run, or with ' +
    '`over` when the token does.',
  request: { params: Path },
  responses: { 200: file('text/event-stream', text(1_000_000), 'Events.'), ...problems(404) },
})

export function addRunRoutes(api: Api): void {
  api.openapi(listRoute, async (c) => {
    const { tenant, open, ...query } = c.req.valid('query')
    const isOpen = open === undefined ? undefined : open === 'true'
    const found = await listRuns(c.get('actor'), { ...query, tenantId: tenant, open: isOpen })
    return c.json(RunPage.parse(found), 200)
  })
  api.openapi(oneRoute, async (c) => c.json(toRun(await getRun(c.get('actor'), c.req.valid('param').id)), 200))
  api.openapi(eventsRoute, async (c) => {
    const actor = c.get('actor')
    const { id: runId } = c.req.valid('param')
    await getRun(actor, runId)
    const body = follow(actor, runId, c.req.raw)
    return new Response(body, {
      headers: { 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no' },
    })
  })
}

/** Below the minute after which proxies cut a quiet line; also how long a stream may outlive its token. */
const heartbeatMs = 3_000

function follow(actor: Actor, runId: string, request: Request): ReadableStream<Uint8Array> {
  const { streams } = runtime()
  const { body, close } = openEventStream({
    source: (signal) => untilEnded(actor, runId, signal),
    name: 'run',
    mayGoOn: () => stillMay(request.headers.get('authorization') ?? undefined, 'runs:read'),
    overName: 'over',
    heartbeatMs,
    watch: () => Promise.resolve(() => undefined),
    signal: request.signal,
    onEnd: () => {
      streams.delete(close)
    },
    onFailure: (error) => log.report(error),
  })
  streams.add(close)
  return body
}

async function* untilEnded(actor: Actor, runId: string, signal: AbortSignal) {
  for await (const view of watchRun(actor, runId, signal)) {
    yield toRun(view)
    if (view.endedAt !== null) return
  }
}
