import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { controlOver } from '@/practice-cloud/control/client'
import { startPracticeCloud } from '@/practice-cloud/server'
import { keyCredential, newCertificate, newTenant, register, Visitor } from './support'

const ROOT = path.resolve(import.meta.dirname, '../..')
let folder: string
const children: ChildProcess[] = []

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'practice-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

const stateFile = () => path.join(folder, 'state.json')

interface Spawned {
  child: ChildProcess
  origin: string
  stderr: () => string
  ended: Promise<number | null>
}

function spawnCloud(environment: Record<string, string> = {}): Promise<Spawned> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'practice-cloud/main.ts'], {
    cwd: ROOT,
    env: { ...process.env, PRACTICE_PORT: '0', PRACTICE_STATE: stateFile(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  let stderr = ''
  child.stderr.on('data', (part: Buffer) => (stderr += part.toString()))
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (part: Buffer) => {
      const origin = /practice cloud ready on (\S+)/.exec(part.toString())?.[1]
      if (origin !== undefined) resolve({ child, origin, stderr: () => stderr, ended })
    })
    child.once('exit', () => {
      reject(new Error(stderr))
    })
  })
}

test('a TLS port that is none is refused in one sentence', async () => {
  await expect(spawnCloud({ PRACTICE_TLS_PORT: 'https' })).rejects.toThrow(
    "PRACTICE_TLS_PORT must be a port number, not 'https'.",
  )
})

test('a TLS port gives a second listener, whose authority rests beside the state file', async () => {
  const { origin } = await spawnCloud({ PRACTICE_TLS_PORT: '0' })
  const { tlsOrigin, caFile } = await controlOver(origin).addresses()
  expect([tlsOrigin, caFile]).toEqual([
    expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+$/),
    path.join(folder, 'state-authority.pem'),
  ])
})

function visit(origin: string, tenantId: string): Visitor {
  return new Visitor(
    { origin, localOrigin: origin, control: controlOver(origin), close: () => Promise.resolve() },
    tenantId,
  )
}

describe('what an answer promised survives', () => {
  test(
    'kill -9 at random moments: every application and key that was acknowledged is there at the next start',
    { timeout: 120_000 },
    async () => {
      const acknowledged = new Map<string, string>()
      const certificate = newCertificate()
      for (let round = 0; round < 5; round++) {
        const { child, origin, ended } = await spawnCloud()
        const [northwind] = await controlOver(origin).tenants()
        const visitor = visit(origin, northwind?.tenantId ?? '')
        const token = await visitor.signIn('global-administrator')
        const present = (await controlOver(origin).god(visitor.tenantId)).applications
        const keys = new Map(present.map((each) => [each.objectId, each.keyCredentials[0]?.keyId]))
        for (const [objectId, keyId] of acknowledged) expect(keys.get(objectId)).toBe(keyId)
        const killer = setTimeout(() => child.kill('SIGKILL'), randomInt(30, 250))
        try {
          for (;;) {
            const body = { displayName: 'B', keyCredentials: [keyCredential(certificate)] }
            const made = await visitor.graph(token, 'POST', '/applications', body)
            const [key] = made.body['keyCredentials'] as { keyId: string }[]
            acknowledged.set(String(made.body['id']), key?.keyId ?? '')
          }
        } catch (error) {
          expect((error as Error).message).toMatch(/fetch failed|terminated/)
        } finally {
          clearTimeout(killer)
          await ended
        }
      }
      expect(acknowledged.size).toBeGreaterThan(0)
    },
  )

  test('a clean stop and start: tenants, grants, clients and tokens still count', async () => {
    const first = await startPracticeCloud({ stateFile: stateFile() })
    const certificate = newCertificate()
    const there = await newTenant(first)
    const made = await register(there, certificate, ['User.Read.All'])
    const appToken = await there.appToken(made.appId, certificate)
    const port = Number(new URL(first.origin).port)
    await first.close()
    const second = await startPracticeCloud({ stateFile: stateFile(), port })
    try {
      const again = new Visitor(second, there.tenantId)
      expect((await again.graph(appToken, 'GET', '/users')).status).toBe(200)
      expect((await again.graph(made.token, 'GET', `/applications/${made.objectId}`)).status).toBe(200)
      expect((await again.tokenReply(made.appId, again.assertion(made.appId, certificate))).status).toBe(200)
      expect((await second.control.god(there.tenantId)).grants).toMatchObject([{ role: 'User.Read.All' }])
    } finally {
      await second.close()
    }
  })
})

describe('the state file', () => {
  test('is for its owner alone, and holds neither device codes nor tokens', async () => {
    const cloud = await startPracticeCloud({ stateFile: stateFile() })
    try {
      await cloud.control.markers({ deviceCode: 'CANARY-DEVICE', accessToken: 'CANARY-TOKEN' })
      const visitor = await newTenant(cloud)
      const token = await visitor.signIn('global-administrator', {
        scope: 'https://graph.microsoft.com/.default offline_access',
      })
      await visitor.graph(token, 'POST', '/applications', { displayName: 'B' })
      expect((await stat(stateFile())).mode & 0o777).toBe(0o600)
      const text = await readFile(stateFile(), 'utf8')
      expect(text).toContain(visitor.tenantId)
      expect(text).not.toMatch(/CANARY/)
      expect(await readdir(folder)).toEqual(['state.json'])
    } finally {
      await cloud.close()
    }
  })

  test.each([
    ['truncated', '{"version":1,"signingKey":{"kid":"x"'],
    ['of another shape', '{"version":1}'],
    ['empty', ''],
  ])('that is %s is set aside with one sentence, and the cloud starts fresh', async (_what, text) => {
    await writeFile(stateFile(), text)
    const { child, origin, stderr, ended } = await spawnCloud()
    expect(await controlOver(origin).tenants()).toHaveLength(3)
    expect(stderr().trim().split('\n')).toHaveLength(1)
    expect(stderr()).toContain('state file was damaged')
    expect((await readdir(folder)).some((name) => name.startsWith('state.json.damaged-'))).toBe(true)
    child.kill('SIGTERM')
    await ended
  })
})

describe('the process', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('ends on %s with open connections', async (signal) => {
    const { child, origin, ended } = await spawnCloud()
    await controlOver(origin).fault('*', { name: 'latency', ms: 60_000 })
    const hanging = fetch(`${origin}/northwind.example/v2.0/.well-known/openid-configuration`)
    hanging.catch(() => undefined)
    child.kill(signal)
    expect(await ended).toBe(0)
    await expect(hanging).rejects.toThrow()
  })

  test('says in one sentence that its port is taken, and ends with 1', async () => {
    const { origin } = await spawnCloud()
    const { port } = new URL(origin)
    await expect(spawnCloud({ PRACTICE_PORT: port, PRACTICE_STATE: path.join(folder, 'other.json') })).rejects.toThrow(
      new RegExp(`^The practice cloud cannot start: port ${port} is taken`),
    )
    expect(children.at(-1)?.exitCode).toBe(1)
  })

  test('says what is wrong with a port that is none', async () => {
    await expect(spawnCloud({ PRACTICE_PORT: 'ninety' })).rejects.toThrow(
      "PRACTICE_PORT must be a port number, not 'ninety'",
    )
  })

  test.runIf(process.platform === 'linux')('rests at 150 MB or less', async () => {
    const { child, origin } = await spawnCloud()
    await controlOver(origin).tenants()
    const status = await readFile(`/proc/${String(child.pid)}/status`, 'utf8')
    const kilobytes = Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1])
    expect(kilobytes).toBeLessThan(150 * 1024)
  })
})
