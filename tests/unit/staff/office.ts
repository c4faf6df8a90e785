import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { TOTP } from 'otpauth'
import { listEntries } from '@/lib/audit/audit'
import { makeRuntime } from '@/lib/boot'
import { systemClock } from '@/lib/clock'
import type { Database } from '@/lib/db/client'
import { readSettings } from '@/lib/env'
import { isAppError } from '@/lib/errors'
import { installRuntime } from '@/lib/runtime'
import type { Actor, Role } from '@/lib/staff/actor'
import { hashPassword } from '@/lib/staff/password'
import { freshDatabase } from '@/tests/support/database'

export const password = 'harbour violet nineteen'

/** The staff's rooms as they run, with a database of their own and a clock that a test moves. */
export interface Office {
  db: Database
  url: string
  now: () => Date
  pass: (minutes: number) => void
  /** A person with the password above. */
  hire: (role: Role, change?: { email?: string }) => Promise<Actor>
  /** Actions about this person, oldest first. */
  audit: (actor: Pick<Actor, 'id'>) => Promise<string[]>
  close: () => Promise<void>
}

export async function openOffice(overrides: Readonly<Record<string, string>> = {}): Promise<Office> {
  const fresh = await freshDatabase()
  const home = mkdtempSync(path.join(os.tmpdir(), 'latchkey-office-'))
  const settings = readSettings({ LATCHKEY_HOME: home, DATABASE_URL: fresh.url, ...overrides })
  const closing = new AbortController()
  const made = await makeRuntime(settings, fresh.url, closing.signal)
  let now = new Date('2027-03-01T08:00:00Z')
  installRuntime({ ...made, clock: { ...systemClock, now: () => now } })
  const passwordHash = await hashPassword(password)
  return {
    db: fresh.db,
    url: fresh.url,
    now: () => now,
    pass: (minutes) => {
      now = new Date(now.getTime() + minutes * 60_000)
    },
    hire: async (role, change = {}) => {
      const email = change.email ?? `${role}.${randomUUID().slice(0, 8)}@relecloud.example`
      const { id, name } = await fresh.db.operator.create({ data: { email, name: `The ${role}`, role, passwordHash } })
      return { kind: 'operator', id, name, email, role, reach: 'all' }
    },
    audit: async ({ id: operatorId }) => {
      const entries = await listEntries(fresh.db, { subject: `operator:${operatorId}`, limit: 100 })
      return entries.map(({ action }) => action).reverse()
    },
    close: async () => {
      closing.abort()
      installRuntime(undefined)
      await made.bus.close()
      await made.db.$disconnect()
      await fresh.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** What the authenticator app of somebody shows, from the text that they typed into it. */
export function appCode(text: string, at: Date): string {
  return new TOTP({ secret: text.replaceAll(' ', '') }).generate({ timestamp: at.getTime() })
}

export async function refusalOf(attempt: Promise<unknown>): Promise<{ code: string; field?: string; say?: string }> {
  const error: unknown = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!isAppError(error)) throw new Error('expected a refusal', { cause: error })
  return { code: error.code, ...(error.field && { field: error.field }), ...(error.say && { say: error.say }) }
}
