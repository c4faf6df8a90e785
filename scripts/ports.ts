import { createServer } from 'node:net'

/** The port to use: the wanted one, or for 0 any free one. Throws a sentence that names the setting when it is taken. */
export async function claimPort(setting: string, wanted: number, host: string): Promise<number> {
  try {
    return await tryPort(wanted, host)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') {
      throw new Error(
        `Port ${wanted} is taken by another program: set ${setting} to a free one, for example ${setting}=${wanted + 1}.`,
      )
    }
    if (code === 'EACCES') throw new Error(`Port ${wanted} is reserved for root: set ${setting} to one above 1023.`)
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new Error(`This machine has no address ${host}: set HOST to one that it has, for example 127.0.0.1.`)
    }
    throw new Error(`Port ${wanted} (${setting}) cannot be opened: ${message}.`, { cause: error })
  }
}

function tryPort(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(port, host, () => {
      const address = probe.address()
      const found = typeof address === 'object' && address !== null ? address.port : port
      probe.close(() => {
        resolve(found)
      })
    })
  })
}
