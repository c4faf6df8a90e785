import type { z } from 'zod'
import type { Cloud } from '../cloud'
import { viewOf } from '../cloud'
import type { ReadKind } from '../faults/catalogue'
import type { Message } from '../http/message'
import type { Tenant } from '../state/tenant'
import type { View } from '../state/timeline'
import type { Caller } from './caller'
import { badRequest, GraphRefusal } from './refusals'

/** One Graph operation on behalf of a caller whose token and permission were checked. */
export interface GraphCall {
  cloud: Cloud
  tenant: Tenant
  caller: Caller
  message: Message
  operation: string
  /** Parts of the path, decoded. */
  params: Readonly<Record<string, string>>
}

export interface GraphResult {
  status: number
  /** Without `@odata.context` where Graph has none; absent for 204. */
  body?: Readonly<Record<string, unknown>>
  headers?: Readonly<Record<string, string>>
  /** Whether the directory changed. */
  effect?: boolean
}

export const DONE: GraphResult = { status: 204, effect: true }

export function contextOf(call: GraphCall, what: string): string {
  return `${call.cloud.origin}/v1.0/$metadata#${what}`
}

/** What this call may see of one kind of object; reads also suffer from a stale observe. */
export function seeing(call: GraphCall, kind: ReadKind): View {
  return viewOf(call.cloud, call.tenant, kind, call.message.method === 'GET')
}

export function now(call: GraphCall): number {
  return call.cloud.state.clock.now()
}

export function param(call: GraphCall, name: string): string {
  return call.params[name] ?? ''
}

/** The body, checked as strictly as Graph does: unknown names, wrong types and missing headers are refused. */
export function readBody<T>(call: GraphCall, schema: z.ZodType<T>, type: string): T {
  const parsed = schema.safeParse(parseJson(call.message))
  if (parsed.success) return parsed.data
  throw refusalOf(parsed.error.issues[0], type)
}

function refusalOf(issue: z.core.$ZodIssue | undefined, type: string): GraphRefusal {
  const place = issue?.path.map(String).join('.') ?? ''
  switch (issue?.code) {
    case 'unrecognized_keys':
      return new GraphRefusal(
        400,
        'BadRequest',
        `The property '${issue.keys[0] ?? ''}' does not exist on type 'microsoft.graph.${type}'. Make sure to only use property names that are defined by the type or mark the type as open type.`,
      )
    case 'invalid_type':
      return issue.message.includes('received undefined')
        ? badRequest(`A value is required for property '${place}' of resource '${type}'.`)
        : new GraphRefusal(
            400,
            'BadRequest',
            `Cannot convert the value of '${place}' to the target type because of a conversion error.`,
          )
    default:
      return badRequest(`Invalid value specified for property '${place}' of resource '${type}'.`)
  }
}

function parseJson(message: Message): unknown {
  const type = message.headers['content-type']
  if (type === undefined)
    throw new GraphRefusal(
      400,
      'BadRequest',
      'Write requests (excluding DELETE) must contain the Content-Type header declaration.',
    )
  if (!type.toLowerCase().startsWith('application/json'))
    throw new GraphRefusal(
      400,
      'BadRequest',
      `A supported MIME type could not be found that matches the content type of the request ('${type}').`,
    )
  try {
    return JSON.parse(message.body)
  } catch {
    throw new GraphRefusal(
      400,
      'BadRequest',
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    )
  }
}
