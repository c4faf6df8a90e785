import { lookup } from 'node:dns/promises'
import { AppError } from '../errors'
import { findPrivateReceiver, normaliseHost, parsePrivateReceivers } from '../notifications/private-receivers'
import { isAddress, kindOfAddress } from '../notifications/public-address'
import { runtime } from '../runtime'

export const serverVersions = ['v4', 'v5', 'v6', 'v7', 'v8'] as const
export type ServerVersion = (typeof serverVersions)[number]

const usualPort = 4443

/** `https://host:port`, as it is kept. Throws AppError on the field `address`. */
export function readServerAddress(typed: string): string {
  const text = typed.trim()
  const url = URL.canParse(text) ? new URL(text) : null
  if (url?.protocol !== 'https:') throw unfit('It begins with https://, for example https://backup.example.com:4443.')
  if (url.href !== `${url.origin}/`)
    throw unfit('Give only the host and the port: no name, no path. The rest is added for the version.')
  return `https://${url.hostname}:${portOf(url, text)}`
}

/** A parser drops the port that is usual for the web; without any, it is that of backup servers. */
function portOf(url: URL, text: string): string {
  if (url.port !== '') return url.port
  return /:443\/?$/.test(text) ? '443' : String(usualPort)
}

/** SHA-256 of a certificate as people paste it; null when none is given. Throws AppError on the field `pinnedSha256`. */
export function readPin(typed: string): string | null {
  const bare = typed.replace(/[\s:-]/g, '').toLowerCase()
  if (bare === '') return null
  if (/^[\da-f]{64}$/.test(bare)) return bare
  throw new AppError('invalid_input', 'pin', {
    field: 'pinnedSha256',
    say: 'A SHA-256 thumbprint has 64 letters and digits. The shorter one that Windows shows is SHA-1 and does not work.',
  })
}

/**
 * The address to connect to, looked up now. A backup server usually stands in a network of one's own, and an owner or a
 * manager registered this one, so private addresses are admitted; this machine and metadata services only where
 * EGRESS_PRIVATE names them.
 */
export async function resolveServer(address: string): Promise<{ host: string; ip: string; port: number }> {
  const url = new URL(address)
  const host = normaliseHost(url.hostname)
  const port = Number(url.port || 443)
  const found = isAddress(host) ? [host] : await lookupAll(host)
  const [ip] = found
  if (ip === undefined) throw unreachable(`The name ${host} was not found. Check the server’s address.`)
  const listed = findPrivateReceiver(parsePrivateReceivers(runtime().settings.EGRESS_PRIVATE), { host, port })
  const bad = found.map(kindOfAddress).find((kind) => kind === 'refused' || (kind === 'self' && listed === null))
  if (bad !== undefined) {
    throw unreachable(
      `${host} leads to this machine itself or to an address that no server has. Who runs Latchkey can allow it with the setting EGRESS_PRIVATE.`,
    )
  }
  return { host, ip, port }
}

async function lookupAll(host: string): Promise<string[]> {
  const { clock, closing } = runtime()
  const done = new AbortController()
  const late = clock.sleep(10_000, AbortSignal.any([closing, done.signal])).then(() => [])
  const found = lookup(host, { all: true }).then(
    (all) => all.map(({ address }) => address),
    () => [],
  )
  return Promise.race([found, late]).finally(() => {
    done.abort()
  })
}

export function unreachable(say: string): AppError {
  return new AppError('conflict', 'backup server', { field: 'serverId', say })
}

function unfit(say: string): AppError {
  return new AppError('invalid_input', 'server address', { field: 'address', say })
}
