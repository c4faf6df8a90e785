import type { Clock } from '@/lib/clock'
import { batchAnswer, page } from './answers'
import type { Cloud } from './clouds'
import { failureOf, GraphError } from './failures'
import {
  answerOfBrokenBatch,
  answerOfHttp,
  answerOfItem,
  expectOk,
  graphUrl,
  isSurelyWithoutEffect,
  isWorthReading,
  parseAnswer,
} from './graph-call'
import type { GraphAnswer, GraphRequest } from './graph-call'
import { createHttp } from './http'
import type { Http } from './http'
import type { Evidence } from './observed'
import { withRetries } from './retry'
import type { Bearer } from './tokens'

const batchLimit = 20
const pageLimit = 100

export interface GraphOptions {
  cloud: Cloud
  /** The token, or where to get a living one for each call. */
  token: Bearer | (() => Promise<Bearer>)
  clock: Clock
  signal?: AbortSignal | undefined
  /** Deadline of one call, in milliseconds. */
  timeoutMs: number
  /** How long one call may be repeated, in milliseconds; as long as one call may take by default. */
  retryForMs?: number
  random?: () => number
  onClockSkew?: ((seconds: number) => void) | undefined
  /** Hears of every answer, for people who watch; a batch counts as one. */
  onAnswer?: ((evidence: Evidence) => void) | undefined
}

/** Microsoft Graph v1.0 with one token. Reads are repeated while it helps, writes only while nothing can have happened. */
export interface Graph {
  readonly cloud: Cloud
  readonly clock: Clock
  /** The same client, which also gives up when this signal fires. */
  within(signal: AbortSignal): Graph
  /** Throws GraphError when the read finally fails. */
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<GraphAnswer>
  /** All pages. Throws GraphError when one of them finally fails, or when a link leads off Graph. */
  list(
    path: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<{ items: readonly unknown[]; evidence: Evidence }>
  /** Follows the rest of a collection whose first page was read inside a batch. */
  rest(firstPage: unknown): Promise<readonly unknown[]>
  /** Never throws for what Microsoft answers: the failure is in the answer. */
  write(request: GraphRequest): Promise<GraphAnswer>
  /**
   * At most 20 calls at once, answers in their order. Items that were throttled or met a concurrent change are repeated
   * one by one. When the batch itself fails, every item carries that failure.
   */
  batch(requests: readonly GraphRequest[]): Promise<readonly GraphAnswer[]>
}

export function createGraph(options: GraphOptions): Graph {
  const client = new GraphClient(options)
  return {
    cloud: options.cloud,
    clock: options.clock,
    within: (signal) =>
      createGraph({ ...options, signal: options.signal ? AbortSignal.any([options.signal, signal]) : signal }),
    get: async (path, headers) => expectOk(await client.read({ method: 'GET', path, ...(headers ? { headers } : {}) })),
    list: (path, headers) => client.list(path, headers),
    rest: (firstPage) => client.rest(firstPage),
    write: (request) => client.write(request),
    batch: (requests) => client.batch(requests),
  }
}

class GraphClient {
  readonly #http: Http
  readonly #options: GraphOptions

  constructor(options: GraphOptions) {
    this.#options = options
    this.#http = createHttp(options)
  }

  read(request: GraphRequest): Promise<GraphAnswer> {
    return this.#repeat(() => this.#send(request), isWorthReading)
  }

  write(request: GraphRequest): Promise<GraphAnswer> {
    return this.#repeat(() => this.#send(request), isSurelyWithoutEffect)
  }

