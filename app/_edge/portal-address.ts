import { runtime } from '@/lib/runtime'

/** Where people reach this portal: PUBLIC_URL, or the address that the start script found and passed to next-auth. */
export function portalAddress(): string {
  const { PUBLIC_URL, PORT } = runtime().settings
  return (PUBLIC_URL ?? process.env['NEXTAUTH_URL'] ?? `http://localhost:${PORT}`).replace(/\/$/, '')
}

/** A link with this address works on this machine only, or travels unprotected: somebody has to be told before it is sent. */
export function isAddressForSending(address: string): boolean {
  const { protocol, hostname } = new URL(address)
  return protocol === 'https:' && hostname !== 'localhost' && !hostname.startsWith('127.') && hostname !== '[::1]'
}
