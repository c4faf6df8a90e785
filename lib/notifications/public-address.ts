import ipaddr from 'ipaddr.js'

/** Global unicast (RFC 4291 §2.4); whatever else IPv6 has is no receiver on the internet. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')

/** Public by their range, but answered by the machine’s own cloud: the wire server of Azure. */
const insiders: ReadonlySet<string> = new Set(['168.63.129.16'])

/**
 * Whose address this is. `inside` is a network of one’s own, `self` this machine; `refused` covers metadata services,
 * multicast, unspecified, reserved and translated addresses, which no receiver has. IPv4 inside IPv6 counts as what it
 * carries.
 */
export type AddressKind = 'public' | 'inside' | 'self' | 'refused'

export function kindOfAddress(text: string): AddressKind {
  if (!ipaddr.isValid(text)) return 'refused'
  const address = ipaddr.process(text)
  const range = address.range()
  if (range === 'loopback') return 'self'
  if (range === 'private' || range === 'uniqueLocal' || range === 'carrierGradeNat') return 'inside'
  if (range !== 'unicast' || insiders.has(address.toString())) return 'refused'
  if (address instanceof ipaddr.IPv6 && !address.match(globalUnicast)) return 'refused'
  return 'public'
}

/** True for an address written as one, not as a name; IPv6 without its brackets. */
export function isAddress(host: string): boolean {
  return ipaddr.isValid(host)
}
