import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'

const source = {
  'package.json': '{"name":"bare","private":true,"type":"module"}',
  'next.config.mjs': 'export default { poweredByHeader: false }',
  'app/layout.jsx':
    'export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html> }',
  'app/page.jsx': 'export default function Page() { return null }',
  'app/bare/route.js': `export const dynamic = 'force-dynamic'
const body = 'x'.repeat(Number(process.env.BARE_BYTES))
export function POST() { return new Response(body, { headers: { 'Content-Type': 'application/json' } }) }`,
}

/** A Next application with one route that answers a constant of `bytes`: what anything of ours is measured against. */
export async function startBareRoute(bytes: number): Promise<{ url: string; stop: () => void }> {
  const folder = path.resolve('.latchkey/build/bare-route')
  rmSync(folder, { recursive: true, force: true })
  for (const [name, text] of Object.entries(source)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    writeFileSync(path.join(folder, name), text)
  }
  const next = path.resolve('node_modules/next/dist/bin/next')
  const env = {
    ...process.env,
    NEXT_TELEMETRY_DISABLED: '1',
    BARE_BYTES: String(bytes),
    NODE_ENV: 'production',
  } as const
  const built = spawnSync(process.execPath, [next, 'build', '--webpack'], { cwd: folder, env, encoding: 'utf8' })
  if (built.status !== 0) throw new Error(`the bare route was not built: ${built.stderr}${built.stdout}`)
  const port = await freePort()
  const words = [next, 'start', '--port', String(port), '--hostname', '127.0.0.1']
  const child = spawn(process.execPath, words, { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  while (!said.includes('Ready')) said += String((await once(child.stdout, 'data')) as unknown[])
  return {
    url: `http://127.0.0.1:${port}/bare`,
    stop: () => {
      child.kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
