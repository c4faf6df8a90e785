import { Ajv, type ValidateFunction } from 'ajv'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import type { Exchange } from '@/scripts/exchanges'
import { readTruth } from './truth'

type Dictionary = Record<string, unknown>

interface Operation {
  parameters?: Dictionary[]
  requestBody?: Dictionary
  responses: Dictionary
}

interface Api {
  paths: Record<string, Record<string, Operation>>
  components: Dictionary
}

/** Microsoft's description of Graph, cut to what matters here, as a judge of exchanges. */
export class GraphDescription {
  readonly #api: Api
  readonly #paths: { place: string; pattern: RegExp }[]
  readonly #ajv: Ajv
  readonly #compiled = new Map<string, ValidateFunction>()

  constructor() {
    this.#api = readTruth('openapi', 'graph-v1.0-extract.json') as Api
    this.#paths = Object.keys(this.#api.paths)
      .toSorted((a, b) => a.split('{').length - b.split('{').length) // `/sites/root` before `/sites/{site-id}`
      .map((place) => ({ place, pattern: patternOf(place) }))
    this.#ajv = new Ajv({ strict: false, allErrors: true, logger: false, discriminator: false })
    for (const name of ['uuid', 'date-time', 'duration'] as const) this.#ajv.addFormat(name, fullFormats[name])
    this.#ajv.addSchema({ $id: 'graph', components: relaxed(this.#api.components) })
  }

