/** One moment of one object. `value` is absent where the object had been taken away. */
interface Version<T> {
  at: number
  seq: number
  value: T | undefined
}

/** What one reader may know: a version that is too young for it stays invisible, as on a replica that lags behind. */
export interface View {
  sees(version: { at: number; seq: number }): boolean
}

/** Knows everything, at once. */
export const TRUTH: View = { sees: () => true }

const KEPT_VERSIONS = 40

/** Objects with their recent past, so that a read can answer as a replica would that has not caught up. */
export class Collection<T> {
  readonly #versions = new Map<string, Version<T>[]>()
  readonly #nextSeq: () => number

  constructor(nextSeq: () => number) {
    this.#nextSeq = nextSeq
  }

  put(id: string, value: T, at: number): void {
    this.#append(id, value, at)
  }

  remove(id: string, at: number): void {
    if (this.#versions.has(id)) this.#append(id, undefined, at)
  }

  get(id: string, view: View = TRUTH): T | undefined {
    const versions = this.#versions.get(id)
    return versions === undefined ? undefined : visible(versions, view)
  }

  list(view: View = TRUTH): T[] {
    const found: T[] = []
    for (const versions of this.#versions.values()) {
      const value = visible(versions, view)
      if (value !== undefined) found.push(value)
    }
    return found
  }

  #append(id: string, value: T | undefined, at: number): void {
    const versions = this.#versions.get(id) ?? []
    versions.push({ at, seq: this.#nextSeq(), value })
    if (versions.length > KEPT_VERSIONS) versions.shift()
    this.#versions.set(id, versions)
  }
}

function visible<T>(versions: readonly Version<T>[], view: View): T | undefined {
  for (let index = versions.length - 1; index >= 0; index--) {
    const version = versions[index]
    if (version !== undefined && view.sees(version)) return version.value
  }
  return undefined
}
