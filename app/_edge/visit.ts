import { headers } from 'next/headers'

/**
 * The address that the browser used. It counts only where PUBLIC_URL is not set, which is to say: on plain http, without
 * a proxy before us.
 */
export async function servedAt(): Promise<string> {
  return `http://${(await headers()).get('host') ?? 'localhost'}`
}

/**
 * Whether a link or form of this portal led here (Fetch Metadata, W3C): a link elsewhere must not begin a sign-in in
 * somebody's name. Browsers without the header are older than those that Latchkey supports, and are let through.
 */
export async function isOwnLink(): Promise<boolean> {
  const given = await headers()
  const site = given.get('sec-fetch-site')
  return given.get('rsc') === null && (site === null || site === 'same-origin')
}
