import { inspect } from 'node:util'

/** What does not show itself: printing, JSON and template strings give `[redacted]`. */
export abstract class Redacted {
  toString(): string {
    return '[redacted]'
  }

  toJSON(): string {
    return '[redacted]'
  }

  [inspect.custom](): string {
    return '[redacted]'
  }
}

/** A secret that shows itself nowhere. After `drop` nobody can use it any more, whoever still holds the object. */
export class Hidden extends Redacted {
  #value: string | null

  constructor(value: string) {
    super()
    this.#value = value
  }

  /** Throws after `drop`: a use that late is a mistake that must not pass silently. */
  reveal(): string {
    if (this.#value === null) throw new Error('This secret was dropped and cannot be used any more')
    return this.#value
  }

  get dropped(): boolean {
    return this.#value === null
  }

  drop(): void {
    this.#value = null
  }
}

/** The last wall before a foreign text is stored or shown: whatever looks like a token is cut out. */
export function redactTokens(text: string): string {
  return text.replace(/eyJ[\w-]{8,}(?:\.[\w-]*){0,4}/g, '[redacted]')
}
