import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import pg from 'pg'

/** A form in which a secret may lie somewhere: which secret, how written, the bytes. */
export interface Needle {
  name: string
  bytes: Buffer
}

/** Plain, base64 at each of the three offsets that it may have in a longer text, hex, percent-encoded, UTF-16. */
export function needlesOf(name: string, secret: string): Needle[] {
  const plain = Buffer.from(secret)
  const hex = plain.toString('hex')
  const forms: [string, string | Buffer][] = [
    ['plain', plain],
    ['hex', hex],
    ['hex in capitals', hex.toUpperCase()],
    ['percent-encoded', (hex.match(/../g) ?? []).map((pair) => `%${pair}`).join('')],
    ['percent-encoded in capitals', (hex.toUpperCase().match(/../g) ?? []).map((pair) => `%${pair}`).join('')],
    ['UTF-16', Buffer.from(secret, 'utf16le')],
    ...[0, 1, 2].flatMap((offset) => base64Forms(plain, offset)),
  ]
  return forms.map(([form, bytes]) => ({ name: `${name}, ${form}`, bytes: Buffer.from(bytes) }))
}

/** The part of the base64 text that depends on the secret alone, whatever stands before and behind it. */
function base64Forms(plain: Buffer, offset: number): [string, string][] {
  const text = Buffer.concat([Buffer.alloc(offset), plain])
    .toString('base64')
    .replaceAll('=', '')
  const core = text.slice(Math.ceil((offset * 4) / 3), -1)
  const url = core.replaceAll('+', '-').replaceAll('/', '_')
  return [[`base64 at ${offset}`, core], ...(url === core ? [] : [[`base64url at ${offset}`, url] as [string, string]])]
}

/** Where which needle lies; empty when nowhere. */
export function searchBytes(place: string, bytes: Buffer, needles: readonly Needle[]): string[] {
  return needles.filter((needle) => bytes.includes(needle.bytes)).map(({ name }) => `${place}: ${name}`)
}

/** Every file below a folder, raw. A file that goes away while it is looked at is not at rest. */
export function searchFolder(folder: string, needles: readonly Needle[]): { hits: string[]; files: number } {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
  const hits = files.flatMap((file) => searchBytes(path.relative(folder, file), readIfThere(file), needles))
  return { hits, files: files.length }
}

function readIfThere(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch {
    return Buffer.alloc(0)
  }
}

/** Every row of every table as text, of all schemas that are ours. Also puts all pages into the data folder. */
export async function searchDatabase(
  url: string,
  needles: readonly Needle[],
): Promise<{ hits: string[]; rows: number }> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const tables = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
    )
    const hits: string[] = []
    let rows = 0
    for (const { name } of tables.rows) {
      const dump = await client.query<{ row: string }>(`select t::text as row from ${name} t`)
      rows += dump.rows.length
      hits.push(...dump.rows.flatMap(({ row }) => searchBytes(name, Buffer.from(row), needles)))
    }
    await client.query('checkpoint').catch(() => undefined) // only a superuser may; the server's stop does the same
    return { hits, rows }
  } finally {
    await client.end()
  }
}

/** A page, a script, a fetched answer and an event stream that all give the secret away. */
export async function plantWeb(leak: string) {
  const answers: Record<string, [string, string]> = {
    '/html': ['text/html', `<p>${leak}</p><script src="/script.js"></script><script>fetch('/rsc')</script>`],
    '/script.js': ['text/javascript', `window.planted = '${leak}'`],
    '/rsc': ['text/x-component', `0:["${leak}"]`],
    '/events': ['text/event-stream', `event: view\ndata: "${leak}"\n\n`],
  }
  const server = createServer((request, response) => {
    const [type, body] = answers[request.url ?? ''] ?? ['text/plain', '']
    response.writeHead(200, { 'content-type': type, ...(request.url === '/rsc' && { 'x-planted': leak }) }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() }
}
