import { z } from 'zod'
import type { Message } from '../http/message'
import { GraphRefusal } from './refusals'

const LIMIT = 20

const batchInput = z.object({
  requests: z.array(
    z.object({
      id: z.string().min(1),
      method: z.string(),
      url: z.string(),
      headers: z.record(z.string(), z.string()).optional(),
      body: z.unknown().optional(),
      dependsOn: z.array(z.string()).optional(),
    }),
  ),
})
export type BatchItem = z.infer<typeof batchInput>['requests'][number]

function malformed(text: string): GraphRefusal {
  return new GraphRefusal(400, 'BadRequest', text)
}

/** The items of a batch, or the refusal of the whole: at most 20, ids unique without regard to case. */
export function readBatch(message: Message): BatchItem[] {
  if (!(message.headers['content-type'] ?? '').toLowerCase().startsWith('application/json'))
    throw malformed('Write requests (excluding DELETE) must contain the Content-Type header declaration.')
  const parsed = batchInput.safeParse(parse(message.body))
  if (!parsed.success) throw malformed('Invalid batch payload format.')
  const { requests } = parsed.data
  if (requests.length === 0) throw malformed('Invalid batch payload format.')
  if (requests.length > LIMIT)
    throw malformed(`Number of batch request steps exceeds the maximum value of ${String(LIMIT)}.`)
  const ids = requests.map((item) => item.id.toLowerCase())
  if (new Set(ids).size < ids.length) throw malformed('Request Id must be unique in the batch request.')
  for (const [index, item] of requests.entries()) refuseItem(item, ids.slice(0, index))
  return requests
}

function refuseItem(item: BatchItem, earlier: readonly string[]): void {
  if (!item.url.startsWith('/') || item.url.startsWith('/v1.0/') || item.url.startsWith('/$batch'))
    throw malformed(`Invalid URL in batch request step '${item.id}': it must be relative to the version.`)
  const type = Object.keys(item.headers ?? {}).some((name) => name.toLowerCase() === 'content-type')
  if (item.body !== undefined && item.body !== null && !type)
    throw malformed(`The headers of batch request step '${item.id}' must contain Content-Type, because it has a body.`)
  const unknown = (item.dependsOn ?? []).find((id) => !earlier.includes(id.toLowerCase()))
  if (unknown !== undefined)
    throw malformed(`Batch request step '${item.id}' depends on '${unknown}', which does not come before it.`)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The item as if it had come alone, with the batch's own authorization. */
export function itemMessage(item: BatchItem, outer: Message): Message {
  const mark = item.url.indexOf('?')
  const search = mark === -1 ? '' : item.url.slice(mark)
  const own = Object.entries(item.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const)
  const inherited = ['authorization', 'client-request-id'].flatMap((name) => {
    const value = outer.headers[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return {
    method: item.method.toUpperCase(),
    path: `/v1.0${mark === -1 ? item.url : item.url.slice(0, mark)}`,
    query: new URLSearchParams(search),
    search,
    headers: Object.fromEntries([...inherited, ...own]),
    body: item.body === undefined || item.body === null ? '' : JSON.stringify(item.body),
  }
}
