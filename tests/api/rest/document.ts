import Ajv2020 from 'ajv/dist/2020'
import addFormats from 'ajv-formats'

interface Operation {
  operationId: string
  responses: Record<string, { headers?: Record<string, unknown>; content?: Record<string, { schema: unknown }> }>
}

/** The document as a program reads it: what each operation may answer. */
export class ApiDocument {
  readonly operations = new Map<string, Operation & { method: string; path: string }>()
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true })
  readonly #name = 'api.json'

  constructor(document: { paths: Record<string, Record<string, Operation>> }) {
    addFormats(this.#ajv)
    this.#ajv.addSchema(document, this.#name)
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        this.operations.set(operation.operationId, { ...operation, method: method.toUpperCase(), path })
      }
    }
  }

  /** Everything in which an answer differs from what the document says of it. */
  async differences(operationId: string, answer: Response): Promise<string[]> {
    const operation = this.operations.get(operationId)
    if (operation === undefined) return [`no operation ${operationId}`]
    const said = operation.responses[String(answer.status)]
    if (said === undefined) return [`${operationId} does not say that it answers ${answer.status}`]
    const missing = ['X-Request-Id', ...(answer.status < 400 ? ['RateLimit'] : [])].filter(
      (name) => answer.headers.get(name) === null,
    )
    const lacking = missing.map((name) => `${operationId} ${answer.status} lacks ${name}`)
    const type = (answer.headers.get('content-type') ?? '').split(';')[0] ?? ''
    const content = said.content?.[type]
    if (said.content === undefined) return (await answer.text()) === '' ? lacking : [`${operationId} has a body`]
    if (content === undefined) return [...lacking, `${operationId} ${answer.status} does not answer ${type}`]
    const body: unknown = /json$/.test(type) && !type.includes('ndjson') ? await answer.json() : await answer.text()
    return [...lacking, ...this.#check(operation, answer.status, type, body)]
  }

  #check(operation: { method: string; path: string }, status: number, type: string, body: unknown): string[] {
    const steps = [
      'paths',
      operation.path,
      operation.method.toLowerCase(),
      'responses',
      String(status),
      'content',
      type,
    ]
    const pointer = [...steps, 'schema'].map((step) => step.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')
    const validate = this.#ajv.getSchema(`${this.#name}#/${encodeURI(pointer)}`)
    if (validate === undefined) return [`no schema at ${pointer}`]
    if (validate(body) === true) return []
    return (validate.errors ?? []).map((one) => `${pointer}: ${one.instancePath} ${one.message ?? ''}`)
  }
}
