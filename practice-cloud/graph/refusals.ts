/** A refusal of Graph; the room's entrance turns it into the answer. */
export class GraphRefusal extends Error {
  readonly status: number
  readonly code: string
  readonly details: readonly RefusalDetail[]
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    code: string,
    message: string,
    more: { details?: readonly RefusalDetail[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message)
    this.status = status
    this.code = code
    this.details = more.details ?? []
    this.headers = more.headers ?? {}
  }
}

export interface RefusalDetail {
  code: string
  message: string
  target: string
}

/** A refusal whose one detail repeats the message, as the directory service does. */
export function detailed(
  status: number,
  code: string,
  message: string,
  detail: { code: string; target: string },
): GraphRefusal {
  return new GraphRefusal(status, code, message, { details: [{ ...detail, message }] })
}

export function notFound(id: string): GraphRefusal {
  return new GraphRefusal(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  )
}

export function denied(): GraphRefusal {
  return new GraphRefusal(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.')
}

export function badRequest(message: string): GraphRefusal {
  return new GraphRefusal(400, 'Request_BadRequest', message)
}

export function alreadyExists(message: string, target: string): GraphRefusal {
  return detailed(409, 'Request_MultipleObjectsWithSameKeyValue', message, { code: 'ObjectConflict', target })
}
