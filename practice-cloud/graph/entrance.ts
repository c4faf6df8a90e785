import { randomUUID } from 'node:crypto'
import type { Cloud } from '../cloud'
import type { Answer, Message } from '../http/message'
import { mayCall } from './access'
import type { Identified } from './caller'
import type { GraphCall, GraphResult } from './call'
import { denied, GraphRefusal } from './refusals'
import type { Route } from './route'
import { ROUTES } from './routes'

/** One Graph request, recognised: its operation, or none where the path is unknown. */
export interface GraphPlace {
  operation: string
  route: Route | undefined
  params: Readonly<Record<string, string>>
}

export interface GraphOutcome {
  status: number
  headers: Record<string, string>
  /** Absent for 204. */
  body: Readonly<Record<string, unknown>> | undefined
  effect: boolean
  codes: string[]
}

const READABLE: Readonly<Record<string, string>> = { '%27': "'", '%28': '(', '%29': ')', '%24': '$', '%3D': '=' }

/** `path` without the version. Quotes and brackets may come encoded; what they enclose is decoded afterwards. */
export function findPlace(method: string, path: string): GraphPlace {
  const readable = path.replace(/%(?:27|28|29|24|3D)/gi, (code) => READABLE[code.toUpperCase()] ?? code)
  let knownPath = false
  for (const route of ROUTES) {
    const match = route.pattern.exec(readable)
    if (match === null) continue
    knownPath = true
    if (route.method !== method) continue
    const params = decodeGroups(match.groups)
    if (params === undefined) return { operation: 'unknown', route: undefined, params: {} }
    return { operation: route.operation, route, params }
  }
  return { operation: knownPath ? 'wrongMethod' : 'unknown', route: undefined, params: {} }
}

/** Parts of a path that do not decode name nothing. */
function decodeGroups(groups: Record<string, string | undefined> = {}): Record<string, string> | undefined {
  const params: Record<string, string> = {}
  try {
    for (const [name, value] of Object.entries(groups))
      if (value !== undefined) params[name] = decodeURIComponent(value)
    return params
  } catch {
    return undefined
  }
}

/** Runs one operation for a caller who is known, and folds refusals into outcomes. */
export function runOperation(cloud: Cloud, identified: Identified, place: GraphPlace, message: Message): GraphOutcome {
  try {
    const call: GraphCall = { cloud, ...identified, message, operation: place.operation, params: place.params }
    return outcome(run(call, place))
  } catch (error) {
    if (error instanceof GraphRefusal) return refusalOutcome(cloud, error, message)
    throw error
  }
}

function run(call: GraphCall, place: GraphPlace): GraphResult {
  if (place.route === undefined) {
    if (place.operation === 'wrongMethod')
      throw new GraphRefusal(405, 'UnknownError', 'Specified HTTP method is not allowed for the request target.')
    const segment = call.message.path.split('/')[2] ?? ''
    throw new GraphRefusal(400, 'BadRequest', `Resource not found for the segment '${segment}'.`)
  }
  if (call.caller.appOnly && /^\/v1\.0\/me(?:\/|$)/.test(call.message.path))
    throw new GraphRefusal(400, 'BadRequest', '/me request is only valid with delegated authentication flow.')
  if (!mayCall(call.caller, place.route.access)) throw denied()
  return place.route.run(call)
}

function outcome(result: GraphResult): GraphOutcome {
  return {
    status: result.status,
    headers: { ...result.headers },
    body: result.body,
    effect: result.effect === true,
    codes: [],
  }
}

/** Graph's error body; `client-request-id` is the caller's own where there is one. */
export function refusalOutcome(cloud: Cloud, refusal: GraphRefusal, message: Message): GraphOutcome {
  const requestId = randomUUID()
  const error = {
    code: refusal.code,
    message: refusal.message,
    ...(refusal.details.length === 0 ? {} : { details: refusal.details }),
    innerError: {
      date: new Date(cloud.state.clock.now()).toISOString().slice(0, 19),
      'request-id': requestId,
      'client-request-id': message.headers['client-request-id'] ?? requestId,
    },
  }
  return {
    status: refusal.status,
    headers: { ...refusal.headers, 'request-id': requestId },
    body: { error },
    effect: false,
    codes: [refusal.code],
  }
}

const SUCCESS_TYPE =
  'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8'
const DIAGNOSTIC = JSON.stringify({
  ServerInfo: { DataCenter: 'Practice', Slice: 'E', Ring: '1', ScaleUnit: '001', RoleInstance: 'PRACTICE' },
})

/** `units`: what the request cost, as Graph tells each caller. */
export function graphAnswer(outcome: GraphOutcome, message: Message, units: number): Answer {
  const requestId = outcome.headers['request-id'] ?? randomUUID()
  const type = outcome.status < 400 ? SUCCESS_TYPE : 'application/json'
  return {
    status: outcome.status,
    headers: {
      'cache-control': 'no-cache',
      'strict-transport-security': 'max-age=31536000',
      'x-ms-ags-diagnostic': DIAGNOSTIC,
      'x-ms-resource-unit': String(units),
      vary: 'Accept-Encoding',
      ...outcome.headers,
      'request-id': requestId,
      'client-request-id': message.headers['client-request-id'] ?? requestId,
      ...(outcome.body === undefined ? {} : { 'content-type': type }),
      ...(outcome.body === undefined || outcome.status >= 400 ? {} : { 'odata-version': '4.0' }),
    },
    body: outcome.body === undefined ? '' : JSON.stringify(outcome.body),
  }
}
