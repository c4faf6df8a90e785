import pg from 'pg'

/** PostgreSQL refuses payloads of 8,000 bytes and more (NOTIFY, SQL commands of its manual). */
const payloadLimitBytes = 7000

export type Listener = (payload: string) => void

export interface Bus {
  /** At most 7,000 bytes; send an id and let listeners read the rest. */
  publish(channel: string, payload: string): Promise<void>
  /** Resolves once PostgreSQL listens, so nothing published afterwards is missed. The answer unsubscribes. */
  subscribe(channel: string, listener: Listener): Promise<() => void>
  close(): Promise<void>
}

/**
 * Messages between the processes of this deployment over LISTEN/NOTIFY. It reconnects by itself; what was published in
 * the gap is lost, so after a reconnect every listener gets an empty payload, which means “look again”.
 */
export function createBus(url: string, retryMilliseconds = 500): Bus {
  return new NotifyBus(url, retryMilliseconds)
}

class NotifyBus implements Bus {
  readonly #listeners = new Map<string, Set<Listener>>()
  readonly #url: string
  readonly #retryMilliseconds: number
  #connection: Promise<pg.Client> | undefined
  #timer: NodeJS.Timeout | undefined
  #closed = false
  #turn: Promise<unknown> = Promise.resolve()

  constructor(url: string, retryMilliseconds: number) {
    this.#url = url
    this.#retryMilliseconds = retryMilliseconds
  }

  async publish(channel: string, payload: string): Promise<void> {
    if (Buffer.byteLength(payload) > payloadLimitBytes) {
      throw new Error(`A message on ${channel} has more than ${payloadLimitBytes} bytes: publish an id instead.`)
    }
    await this.#ask('SELECT pg_notify($1, $2)', [channel, payload])
  }

  async subscribe(channel: string, listener: Listener): Promise<() => void> {
    const known = this.#listeners.get(channel)
    if (known) known.add(listener)
    else this.#listeners.set(channel, new Set([listener]))
    const unsubscribe = () => {
      this.#drop(channel, listener)
    }
    try {
      await this.#ask(`LISTEN ${pg.escapeIdentifier(channel)}`)
      return unsubscribe
    } catch (error) {
      unsubscribe()
      throw error
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    this.#listeners.clear()
    const client = await this.#connection?.catch(() => undefined)
    await client?.end().catch(() => undefined)
  }

  /** One at a time: the driver will not queue what is asked of a busy connection. */
  async #ask(query: string, values: readonly string[] = []): Promise<void> {
    const client = await this.#connect()
    const asked = this.#turn.then(() => client.query(query, [...values]))
    this.#turn = asked.catch(() => undefined)
    await asked
  }

  /** LISTEN stays when the last listener goes: a message that nobody wants costs less than a race. */
  #drop(channel: string, listener: Listener): void {
    const listeners = this.#listeners.get(channel)
    listeners?.delete(listener)
    if (listeners?.size === 0) this.#listeners.delete(channel)
  }

  #connect(): Promise<pg.Client> {
    if (this.#closed) return Promise.reject(new Error('The bus is closed.'))
    this.#connection ??= this.#open()
    return this.#connection
  }

  async #open(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.#url, connectionTimeoutMillis: 10_000, keepAlive: true })
    client.on('notification', ({ channel, payload }) => {
      this.#deliver(channel, payload ?? '')
    })
    client.on('error', () => undefined) // `end` follows
    client.on('end', () => {
      this.#retry()
    })
    try {
      await client.connect()
      for (const channel of this.#listeners.keys()) await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`)
      return client
    } catch (error) {
      await client.end().catch(() => undefined)
      this.#retry()
      throw error
    }
  }

  #retry(): void {
    this.#connection = undefined
    clearTimeout(this.#timer)
    if (this.#closed || this.#listeners.size === 0) return
    this.#timer = setTimeout(() => {
      this.#connect().then(
        () => {
          for (const channel of this.#listeners.keys()) this.#deliver(channel, '')
        },
        () => undefined, // the failed try has planned the next one
      )
    }, this.#retryMilliseconds)
  }

  #deliver(channel: string, payload: string): void {
    for (const listener of this.#listeners.get(channel) ?? []) listener(payload)
  }
}
