import { createRoute, z } from '@hono/zod-openapi'
import { report } from '@/lib/log'
import type { Actor } from '@/lib/staff/actor'
import { exportAudit, listAudit, type AuditQuery } from '@/lib/tenants/audit-list'
import type { Api } from '../../../_edge/api-app'
import { file, problems, read, withScope } from '../../../_edge/api-answers'
import { cursor, id, page, pageSize, text, time } from '../../../_edge/api-schema'

const Entry = z
  .object({
    id: z.string().max(20).regex(/^\d+$/).openapi({ description: 'Grows with each entry.' }),
    at: time(),
    actor: text(200).openapi({ description: '`operator:` or `client:` with an id, or `system`.' }),
    action: text(200),
    subject: text(200),
    detail: z.record(z.string().max(60), z.unknown()).openapi({ description: 'Facts, never a secret.' }),
  })
  .openapi('AuditEntry')

const AuditPage = page(Entry).openapi('AuditPage')

const Filters = z.object({
  tenant: id().optional().openapi({ description: 'Id of the tenant.' }),
  from: time().optional().openapi({ description: 'Not earlier than this.' }),
  until: time().optional().openapi({ description: 'Earlier than this.' }),
  cursor: cursor().optional(),
})

const common = { method: 'get' as const, tags: ['Audit'], ...withScope('audit:read') }

const list = createRoute({
  ...common,
  path: '/api/v1/audit',
  operationId: 'listAudit',
  summary: 'Who did what',
  description: 'Oldest first. A client with some tenants only sees the entries of these.',
  request: { query: Filters.extend({ limit: pageSize() }) },
  responses: { 200: read(AuditPage, 'A page of entries.'), ...problems(304) },
})

const whole = createRoute({
  ...common,
  path: '/api/v1/audit/export',
  operationId: 'exportAudit',
  summary: 'The audit trail as a file',
  description: 'Every entry as one line of JSON, oldest first.',
  request: { query: Filters },
  responses: { 200: file('application/x-ndjson', text(1_000_000), 'One JSON object per line.'), ...problems() },
})

export function addAuditRoutes(api: Api): void {
  api.openapi(list, async (c) => {
    const { limit, ...filters } = c.req.valid('query')
    const { items, next } = await listAudit(c.get('actor'), { ...toQuery(filters), limit })
    return c.json(AuditPage.parse({ items: items.map(toEntry), next }), 200)
  })
  api.openapi(whole, (c) => {
    const body = lines(c.get('actor'), toQuery(c.req.valid('query')))
    return new Response(streamOf(body), {
      headers: {
        'Content-Type': 'application/x-ndjson; charset=utf-8',
        'Content-Disposition': 'attachment; filename="latchkey-audit.ndjson"',
      },
    })
  })
}

function toQuery({ tenant, from, until, cursor: after }: z.output<typeof Filters>): Omit<AuditQuery, 'limit'> {
  return {
    ...{ tenantId: tenant, cursor: after },
    from: from === undefined ? undefined : new Date(from),
    until: until === undefined ? undefined : new Date(until),
  }
}

type Line = Awaited<ReturnType<typeof listAudit>>['items'][number]

function toEntry({ at, ...entry }: Line) {
  return { ...entry, at: at.toISOString() }
}

/** Reads on only as fast as it is fetched. */
function streamOf(source: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const result = await source.next()
      if (result.done) controller.close()
      else controller.enqueue(result.value)
    },
    cancel: async () => {
      await source.return(undefined)
    },
  })
}

const encoder = new TextEncoder()

async function* lines(actor: Actor, query: Omit<AuditQuery, 'limit'>): AsyncGenerator<Uint8Array> {
  try {
    for await (const entry of exportAudit(actor, query)) yield encoder.encode(`${JSON.stringify(toEntry(entry))}\n`)
  } catch (error) {
    report(error)
    throw error // the reader sees a file that was cut off, and not a short one
  }
}
