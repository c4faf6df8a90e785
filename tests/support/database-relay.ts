import net from 'node:net'
import type { AddressInfo } from 'node:net'

/** A line to the database that can be cut, as a restart or a broken network would: open connections die, new ones are refused. */
export interface DatabaseLine {
  url: string
  cut(): Promise<void>
  mend(): Promise<void>
  close(): Promise<void>
}

export async function relayTo(url: string): Promise<DatabaseLine> {
  const target = new URL(url)
  const socket = `${target.searchParams.get('host') ?? ''}/.s.PGSQL.5432`
  const open = new Set<net.Socket>()
  let server = await listen(0)
  const { port } = server.address() as AddressInfo

  function listen(wanted: number): Promise<net.Server> {
    const made = net.createServer((here) => {
      const there = net.connect(socket)
      for (const [one, other] of [
        [here, there],
        [there, here],
      ] as const) {
        open.add(one)
        one.on('error', () => other.destroy())
        one.on('close', () => {
          open.delete(one)
          other.destroy()
        })
      }
      here.pipe(there).pipe(here)
    })
    return new Promise((resolve, reject) => {
      made.once('error', reject)
      made.listen(wanted, '127.0.0.1', () => {
        resolve(made)
      })
    })
  }

  const cut = async () => {
    const closed = new Promise((resolve) => server.close(resolve))
    for (const one of open) one.destroy()
    await closed
  }
  const own = new URL(url)
  own.searchParams.delete('host')
  own.host = `127.0.0.1:${port}`
  return {
    url: own.href,
    cut,
    mend: async () => {
      server = await listen(port)
    },
    close: cut,
  }
}
