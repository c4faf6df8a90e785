/** One request of this process with its answer, whole and in the clear: it may be written anywhere only after redaction. */
export interface Exchange {
  method: string
  url: string
  requestHeaders: Readonly<Record<string, string>>
  /** Parsed JSON, the fields of a form, text, or undefined. */
  requestBody: unknown
  /** 0 where no answer came. */
  status: number
  responseHeaders: Readonly<Record<string, string>>
  responseBody: unknown
}

export interface Recording {
  /** In the order in which the answers came. */
  exchanges: Exchange[]
  stop(): void
}

/** Listens at the process's only door to the network, `fetch`, until it is stopped. Requests and answers pass unchanged. */
export function recordExchanges(): Recording {
  const door = globalThis.fetch
  const exchanges: Exchange[] = []
  globalThis.fetch = async (input, init) => {
    const sent = new Request(input, init)
    const about = {
      method: sent.method,
      url: sent.url,
      requestHeaders: Object.fromEntries(sent.headers),
      requestBody: readBody(typeof init?.body === 'string' ? init.body : '', sent.headers),
    }
    try {
      const response = await door(input, init)
      const body = readBody(await response.clone().text(), response.headers)
      const responseHeaders = Object.fromEntries(response.headers)
      exchanges.push({ ...about, status: response.status, responseHeaders, responseBody: body })
      return response
    } catch (error) {
      exchanges.push({ ...about, status: 0, responseHeaders: {}, responseBody: undefined })
      throw error
    }
  }
  return {
    exchanges,
    stop: () => {
      globalThis.fetch = door
    },
  }
}

function readBody(text: string, headers: Headers): unknown {
  if (text === '') return undefined
  const type = headers.get('content-type') ?? ''
  if (type.startsWith('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(text))
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

interface BatchRequest {
  id: string
  method: string
  url: string
  headers?: Record<string, string>
  body?: unknown
}

interface BatchResponse {
  id: string
  status: number
  headers?: Record<string, string>
  body?: unknown
}

/** The calls inside a `$batch`, each as if it had travelled alone; nothing for any other exchange. */
export function innerExchanges(outer: Exchange): Exchange[] {
  if (!outer.url.endsWith('/$batch')) return []
  const { requests = [] } = (outer.requestBody ?? {}) as { requests?: BatchRequest[] }
  const { responses = [] } = (outer.responseBody ?? {}) as { responses?: BatchResponse[] }
  return requests.map((request) => {
    const response = responses.find(({ id }) => id === request.id)
    return {
      method: request.method,
      url: `${outer.url.slice(0, -'/$batch'.length)}${request.url}`,
      requestHeaders: lowerCased(request.headers),
      requestBody: request.body,
      status: response?.status ?? 0,
      responseHeaders: lowerCased(response?.headers),
      responseBody: response?.body ?? undefined,
    }
  })
}

function lowerCased(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}
