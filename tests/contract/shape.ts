/** What kind of JSON value something is; `null` says nothing about the type. */
function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

type Dictionary = Readonly<Record<string, unknown>>

function isDictionary(value: unknown): value is Dictionary {
  return kindOf(value) === 'object'
}

interface Schema {
  $ref?: string
  allOf?: Schema[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  properties?: Record<string, Schema>
  items?: Schema
  type?: string
  pattern?: string
}

export interface OpenApi {
  paths: Record<string, Record<string, { responses: Record<string, unknown> }>>
  components: { schemas: Record<string, Schema>; responses: Record<string, unknown> }
}

function resolve(api: OpenApi, schema: Schema): Schema[] {
  if (schema.$ref !== undefined) {
    const target = api.components.schemas[schema.$ref.split('/').at(-1) ?? '']
    return target === undefined ? [] : resolve(api, target)
  }
  if (schema.allOf !== undefined) return schema.allOf.flatMap((part) => resolve(api, part))
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) return choices.flatMap((part) => resolve(api, part))
  return [schema]
}

/** Where an answer has a property that the schema does not know, or a value of another type or pattern. */
export function violations(api: OpenApi, schema: Schema, value: unknown, place: string): string[] {
  const parts = resolve(api, schema)
  if (value === null || parts.length === 0) return []
  if (Array.isArray(value)) {
    const items = parts.find((part) => part.items !== undefined)?.items
    if (items === undefined) return [`${place}: an array is not expected`]
    return value.flatMap((item, index) => violations(api, items, item, `${place}[${String(index)}]`))
  }
  if (!isDictionary(value)) return primitive(parts, value, place)
  const known = Object.assign({}, ...parts.map((part) => part.properties ?? {})) as Record<string, Schema>
  if (Object.keys(known).length === 0) return []
  return Object.entries(value).flatMap(([name, inner]) => {
    if (name.startsWith('@odata.')) return []
    const property = known[name]
    return property === undefined
      ? [`${place}.${name}: not in the metadata`]
      : violations(api, property, inner, `${place}.${name}`)
  })
}

function primitive(parts: readonly Schema[], value: unknown, place: string): string[] {
  const types = parts.flatMap((part) => part.type ?? [])
  const wanted = typeof value === 'number' ? ['number', 'integer', 'string'] : [typeof value]
  if (types.length > 0 && !types.some((type) => wanted.includes(type)))
    return [`${place}: ${typeof value}, not ${types.join(' or ')}`]
  const patterns = parts.flatMap((part) => part.pattern ?? [])
  const fits = patterns.length === 0 || patterns.some((pattern) => new RegExp(pattern).test(String(value)))
  return fits ? [] : [`${place}: '${String(value)}' has not the pattern of the metadata`]
}

/** The schema of a successful answer to one operation. */
export function responseSchema(api: OpenApi, method: string, path: string): Schema | undefined {
  const responses = api.paths[path]?.[method]?.responses
  const success = responses?.['2XX'] ?? responses?.['200'] ?? responses?.['201']
  return schemaOf(api, success)
}

function schemaOf(api: OpenApi, response: unknown): Schema | undefined {
  if (!isDictionary(response)) return undefined
  const reference = response['$ref']
  if (typeof reference === 'string') return schemaOf(api, api.components.responses[reference.split('/').at(-1) ?? ''])
  const content = response['content']
  const json = isDictionary(content) ? content['application/json'] : undefined
  return isDictionary(json) ? (json['schema'] as Schema) : undefined
}
