// Prints the tenants whose certificate ends soon: `npx tsx clients/typescript/expiring.ts [days]`, with the address of
// Latchkey, the client id and the secret in the environment as LATCHKEY, CLIENT and SECRET.
import { pathToFileURL } from 'node:url'
import { openClient, type Connection } from './client'

/** One line per tenant, page after page. */
export async function listExpiring(connection: Connection, days: number): Promise<readonly string[]> {
  const client = await openClient(connection)
  const lines: string[] = []
  let cursor: string | undefined
  do {
    const { data, error } = await client.GET('/api/v1/tenants', {
      params: { query: { expiringWithin: `${days}d`, limit: 200, ...(cursor === undefined ? {} : { cursor }) } },
    })
    if (data === undefined) throw new Error(error.title)
    for (const { customer, domain, certificate } of data.items) {
      lines.push(`${certificate?.notAfter.slice(0, 10) ?? 'never'}  ${customer.name}  ${domain}`)
    }
    cursor = data.next ?? undefined
  } while (cursor !== undefined)
  return lines
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { LATCHKEY: address = '', CLIENT: clientId = '', SECRET: secret = '' } = process.env
  const lines = await listExpiring({ address, clientId, secret }, Number(process.argv[2] ?? 30))
  process.stdout.write(lines.map((line) => `${line}\n`).join(''))
}
