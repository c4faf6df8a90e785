import { lookup } from 'node:dns/promises'
import { runtime } from '../runtime'
import { findPrivateReceiver, normaliseHost, parsePrivateReceivers, type PrivateReceiver } from './private-receivers'
import { isAddress, kindOfAddress, type AddressKind } from './public-address'

/** Where one message may go: the checked address is what is connected to, the name is what the certificate must show. */
export interface Target {
  secure: boolean
  host: string
  port: number
  path: string
  address: string
  /** An operator listed it in EGRESS_PRIVATE. */
  listed: boolean
}

/** `lasting`: no later try can differ. `say` is for people and holds no part of the address but the host. */
export interface EgressRefusal {
  lasting: boolean
  say: string
}

export type Admission = { admitted: true; target: Target } | { admitted: false; refusal: EgressRefusal }

export type Resolve = (host: string) => Promise<readonly string[]>

export interface EgressOptions {
  resolve: Resolve
  listed: readonly PrivateReceiver[]
  /** Ports that a receiver may have without being listed. */
  webPorts?: readonly number[]
  mailPorts?: readonly number[]
}

const webPorts = [443, 8443] as const
const mailPorts = [25, 465, 587, 2525] as const

/**
 * The one gate for every address that a person can set. It resolves a name once, judges every address of it, and hands
 * out the one to connect to, so that a name which answers differently a moment later changes nothing.
 */
export interface Egress {
  admitWeb(url: string): Promise<Admission>
  admitMail(host: string, port: number): Promise<Admission>
}

/** As this installation is set up. */
export function egress(): Egress {
  return createEgress({ resolve: resolveHost, listed: parsePrivateReceivers(runtime().settings.EGRESS_PRIVATE) })
}

export function createEgress(options: EgressOptions): Egress {
  return {
    admitWeb: async (url) => admitWeb(url, options),
    admitMail: (host, port) => admitMail(host, port, options),
  }
}

function admitWeb(text: string, options: EgressOptions): Admission | Promise<Admission> {
  const url = readWebAddress(text)
  if (url === null) return refuse('This is no web address. It begins with https://.')
  if (url.username !== '' || url.password !== '') {
    return refuse('A name or password in the address is not sent. Use an address without them.')
  }
  const host = normaliseHost(url.hostname)
  const secure = url.protocol === 'https:'
  const port = Number(url.port || (secure ? 443 : 80))
  const listed = findPrivateReceiver(options.listed, { host, port })
  if (!secure && listed?.plain !== true) return refuse('Only https is used: what is sent must not be read on the way.')
  const place = { host, port, secure, path: `${url.pathname}${url.search}` }
  return judge(place, options.webPorts ?? webPorts, listed, options)
}

function readWebAddress(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null
  return url !== null && /^https?:$/.test(url.protocol) ? url : null
}

async function admitMail(given: string, port: number, options: EgressOptions): Promise<Admission> {
  if (!/^(?:[\w-]+(?:\.[\w-]+)*\.?|\[?[\da-f:.]+\]?)$/i.test(given)) return refuse('This is no name of a mail server.')
  const bracketed = given.includes(':') && !given.startsWith('[') ? `[${given}]` : given
  if (!URL.canParse(`https://${bracketed}`)) return refuse('This is no name of a mail server.')
  const host = normaliseHost(bracketed)
  const listed = findPrivateReceiver(options.listed, { host, port })
  return judge({ host, port, secure: port === 465, path: '' }, options.mailPorts ?? mailPorts, listed, options)
}

async function judge(
  place: Omit<Target, 'address' | 'listed'>,
  ports: readonly number[],
  listed: PrivateReceiver | null,
  { resolve }: EgressOptions,
): Promise<Admission> {
  if (listed === null && !ports.includes(place.port)) {
    return refuse(`Port ${place.port} is not used for this. Allowed are ${ports.join(', ')}.`)
  }
  const addresses = isAddress(place.host) ? [place.host] : await resolve(place.host).catch(() => null)
  const [address] = addresses ?? []
  if (addresses === null || address === undefined) {
    return refuse(`The name ${place.host} was not found. Check how it is written.`, false)
  }
  const bad = addresses.find((one) => !mayGoTo(kindOfAddress(one), place.host, listed))
  if (bad !== undefined) {
    return refuse(
      `${place.host} leads to an address that is not on the internet. Who runs Latchkey can allow it with the setting EGRESS_PRIVATE.`,
      isAddress(place.host),
    )
  }
  return { admitted: true, target: { ...place, address, listed: listed !== null } }
}

/** A listed name may lead inside, but to this machine only when it was listed as this machine. */
function mayGoTo(kind: AddressKind, host: string, listed: PrivateReceiver | null): boolean {
  if (kind === 'public') return true
  if (listed === null || kind === 'refused') return false
  return kind === 'inside' || host === 'localhost' || kindOfAddress(host) === 'self'
}

function refuse(say: string, lasting = true): Admission {
  return { admitted: false, refusal: { lasting, say } }
}

const longestLookupMs = 10_000

/** By the machine’s own resolver; gives up after ten seconds, which a resolver that hangs would not. */
async function resolveHost(host: string): Promise<readonly string[]> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${host} was not resolved in time`))
    }, longestLookupMs)
  })
  try {
    const found = await Promise.race([lookup(host, { all: true }), tooLong])
    return found.map(({ address }) => address)
  } finally {
    clearTimeout(timer)
  }
}
