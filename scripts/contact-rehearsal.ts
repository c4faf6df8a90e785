import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { makeRuntime } from '@/lib/boot'
import { startEmbedded } from '@/lib/db/embedded'
import { migrate } from '@/lib/db/migrate'
import type { Settings } from '@/lib/env'
import { installRuntime, runtime } from '@/lib/runtime'
import type { Actor } from '@/lib/staff/actor'
import { startPracticeCloud, type PracticeCloud } from '@/practice-cloud/server'
import { contactTenant, type Terminal } from './contact-journey'
import { recordExchanges, type Exchange } from './exchanges'

const domain = 'northwind.example'
const pollMilliseconds = 100
const pollTries = 100

/** The same journey in the practice cloud, in a house of its own that is gone afterwards. The runtime that stood stands again. */
export async function rehearse(settings: Settings, workloads: readonly string[]): Promise<readonly Exchange[]> {
  const before = runtime()
  const home = mkdtempSync(path.join(os.tmpdir(), 'latchkey-rehearsal-'))
  const [cloud, server] = await Promise.all([startPracticeCloud(), startEmbedded(home)])
  const closing = new AbortController()
  try {
    await migrate(server.url, path.resolve('prisma/migrations'))
    const practiceOrigin = new URL(cloud.origin).origin
    const keyRingFile = path.join(home, 'key-ring.json')
    const own: Settings = { ...settings, home, keyRingFile, practiceOrigin, PRACTICE: 'on' }
    const made = await makeRuntime(own, server.url, closing.signal)
    installRuntime(made)
    try {
      await cloud.control.fault(domain, { name: 'device-interval', seconds: 0.2 })
      return await record(await makeOperator(), cloud, workloads)
    } finally {
      installRuntime(before)
      closing.abort()
      await made.bus.close()
      await made.db.$disconnect()
    }
  } finally {
    await cloud.close()
    await server.stop()
    rmSync(home, { recursive: true, force: true })
  }
}

async function makeOperator(): Promise<Actor> {
  const person = { email: 'rehearsal@provider.example', name: 'Rehearsal', role: 'owner' as const }
  const { id } = await runtime().db.operator.create({ data: { ...person, passwordHash: 'nobody signs in' } })
  return { kind: 'operator', id, ...person, reach: 'all' }
}

async function record(actor: Actor, cloud: PracticeCloud, workloads: readonly string[]): Promise<readonly Exchange[]> {
  const terminal: Terminal = {
    say: () => undefined,
    agree: () => Promise.resolve(true),
    showCode: async ({ userCode }) => {
      await untilPolled(cloud)
      await cloud.control.signIn({ userCode, person: 'global-administrator' })
    },
  }
  const recording = recordExchanges()
  try {
    const end = await contactTenant(actor, { domain, workloads }, terminal)
    if (end !== 'connected') throw new Error('The rehearsal with the practice cloud did not connect.')
    return recording.exchanges
  } finally {
    recording.stop()
  }
}

/** A person is slower than the first poll, and the answer to it belongs to the rehearsal. */
async function untilPolled(cloud: PracticeCloud): Promise<void> {
  const pending = async () =>
    (await cloud.control.log()).some(({ operation, status }) => operation === 'pollDeviceCode' && status === 400)
  for (let tries = 0; tries < pollTries && !(await pending()); tries++) await runtime().clock.sleep(pollMilliseconds)
}
