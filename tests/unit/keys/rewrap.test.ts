import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createEnvelopeCustodian } from '@/lib/keys/envelope-custodian'
import { addRingKey, retireKey, rewrapAll } from '@/lib/keys/rewrap'
import { makeBinding, makeInstallation, type TestInstallation } from './installation'
import { countReadable, sealMany } from './sealed-rows'

let home: TestInstallation
beforeEach(async () => {
  home = await makeInstallation()
})
afterEach(() => home.close())

describe('ring rotation', () => {
  test('wraps 200 rows again, loses none when it is interrupted, and goes on where it stopped', async () => {
    await sealMany(home.custody, 200)
    const { db, ring } = home.custody
    const old = await ring.newestId()
    const added = await addRingKey(home.custody)
    const interruption = new AbortController()
    const first = await rewrapAll(home.custody, {
      signal: interruption.signal,
      onProgress: (rewrapped) => {
        if (rewrapped === 73) interruption.abort()
      },
    })
    expect(first).toEqual({ rewrapped: 73, unreadable: [], remaining: 127 })
    expect(await countReadable(home.custody)).toBe(200)
    await expect(retireKey(home.custody, old)).rejects.toThrow('127 sealed keys still need')
    expect(await countReadable(home.custody)).toBe(200)

    expect(await rewrapAll(home.custody)).toEqual({ rewrapped: 127, unreadable: [], remaining: 0 })
    expect(await db.sealedKey.count({ where: { kekId: added } })).toBe(200)
    await retireKey(home.custody, old)
    expect(await ring.ids()).toEqual([added])
    expect(await countReadable(home.custody)).toBe(200)
    expect(await rewrapAll(home.custody)).toEqual({ rewrapped: 0, unreadable: [], remaining: 0 })
  }, 180_000)

  test('by two processes at once rotates each row once and loses none', async () => {
    await sealMany(home.custody, 60)
    await addRingKey(home.custody)
    const results = await Promise.all([rewrapAll(home.custody), rewrapAll(home.custody)])
    expect(results.reduce((sum, { rewrapped }) => sum + rewrapped, 0)).toBe(60)
    expect(await countReadable(home.custody)).toBe(60)
  })

  test('leaves an unreadable row exactly as it was, names it, and keeps the key that it names', async () => {
    await sealMany(home.custody, 3)
    const { db, ring } = home.custody
    const old = await ring.newestId()
    const { ref } = await db.sealedKey.findFirstOrThrow()
    const broken = await db.sealedKey.update({ where: { ref }, data: { purpose: 'restore' } })
    await addRingKey(home.custody)
    expect(await rewrapAll(home.custody)).toEqual({ rewrapped: 2, unreadable: [ref], remaining: 1 })
    expect(await db.sealedKey.findUnique({ where: { ref } })).toEqual(broken)
    await expect(retireKey(home.custody, old)).rejects.toThrow('1 sealed keys still need')
    await db.sealedKey.update({ where: { ref }, data: { purpose: 'backup' } })
    expect(await rewrapAll(home.custody)).toEqual({ rewrapped: 1, unreadable: [], remaining: 0 })
  })

  test('does not replace a wrap that cannot give the key of the stored public half', async () => {
    await sealMany(home.custody, 2)
    const { db } = home.custody
    const { ref } = await db.sealedKey.findFirstOrThrow()
    const ciphertext = new Uint8Array(1800)
    const broken = await db.sealedKey.update({ where: { ref }, data: { ciphertext } })
    await addRingKey(home.custody)
    expect((await rewrapAll(home.custody)).unreadable).toEqual([ref])
    expect(await db.sealedKey.findUnique({ where: { ref } })).toEqual(broken)
  })

  test('passes over destroyed keys, which hold no key-encryption key back', async () => {
    await sealMany(home.custody, 2)
    const old = await home.custody.ring.newestId()
    const { ref } = await home.custody.db.sealedKey.findFirstOrThrow()
    await home.custodian.destroy(ref)
    await addRingKey(home.custody)
    expect(await rewrapAll(home.custody)).toEqual({ rewrapped: 1, unreadable: [], remaining: 0 })
    await retireKey(home.custody, old)
    expect(await home.custodian.status(ref)).toBe('destroyed')
  })

  test('never retires the key that seals', async () => {
    await expect(retireKey(home.custody, await home.custody.ring.newestId())).rejects.toThrow('newest')
  })

  test('a key made while the ring rotates is sealed by a key that stays', async () => {
    const old = await home.custody.ring.newestId()
    await sealMany(home.custody, 40)
    await addRingKey(home.custody)
    const [created] = await Promise.all([
      createEnvelopeCustodian(home.custody).create(makeBinding()),
      rewrapAll(home.custody),
    ])
    await rewrapAll(home.custody)
    await retireKey(home.custody, old)
    expect(await home.custodian.status(created.ref)).toBe('sealed')
  })
})
