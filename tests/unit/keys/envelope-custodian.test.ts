import { constants, createPublicKey, generateKeyPairSync, randomUUID, verify, type KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isAppError, publicError } from '@/lib/errors'
import { openEnvelope, sealEnvelope, type Envelope } from '@/lib/keys/envelope'
import { createEnvelopeCustodian, openPrivateKey } from '@/lib/keys/envelope-custodian'
import { bindingOf, envelopeOf, findSealedKey, type SealedKeyRow } from '@/lib/keys/store'
import { makeBinding, makeInstallation, type TestInstallation } from './installation'

const message = Buffer.from('bytes to sign')
let home: TestInstallation
let one: { ref: string; spki: Buffer }
let other: { ref: string; spki: Buffer }
beforeAll(async () => {
  home = await makeInstallation()
  one = await home.custodian.create(makeBinding())
  other = await home.custodian.create(makeBinding())
})
afterAll(() => home.close())

async function rowOf(ref: string): Promise<SealedKeyRow> {
  const row = await findSealedKey(home.custody.db, ref)
  if (row === null) throw new Error('the row is missing')
  return row
}

function publicHalf(spki: Buffer): KeyObject {
  return createPublicKey({ key: spki, format: 'der', type: 'spki' })
}

function flip(bytes: Uint8Array | null, at: number): Uint8Array<ArrayBuffer> {
  const changed = new Uint8Array(bytes ?? new Uint8Array(1))
  changed[at % changed.length] = (changed[at % changed.length] ?? 0) ^ 0x10
  return changed
}

async function expectUnreadable(attempt: Promise<unknown>): Promise<void> {
  await expect(attempt).rejects.toSatisfy((error) => isAppError(error) && error.code === 'key_unreadable')
}

/** Changes the row, looks, and puts it back. */
async function withChange(ref: string, change: Partial<SealedKeyRow>, look: () => Promise<void>): Promise<void> {
  const { db } = home.custody
  const before = await rowOf(ref)
  await db.sealedKey.update({ where: { ref }, data: change })
  try {
    await look()
  } finally {
    await db.sealedKey.update({ where: { ref: change.ref ?? ref }, data: before })
  }
}

describe('a new key', () => {
  test('is RSA-3072, committed, and signs PS256 and RS256 that its public half verifies', async () => {
    const key = publicHalf(one.spki)
    expect(key.asymmetricKeyDetails).toMatchObject({ modulusLength: 3072, publicExponent: 65537n })
    const pss = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
    expect(verify('sha256', message, pss, await home.custodian.sign(one.ref, 'PS256', message))).toBe(true)
    expect(verify('sha256', message, key, await home.custodian.sign(one.ref, 'RS256', message))).toBe(true)
    expect(await home.custodian.status(one.ref)).toBe('sealed')
  })

  test('signs after a restart: another custodian with another look at the ring', async () => {
    const again = createEnvelopeCustodian(home.custody)
    expect(verify('sha256', message, publicHalf(one.spki), await again.sign(one.ref, 'RS256', message))).toBe(true)
  })

  test('for a certificate that has one already is refused', async () => {
    const { certificateId } = await rowOf(one.ref)
    await expect(home.custodian.create(makeBinding({ certificateId }))).rejects.toThrow()
    expect(await home.custody.db.sealedKey.count({ where: { certificateId } })).toBe(1)
  })

  test('of this installation is missing for a ref nobody made', async () => {
    const ref = randomUUID()
    expect(await home.custodian.status(ref)).toBe('missing')
    await expectUnreadable(home.custodian.sign(ref, 'PS256', message))
  })
})