  async list(path: string, headers?: Readonly<Record<string, string>>) {
    const first = expectOk(await this.read({ method: 'GET', path, ...(headers ? { headers } : {}) }))
    const items = [...this.#pageOf(first.body).value, ...(await this.rest(first.body))]
    return { items, evidence: first.evidence }
  }

  async rest(firstPage: unknown): Promise<readonly unknown[]> {
    const items: unknown[] = []
    let link = this.#pageOf(firstPage)['@odata.nextLink']
    for (let pages = 0; link !== undefined && pages < pageLimit; pages++) {
      const answer = expectOk(await this.read({ method: 'GET', path: this.#pathOfLink(link) }))
      const next = this.#pageOf(answer.body)
      items.push(...next.value)
      link = next['@odata.nextLink']
    }
    return items
  }

  async batch(requests: readonly GraphRequest[]): Promise<readonly GraphAnswer[]> {
    if (requests.length === 0) return []
    if (requests.length > batchLimit) throw new Error(`A batch holds at most ${String(batchLimit)} calls`)
    const readsOnly = requests.every((request) => request.method === 'GET')
    const outer = await this.#repeat(
      () => this.#send(batchRequest(requests)),
      readsOnly ? isWorthReading : isSurelyWithoutEffect,
    )
    if (outer.failure !== null)
      return requests.map((request) => answerOfBrokenBatch(outer, request, this.#options.cloud))
    return this.#repeatItems(requests, this.#unpack(requests, outer))
  }

  #unpack(requests: readonly GraphRequest[], outer: GraphAnswer): readonly GraphAnswer[] {
    const { cloud } = this.#options
    const parsed = batchAnswer.safeParse(outer.body)
    const responses = new Map(parsed.success ? parsed.data.responses.map((item) => [item.id, item]) : [])
    return requests.map((request, index) => {
      const item = responses.get(String(index + 1))
      if (item !== undefined)
        return answerOfItem({ ...item, headers: item.headers, body: item.body }, request, cloud, outer.evidence)
      const failure = failureOf(
        'lost',
        'NotInBatchAnswer',
        'The batch answer says nothing about this call.',
        outer.evidence.at,
      )
      return answerOfBrokenBatch({ ...outer, status: null, failure }, request, cloud)
    })
  }

  /** One by one, because being refused together is why they come again. */
  async #repeatItems(
    requests: readonly GraphRequest[],
    answers: readonly GraphAnswer[],
  ): Promise<readonly GraphAnswer[]> {
    const settled: GraphAnswer[] = []
    for (const [index, answer] of answers.entries()) {
      const request = requests[index]
      const again = request?.method === 'GET' ? isWorthReading(answer) : isSurelyWithoutEffect(answer)
      settled.push(request !== undefined && again ? await this.#repeatItem(request, answer) : answer)
    }
    return settled
  }

  async #repeatItem(request: GraphRequest, first: GraphAnswer): Promise<GraphAnswer> {
    let known: GraphAnswer | null = first
    const judge = request.method === 'GET' ? isWorthReading : isSurelyWithoutEffect
    return this.#repeat(() => {
      const answer = known
      known = null
      return answer === null ? this.#send(request) : Promise.resolve(answer)
    }, judge)
  }

  #repeat(attempt: () => Promise<GraphAnswer>, again: (answer: GraphAnswer) => boolean): Promise<GraphAnswer> {
    const { clock, signal, timeoutMs, retryForMs = timeoutMs, random } = this.#options
    return withRetries({ clock, signal, retryForMs, ...(random ? { random } : {}) }, attempt, (answer) => ({
      again: again(answer),
      retryAfterSeconds: answer.failure?.retryAfterSeconds ?? null,
    }))
  }

  async #send(request: GraphRequest): Promise<GraphAnswer> {
    const { cloud, token, signal } = this.#options
    const bearer = typeof token === 'function' ? await token() : token
    const hasBody = request.body !== undefined
    const outcome = await this.#http.send({
      method: request.method,
      url: graphUrl(cloud, request.path),
      headers: {
        ...(hasBody ? { 'content-type': 'application/json' } : {}),
        ...request.headers,
        authorization: `Bearer ${bearer.reveal()}`,
      },
      ...(hasBody ? { body: JSON.stringify(request.body) } : {}),
      signal,
    })
    this.#options.onAnswer?.(outcome.evidence)
    return answerOfHttp(outcome)
  }

  #pageOf(body: unknown) {
    return parseAnswer(page, body, 'a list', this.#options.clock)
  }

  /** A link of Graph's is followed only inside Graph: a token must not travel to another host. */
  #pathOfLink(link: string): string {
    const prefix = graphUrl(this.#options.cloud, '/')
    const url = URL.canParse(link) ? new URL(link) : null
    if (url?.href.startsWith(prefix) && url.username === '') return url.href.slice(prefix.length - 1)
    const at = this.#options.clock.now().toISOString()
    throw new GraphError(
      failureOf('invalid', 'ForeignNextLink', 'A list went on outside Graph and was not followed.', at),
    )
  }
}

function batchRequest(requests: readonly GraphRequest[]): GraphRequest {
  const items = requests.map((request, index) => ({
    id: String(index + 1),
    method: request.method,
    url: request.path,
    ...(request.headers || request.body !== undefined
      ? {
          headers: {
            ...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }),
            ...request.headers,
          },
        }
      : {}),
    ...(request.body === undefined ? {} : { body: request.body }),
  }))
  return { method: 'POST', path: '/$batch', body: { requests: items } }
}
