import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { isAppError } from '@/lib/errors'
import { isPassword } from '@/lib/staff/password'
import { createSession, readSession } from '@/lib/staff/sessions'
import { createSetupLink, isSetupLinkOpen, ownerExists, redeemSetupLink } from '@/lib/staff/setup'
import { freshDatabase, type FreshDatabase } from '@/tests/support/database'

let fresh: FreshDatabase
const now = new Date('2027-03-01T08:00:00Z')
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000)
const marta = { name: 'Marta Ruiz', email: 'marta@relecloud.example', password: 'harbour violet nineteen' }

beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.close())
afterEach(async () => {
  await fresh.db.operator.deleteMany()
  await fresh.db.setupLink.deleteMany()
})

async function link(minutes = 60): Promise<string> {
  return (await createSetupLink(fresh.db, { minutes, now })).token
}

async function refusalOf(attempt: Promise<unknown>): Promise<{ code: string; field: string | undefined }> {
  const error: unknown = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!isAppError(error)) throw new Error('expected a refusal', { cause: error })
  return { code: error.code, field: error.field }
}

describe('a setup link', () => {
  test('makes the first owner, once', async () => {
    const token = await link()
    expect(await ownerExists(fresh.db)).toBe(false)
    const { operatorId, renewed } = await redeemSetupLink(fresh.db, token, marta, now)
    expect(renewed).toBe(false)
    expect(await ownerExists(fresh.db)).toBe(true)
    const row = await fresh.db.operator.findUniqueOrThrow({ where: { id: operatorId } })
    expect(row).toMatchObject({ name: 'Marta Ruiz', email: 'marta@relecloud.example', role: 'owner', disabledAt: null })
    expect(await isPassword(marta.password, row.passwordHash ?? '')).toBe(true)
    expect((await refusalOf(redeemSetupLink(fresh.db, token, marta, now))).code).toBe('setup_link_invalid')
  })

  test('pressed by eight at the same moment makes one owner', async () => {
    const token = await link()
    const tries = Array.from({ length: 8 }, (_, index) =>
      redeemSetupLink(fresh.db, token, { ...marta, email: `marta${index}@relecloud.example` }, now),
    )
    const settled = await Promise.allSettled(tries)
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await fresh.db.operator.count()).toBe(1)
  })

  test('is over when its time is', async () => {
    const token = await link(60)
    expect(await isSetupLinkOpen(fresh.db, token, later(59))).toBe(true)
    expect(await isSetupLinkOpen(fresh.db, token, later(60))).toBe(false)
    expect((await refusalOf(redeemSetupLink(fresh.db, token, marta, later(60)))).code).toBe('setup_link_invalid')
    expect(await fresh.db.operator.count()).toBe(0)
  })

  test('is not used up by looking, or by a form that was refused', async () => {
    const token = await link()
    await isSetupLinkOpen(fresh.db, token, now)
    expect(await refusalOf(redeemSetupLink(fresh.db, token, { ...marta, name: '  ' }, now))).toEqual({
      code: 'invalid_input',
      field: 'name',
    })
    expect(
      (await refusalOf(redeemSetupLink(fresh.db, token, { ...marta, email: 'marta＠x.example' }, now))).field,
    ).toBe('email')
    expect((await refusalOf(redeemSetupLink(fresh.db, token, { ...marta, password: 'short' }, now))).field).toBe(
      'password',
    )
    await redeemSetupLink(fresh.db, token, marta, now)
  })

  test('is told from a guess before anything typed is read', async () => {
    const attempt = redeemSetupLink(fresh.db, 'guess', { ...marta, password: 'short' }, now)
    expect((await refusalOf(attempt)).code).toBe('setup_link_invalid')
  })

  test('rests in the database as a hash only', async () => {
    const token = await link()
    expect(JSON.stringify(await fresh.db.setupLink.findMany())).not.toContain(token)
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  })

  test('gives an owner who lost the password a new one and ends all their sessions', async () => {
    const { operatorId } = await redeemSetupLink(fresh.db, await link(), marta, now)
    const sessions = await Promise.all([1, 2].map(() => createSession(fresh.db, operatorId, now)))
    const renewed = await redeemSetupLink(
      fresh.db,
      await link(),
      { ...marta, email: 'ruiz@relecloud.example', password: 'lantern gravel october' },
      now,
    )
    expect(renewed).toEqual({ operatorId, renewed: true })
    const row = await fresh.db.operator.findUniqueOrThrow({ where: { id: operatorId } })
    expect(row.email).toBe('ruiz@relecloud.example')
    expect(await isPassword('lantern gravel october', row.passwordHash ?? '')).toBe(true)
    expect(await isPassword(marta.password, row.passwordHash ?? '')).toBe(false)
    for (const id of sessions) expect(await readSession(fresh.db, id, { now, idleMinutes: 30, hours: 12 })).toBeNull()
  })

  test('takes every other open link with it', async () => {
    const [used, other] = [await link(), await link()]
    await redeemSetupLink(fresh.db, used, marta, now)
    expect(await isSetupLinkOpen(fresh.db, other, now)).toBe(false)
  })

  test('with the address of an operator makes that operator the owner, and no second account', async () => {
    const data = { name: 'Tunde', email: 'tunde@relecloud.example', role: 'operator', passwordHash: 'x' }
    const { id } = await fresh.db.operator.create({ data: { ...data, disabledAt: now } })
    const { operatorId } = await redeemSetupLink(fresh.db, await link(), { ...marta, email: data.email }, now)
    expect(operatorId).toBe(id)
    expect(await fresh.db.operator.findMany({ select: { role: true, disabledAt: true } })).toEqual([
      { role: 'owner', disabledAt: null },
    ])
  })
})
