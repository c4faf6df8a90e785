import { randomBytes, randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addRingKey, retireKey, rewrapAll } from '@/lib/keys/rewrap'
import { createVault, type SecretVault } from '@/lib/keys/vault'
import { makeInstallation, type TestInstallation } from './installation'
import { sealMany } from './sealed-rows'

let home: TestInstallation
let vault: SecretVault
const holder = randomUUID()

beforeEach(async () => {
  home = await makeInstallation()
  vault = createVault(home.custody)
})
afterEach(() => home.close())

describe('the vault', () => {
  test('gives back what was sealed, to its holder only, and rests unreadable', async () => {
    const secret = randomBytes(20)
    const ref = await vault.seal('second-factor', holder, secret)
    expect(await vault.open(ref, 'second-factor', holder)).toEqual(secret)
    await expect(vault.open(ref, 'second-factor', randomUUID())).rejects.toMatchObject({ code: 'key_unreadable' })
    await expect(vault.open(randomUUID(), 'second-factor', holder)).rejects.toMatchObject({ code: 'key_unreadable' })
    const { ciphertext, wrappedKey } = await home.custody.db.sealedSecret.findUniqueOrThrow({ where: { ref } })
    expect(Buffer.concat([ciphertext, wrappedKey]).includes(secret)).toBe(false)
  })

  test('does not open a row that took the place of another', async () => {
    const { db } = home.custody
    const [mine, other] = [await seal(holder), await seal(randomUUID())]
    const { ref: _ref, holder: _holder, ...stolen } = await db.sealedSecret.findUniqueOrThrow({ where: { ref: other } })
    await db.sealedSecret.update({ where: { ref: mine }, data: stolen })
    await expect(vault.open(mine, 'second-factor', holder)).rejects.toMatchObject({ code: 'key_unreadable' })
  })

  test('is empty of what was destroyed, however often', async () => {
    const ref = await seal(holder)
    await vault.destroy(ref)
    await vault.destroy(ref)
    expect(await home.custody.db.sealedSecret.count()).toBe(0)
  })

  test('keeps every secret through a rotation of the ring, beside the private keys', async () => {
    await sealMany(home.custody, 3)
    const secret = randomBytes(20)
    const refs = await Promise.all(Array.from({ length: 60 }, () => vault.seal('second-factor', holder, secret)))
    const old = await home.custody.ring.newestId()
    await addRingKey(home.custody)
    await expect(retireKey(home.custody, old)).rejects.toThrow('63 sealed keys still need')
    expect(await rewrapAll(home.custody)).toEqual({ rewrapped: 63, unreadable: [], remaining: 0 })
    await retireKey(home.custody, old)
    for (const ref of refs) expect(await vault.open(ref, 'second-factor', holder)).toEqual(secret)
  })

  test('a secret that does not open is named and left as it was, and its key stays', async () => {
    const { db, ring } = home.custody
    const ref = await seal(holder)
    const old = await ring.newestId()
    const broken = await db.sealedSecret.update({ where: { ref }, data: { holder: randomUUID() } })
    await addRingKey(home.custody)
    expect(await rewrapAll(home.custody)).toEqual({ rewrapped: 0, unreadable: [ref], remaining: 1 })
    expect(await db.sealedSecret.findUnique({ where: { ref } })).toEqual(broken)
    await expect(retireKey(home.custody, old)).rejects.toThrow('1 sealed keys still need')
  })
})

function seal(of: string): Promise<string> {
  return vault.seal('second-factor', of, randomBytes(20))
}
