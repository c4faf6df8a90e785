import { createServer, type AddressInfo, type Server } from 'node:net'

/** Where a setting wants to listen; port 0 stands for any free one. */
export interface WantedPort {
  port: number
  host: string
}

/**
 * The ports to use, by setting. All are held until the last one is found, so no two settings get the same. Throws a
 * sentence that names the setting when one is taken.
 */
export async function claimPorts<Setting extends string>(
  wanted: Readonly<Partial<Record<Setting, WantedPort>>>,
): Promise<Partial<Record<Setting, number>>> {
  const held: Server[] = []
  const found: Partial<Record<Setting, number>> = {}
  try {
    for (const setting of Object.keys(wanted) as Setting[]) {
      const place = wanted[setting]
      if (!place) continue
      const probe = await hold(setting, place)
      held.push(probe)
      found[setting] = (probe.address() as AddressInfo).port
    }
    return found
  } finally {
    await Promise.all(held.map((probe) => new Promise((resolve) => probe.close(resolve))))
  }
}

async function hold(setting: string, { port, host }: WantedPort): Promise<Server> {
  try {
    return await listen(port, host)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') {
      throw new Error(
        `Port ${port} is taken by another program: set ${setting} to a free one, for example ${setting}=${port + 1}.`,
      )
    }
    if (code === 'EACCES') throw new Error(`Port ${port} is reserved for root: set ${setting} to one above 1023.`)
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new Error(`This machine has no address ${host}: set HOST to one that it has, for example 127.0.0.1.`)
    }
    throw new Error(`Port ${port} (${setting}) cannot be opened: ${message}.`, { cause: error })
  }
}

function listen(port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(port, host, () => {
      resolve(probe)
    })
  })
}
