import { randomUUID } from 'node:crypto'
import { cp, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkRing, openInstallationRing } from '@/lib/keys/canary'
import { createEnvelopeCustodian } from '@/lib/keys/envelope-custodian'
import { openRing } from '@/lib/keys/ring'
import { addRingKey } from '@/lib/keys/rewrap'
import { makeBinding, makeInstallation, type TestInstallation } from './installation'

let home: TestInstallation
beforeEach(async () => {
  home = await makeInstallation()
})
afterEach(() => home.close())

function reopen(file = home.custody.ring.file, installationId = home.custody.installationId) {
  return openInstallationRing({ db: home.custody.db, file, installationId })
}

async function otherRing(): Promise<string> {
  const file = path.join(home.folder, 'other.json')
  await openRing(file, { create: true })
  return file
}

describe('the start', () => {
  test('accepts the ring that sealed this database, again and again', async () => {
    await reopen()
    await reopen()
    expect(await home.custody.db.keyCanary.count()).toBe(1)
  })

  test('refuses another ring with one sentence that names the file, and writes nothing', async () => {
    const file = await otherRing()
    const before = await home.custody.db.keyCanary.findMany()
    await expect(reopen(file)).rejects.toThrow(`The key ring ${file} does not fit this database`)
    expect(await home.custody.db.keyCanary.findMany()).toEqual(before)
  })

  test('refuses the right ring for another installation', async () => {
    await expect(reopen(home.custody.ring.file, randomUUID())).rejects.toThrow('does not fit')
  })

  test('makes no new ring where the right one is lost', async () => {
    await rm(home.custody.ring.file)
    await expect(reopen()).rejects.toThrow('is missing. Put it back')
    expect(await readdir(path.dirname(home.custody.ring.file))).toEqual([])
  })

  test('makes no new ring beside sealed keys even when the canary is gone', async () => {
    await home.custodian.create(makeBinding())
    await home.custody.db.keyCanary.deleteMany()
    await expect(reopen(await otherRing())).rejects.toThrow('does not fit')
    await rm(home.custody.ring.file)
    await expect(reopen()).rejects.toThrow('is missing')
  })

  test('refuses yesterday’s ring after a rotation', async () => {
    const yesterday = path.join(home.folder, 'yesterday.json')
    await cp(home.custody.ring.file, yesterday)
    await addRingKey(home.custody)
    await expect(reopen(yesterday)).rejects.toThrow('does not fit')
    await expect(reopen()).resolves.toBeDefined()
  })

  test('finishes a rotation that was cut off before its canary', async () => {
    const added = await addRingKey(home.custody)
    await home.custody.db.keyCanary.delete({ where: { kekId: added } })
    await reopen()
    expect(await home.custody.db.keyCanary.count({ where: { kekId: added } })).toBe(1)
  })

  test.each(['iv', 'tag', 'ciphertext'] as const)('refuses a canary whose %s was changed', async (column) => {
    const canary = await home.custody.db.keyCanary.findFirstOrThrow()
    const changed = new Uint8Array(canary[column])
    changed[0] = (changed[0] ?? 0) ^ 1
    await home.custody.db.keyCanary.update({ where: { kekId: canary.kekId }, data: { [column]: changed } })
    await expect(checkRing(home.custody)).rejects.toThrow('does not fit')
  })

  test('a ring that is exchanged under a running process seals nothing', async () => {
    const other = await otherRing()
    await rm(home.custody.ring.file)
    await cp(other, home.custody.ring.file)
    const custodian = createEnvelopeCustodian(home.custody)
    await expect(custodian.create(makeBinding())).rejects.toThrow('never checked against this database')
    expect(await home.custody.db.sealedKey.count()).toBe(0)
  })
})
