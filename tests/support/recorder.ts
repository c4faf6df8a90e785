import type { BrowserContext } from '@playwright/test'

export interface Recorded {
  place: string
  bytes: Buffer
}

/** Every answer that a browser got, with its headers, and what its pages hold: HTML, scripts, RSC, storage. */
export class Recorder {
  readonly recorded: Recorded[] = []
  readonly #context: BrowserContext
  readonly #underway = new Set<Promise<void>>()

  constructor(context: BrowserContext) {
    this.#context = context
    context.on('response', (response) => {
      const place = `${response.request().method()} ${new URL(response.url()).pathname}`
      this.#keep(`url ${place}`, Promise.resolve(Buffer.from(response.url())))
      this.#keep(
        `headers of ${place}`,
        response.allHeaders().then((headers) => Buffer.from(JSON.stringify(headers))),
      )
      if (response.headers()['content-type']?.startsWith('text/event-stream')) return // never ends: see followStream
      this.#keep(place, response.body())
    })
  }

  /** What the pages hold now, and all that the browser keeps. */
  async snapshot(): Promise<void> {
    for (const page of this.#context.pages()) {
      const { pathname } = new URL(page.url())
      this.#keep(
        `document ${pathname}`,
        page.content().then((html) => Buffer.from(html)),
      )
      const storage = page.evaluate(() =>
        JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), document.cookie]),
      )
      this.#keep(
        `storage of ${pathname}`,
        storage.then((text) => Buffer.from(text)),
      )
    }
    await this.settle()
  }

  /** The bytes of an event stream as this browser's session gets them, until the server ends it or `signal` fires. */
  async followStream(address: string, signal: AbortSignal): Promise<void> {
    const cookies = await this.#context.cookies(address)
    const headers = {
      accept: 'text/event-stream',
      cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
    }
    const chunks: Uint8Array[] = []
    const entry = { place: `event stream ${new URL(address).pathname}`, bytes: Buffer.alloc(0) }
    this.recorded.push(entry)
    try {
      const answer = await fetch(address, { headers, signal })
      for await (const chunk of answer.body ?? []) {
        chunks.push(chunk)
        entry.bytes = Buffer.concat(chunks)
      }
    } catch {
      return // the server died, or the journey is over
    }
  }

  async settle(): Promise<void> {
    while (this.#underway.size > 0) await Promise.all(this.#underway)
  }

  #keep(place: string, bytes: Promise<Buffer>): void {
    const kept = bytes.then(
      (found) => void this.recorded.push({ place, bytes: found }),
      () => undefined, // a redirect has no body, and an answer may be gone with its page
    )
    this.#underway.add(kept)
    void kept.finally(() => this.#underway.delete(kept))
  }
}
