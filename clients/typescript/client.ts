import createClient, { type Client } from 'openapi-fetch'
import type { paths } from './schema'

/** What a program knows of one installation; the secret belongs into its environment or a vault, never into its text. */
export interface Connection {
  /** Where people open Latchkey, such as https://latchkey.example.com. */
  address: string
  clientId: string
  secret: string
}

/** Every route of the API with its types. Asks for a token first, which works for an hour; throws where that is refused. */
export async function openClient({ address, clientId, secret }: Connection): Promise<Client<paths>> {
  const answer = await fetch(new URL('/api/oauth/token', address), {
    method: 'POST',
    headers: { Authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
    signal: AbortSignal.timeout(30_000),
  })
  const body = (await answer.json()) as { access_token?: string; error?: string }
  if (body.access_token === undefined) throw new Error(`no token: ${body.error ?? answer.status}`)
  return createClient<paths>({ baseUrl: address, headers: { Authorization: `Bearer ${body.access_token}` } })
}
