/** One request that this cloud answered as Microsoft. */
export interface LogEntry {
  seq: number
  /** ISO 8601, by the cloud's clock. */
  at: string
  tenant: string | null
  method: string
  /** With its query for Graph; the token service's requests have none. Bodies are never kept. */
  path: string
  operation: string
  /** 0 where the connection was broken instead of an answer. */
  status: number
  /** Whether something changed. */
  effect: boolean
  /** `error.code` of Graph or AADSTS numbers. */
  codes: string[]
  /** Requests of this tenant under way at the same time, this one included. */
  concurrent: number
  /** `seq` of the batch that carried this item. */
  batch?: number
  durationMs: number
}

const KEPT = 5000

export class RequestLog {
  #entries: LogEntry[] = []
  #seq = 0
  readonly #underway = new Map<string, number>()

  nextSeq(): number {
    return ++this.#seq
  }

  enter(tenant: string | null): number {
    const key = tenant ?? ''
    const concurrent = (this.#underway.get(key) ?? 0) + 1
    this.#underway.set(key, concurrent)
    return concurrent
  }

  leave(tenant: string | null): void {
    const key = tenant ?? ''
    const left = (this.#underway.get(key) ?? 1) - 1
    if (left === 0) this.#underway.delete(key)
    else this.#underway.set(key, left)
  }

  add(entry: LogEntry): void {
    this.#entries.push(entry)
    if (this.#entries.length > KEPT * 2) this.#entries = this.#entries.slice(-KEPT)
  }

  list(tenant?: string): LogEntry[] {
    const all = this.#entries.slice(-KEPT)
    return tenant === undefined ? all : all.filter((entry) => entry.tenant === tenant)
  }

  clear(): void {
    this.#entries = []
  }
}
