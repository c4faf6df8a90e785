/** One entry of EGRESS_PRIVATE: a receiver inside the operator’s own network that may be contacted all the same. */
export interface PrivateReceiver {
  host: string
  /** Null: every port. */
  port: number | null
  /** Written with http:// in front: it may be spoken to without TLS. */
  plain: boolean
}

/** `tickets.example.internal:8443,10.1.2.3,http://127.0.0.1:8080`: hosts as people type them, in any order. */
export function parsePrivateReceivers(list: string): readonly PrivateReceiver[] {
  return list
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map(parseEntry)
}

function parseEntry(entry: string): PrivateReceiver {
  const plain = entry.startsWith('http://')
  const bare = entry.replace(/^https?:\/\//, '')
  // an unusual port behind the host, so that the address parser keeps whichever was typed
  const { hostname, port } = new URL(`latchkey://${bare}`)
  return { host: normaliseHost(hostname), port: port === '' ? null : Number(port), plain }
}

/** How the parser of web addresses writes a host: lower case, one form of each IP address, no last dot, no brackets. */
export function normaliseHost(host: string): string {
  const { hostname } = new URL(`https://${host}`)
  return hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
}

export function findPrivateReceiver(
  receivers: readonly PrivateReceiver[],
  { host, port }: { host: string; port: number },
): PrivateReceiver | null {
  return receivers.find((one) => one.host === host && (one.port === null || one.port === port)) ?? null
}