describe('a sealed row', () => {
  const fields = {
    tenantId: randomUUID(),
    certificateId: randomUUID(),
    keyVersion: 2,
    purpose: 'restore',
    ref: randomUUID(),
    format: 2,
    kekId: randomUUID(),
  }

  test.each(Object.entries(fields))('with another %s does not open', async (name, value) => {
    await withChange(one.ref, { [name]: value }, async () => {
      const ref = name === 'ref' ? fields.ref : one.ref
      await expectUnreadable(home.custodian.sign(ref, 'PS256', message))
      expect(await home.custodian.status(ref)).toBe('unreadable')
    })
    expect(await home.custodian.status(one.ref)).toBe('sealed')
  })

  test('of another installation does not open', async () => {
    const elsewhere = createEnvelopeCustodian({ ...home.custody, installationId: randomUUID() })
    await expectUnreadable(elsewhere.sign(one.ref, 'PS256', message))
  })

  test.each(['wrappedKey', 'iv', 'tag', 'ciphertext', 'spki'] as const)(
    'does not open after one bit of %s was flipped, wherever it is',
    async (column) => {
      const row = await rowOf(one.ref)
      for (const at of [0, 11, 12, 30, 59, 200, 1000]) {
        await withChange(one.ref, { [column]: flip(row[column], at) }, () =>
          expectUnreadable(home.custodian.sign(one.ref, 'PS256', message)),
        )
      }
      expect(await home.custodian.status(one.ref)).toBe('sealed')
    },
  )

  test.each([
    ['the whole secret', ['wrappedKey', 'iv', 'tag', 'ciphertext']],
    ['the secret and its public half', ['wrappedKey', 'iv', 'tag', 'ciphertext', 'spki']],
    ['the wrapped data key', ['wrappedKey']],
    ['the content', ['iv', 'tag', 'ciphertext']],
    ['the public half', ['spki']],
  ])('with %s of another row does not open', async (_, columns) => {
    const theirs = await rowOf(other.ref)
    const taken = Object.fromEntries(Object.entries(theirs).filter(([name]) => columns.includes(name)))
    await withChange(one.ref, taken, () => expectUnreadable(home.custodian.sign(one.ref, 'PS256', message)))
  })

  test('that holds another key under a perfect seal is caught by its public half', async () => {
    const { ring, installationId } = home.custody
    const row = await rowOf(one.ref)
    const stranger = generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey
    const pkcs8 = stranger.export({ type: 'pkcs8', format: 'der' })
    const forged = await sealEnvelope(ring, pkcs8, bindingOf(row, installationId))
    await expect(openPrivateKey(home.custody, { ...row, ...forged })).rejects.toThrow('public half')
  })

  test('that holds no key at all is refused, not a crash', async () => {
    const { ring, installationId } = home.custody
    const row = await rowOf(one.ref)
    const forged = await sealEnvelope(ring, Buffer.from('not a key'), bindingOf(row, installationId))
    await expectUnreadable(openPrivateKey(home.custody, { ...row, ...forged }))
  })

  test('never has the same data key, IV or wrap as another seal of the same content', async () => {
    const { ring, installationId } = home.custody
    const binding = bindingOf(await rowOf(one.ref), installationId)
    const seals = await Promise.all(Array.from({ length: 100 }, () => sealEnvelope(ring, message, binding)))
    for (const column of ['wrappedKey', 'iv', 'tag', 'ciphertext'] as const) {
      expect(new Set(seals.map((seal) => Buffer.from(seal[column]).toString('hex'))).size).toBe(100)
    }
    const opened = await openEnvelope(ring, seals[42] as Envelope, binding)
    expect(opened).toEqual(message)
  })
})

describe('destroying', () => {
  test('erases every secret column, leaves a tombstone, and may be repeated', async () => {
    const { ref } = await home.custodian.create(makeBinding())
    await home.custodian.destroy(ref)
    const row = await rowOf(ref)
    expect(row).toMatchObject({ wrappedKey: null, iv: null, tag: null, ciphertext: null })
    await home.custodian.destroy(ref)
    expect((await rowOf(ref)).destroyedAt).toEqual(row.destroyedAt)
    expect(await home.custodian.status(ref)).toBe('destroyed')
    await expectUnreadable(home.custodian.sign(ref, 'PS256', message))
    await expect(home.custodian.destroy(randomUUID())).resolves.toBeUndefined()
  })
})

describe('secrets', () => {
  test('are in no refusal, no printed object and no column', async () => {
    const row = await rowOf(one.ref)
    const key = await openPrivateKey(home.custody, row)
    const pkcs8 = key.export({ type: 'pkcs8', format: 'der' })
    const { keys } = JSON.parse(await readFile(home.custody.ring.file, 'utf8')) as { keys: { key: string }[] }
    const refusals: unknown[] = []
    for (const change of [{ purpose: 'restore' }, { tag: flip(row.tag, 0) }, { spki: flip(row.spki, 40) }]) {
      await withChange(one.ref, change, async () => {
        refusals.push(await home.custodian.sign(one.ref, 'PS256', message).catch((error: unknown) => error))
      })
    }
    expect(refusals.every(isAppError)).toBe(true)
    const shown = inspect([refusals, refusals.map(publicError), home.custodian, key], { depth: null, showHidden: true })
    const stored = envelopeOf(row)
    const columns = Buffer.concat(
      [stored?.wrappedKey, stored?.iv, stored?.tag, stored?.ciphertext].map((part) => part ?? Buffer.alloc(0)),
    )
    const middle = pkcs8.subarray(200, 232) // inside the private exponent and primes
    for (const secret of [middle, ...keys.map(({ key }) => Buffer.from(key, 'base64'))]) {
      for (const encoding of ['base64', 'hex', 'base64url'] as const)
        expect(shown).not.toContain(secret.toString(encoding))
      expect(columns.includes(secret)).toBe(false)
    }
    expect(shown).not.toContain('BEGIN')
  })
})