  /** The described path that this call goes to, if its method is described there too. */
  placeOf({ method, url }: Exchange): string | undefined {
    const path = decodeURIComponent(new URL(url).pathname).replace(/^\/v1\.0/, '')
    return this.#paths.find(
      ({ place, pattern }) => pattern.test(path) && this.#api.paths[place]?.[method.toLowerCase()] !== undefined,
    )?.place
  }

  /** What is wrong with the request: options, body, types, names that the description does not know. */
  faultsOfRequest(exchange: Exchange, place: string): string[] {
    const operation = this.#operation(exchange, place)
    return [
      ...this.#faultsOfQuery(exchange, operation),
      ...this.#faultsOfBody(exchange, place, operation),
      ...faultsOfHeaders(exchange),
    ]
  }

  /** What is wrong with the answer; names beyond the description are free, as Microsoft's real answers have them. */
  faultsOfAnswer(exchange: Exchange, place: string): string[] {
    const { responses } = this.#operation(exchange, place)
    const schema = this.#contentOf(exchange.status < 300 ? responses['2XX'] : responses['default'])
    if (exchange.status === 204 || exchange.status === 0) return []
    if (schema === undefined)
      return exchange.responseBody === undefined ? [] : ['an answer has a body, none is described']
    return this.#validate(
      `${exchange.method} ${place} ${exchange.status < 300 ? 'ok' : 'error'}`,
      schema,
      exchange.responseBody,
    )
  }

  #operation(exchange: Exchange, place: string): Operation {
    const operation = this.#api.paths[place]?.[exchange.method.toLowerCase()]
    if (operation === undefined) throw new Error(`${exchange.method} ${place} is not described`)
    return operation
  }

  #faultsOfQuery({ url }: Exchange, { parameters = [] }: Operation): string[] {
    const described = new Map(
      parameters
        .map((each) => this.#resolve(each))
        .flatMap((each) => (each['in'] === 'query' ? [[each['name'], each]] : [])) as [string, Dictionary][],
    )
    return [...new URL(url).searchParams].flatMap(([name, value]) => {
      const parameter = described.get(name)
      if (name === '$skiptoken') return [] // Graph's own, from its nextLink
      if (parameter === undefined) return [`the option ${name} is not described`]
      return this.#faultsOfOption(name, value, parameter['schema'] as Dictionary)
    })
  }

  #faultsOfOption(name: string, value: string, schema: Dictionary): string[] {
    const parsed = schema['type'] === 'array' ? value.split(',') : schema['type'] === 'integer' ? Number(value) : value
    return this.#ajv.validate(relaxed(schema) as object, parsed) ? [] : [`the option ${name} does not take ${value}`]
  }

  #faultsOfBody({ method, requestBody }: Exchange, place: string, operation: Operation): string[] {
    const described = operation.requestBody
    if (described === undefined) return requestBody === undefined ? [] : ['a body is sent, none is described']
    if (requestBody === undefined) return described['required'] === true ? ['a body is described, none is sent'] : []
    const schema = this.#contentOf(described) ?? {}
    const known = this.#unknownNames(schema, requestBody, '')
    return [...known, ...this.#validate(`${method} ${place} request`, schema, requestBody)]
  }

  #unknownNames(schema: Dictionary, value: unknown, place: string): string[] {
    if (Array.isArray(value)) {
      const items = this.#parts(schema).find((part) => part['items'] !== undefined)?.['items']
      return value.flatMap((item, index) =>
        this.#unknownNames((items ?? {}) as Dictionary, item, `${place}/${String(index)}`),
      )
    }
    if (typeof value !== 'object' || value === null) return []
    const known = Object.assign({}, ...this.#parts(schema).map((part) => part['properties'] ?? {})) as Dictionary
    if (Object.keys(known).length === 0) return []
    return Object.entries(value).flatMap(([name, inner]) => {
      const property = known[name] as Dictionary | undefined
      return property === undefined
        ? [`${place}/${name} is not described`]
        : this.#unknownNames(property, inner, `${place}/${name}`)
    })
  }

  #parts(schema: Dictionary): Dictionary[] {
    const whole = this.#resolve(schema)
    const inner = [whole['allOf'], whole['anyOf'], whole['oneOf']].flatMap((each) => (each ?? []) as Dictionary[])
    return [whole, ...inner.flatMap((part) => this.#parts(part))]
  }

  #resolve(part: Dictionary): Dictionary {
    const reference = part['$ref']
    if (typeof reference !== 'string') return part
    const [, , room = '', name = ''] = reference.split('/')
    return this.#resolve((this.#api.components[room] as Record<string, Dictionary> | undefined)?.[name] ?? {})
  }

  #contentOf(part: unknown): Dictionary | undefined {
    if (part === undefined) return undefined
    const content = this.#resolve(part as Dictionary)['content'] as Record<string, Dictionary> | undefined
    return content?.['application/json']?.['schema'] as Dictionary | undefined
  }

  #validate(name: string, schema: Dictionary, value: unknown): string[] {
    const validate = this.#compiled.get(name) ?? this.#ajv.compile(relaxed(schema) as object)
    this.#compiled.set(name, validate)
    if (validate(value)) return []
    return (validate.errors ?? []).map(({ instancePath, message = '' }) => `${instancePath || '/'} ${message}`)
  }
}

/** JSON without its type, or a body beside none, is refused by Graph. */
function faultsOfHeaders({ requestHeaders, requestBody }: Exchange): string[] {
  const type = requestHeaders['content-type']
  if (requestBody === undefined) return []
  return type?.startsWith('application/json') === true ? [] : [`the body is sent as ${type ?? 'nothing'}`]
}

/** As OpenAPI 3.0 means it: names beyond the description are free, references lead to the components above. */
function relaxed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relaxed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, inner]) => name !== 'additionalProperties' || typeof inner !== 'object')
      .map(([name, inner]) => [
        name,
        name === '$ref' && typeof inner === 'string' ? inner.replace('#/', 'graph#/') : relaxed(inner),
      ]),
  )
}

function patternOf(place: string): RegExp {
  const source = place
    .replace(/[.*+?^$()|[\]\\]/g, String.raw`\$&`)
    .replace(/'\{[\w-]+\}'/g, "'[^']+'")
    .replace(/\{[\w-]+\}/g, "[^/()']+")
  return new RegExp(`^${source}$`)
}
