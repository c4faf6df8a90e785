import { chmod, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addKey, openRing, removeKey, type Ring } from '@/lib/keys/ring'
import { makeFolder } from './installation'

let folder: string
let file: string
beforeEach(async () => {
  folder = await makeFolder()
  file = path.join(folder, 'private', 'key-ring.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const data = (kekId: string) => Buffer.from(`for ${kekId}`)
const seal = (ring: Ring, text = 'hello') => ring.seal(Buffer.from(text), data)

async function keysOnDisk(): Promise<string[]> {
  const content = JSON.parse(await readFile(file, 'utf8')) as { keys: { key: string }[] }
  return content.keys.map(({ key }) => key)
}

async function messageOf(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => 'no refusal',
    (error: unknown) => inspect(error),
  )
}

describe('the key ring file', () => {
  test('is made once, for its owner alone, in a folder for its owner alone', async () => {
    await openRing(file, { create: true })
    expect((await stat(file)).mode & 0o777).toBe(0o400)
    expect((await stat(path.dirname(file))).mode & 0o777).toBe(0o700)
    const first = await readFile(file)
    await openRing(file, { create: true })
    expect(await readFile(file)).toEqual(first)
    expect(await readdir(path.dirname(file))).toEqual(['key-ring.json'])
  })

  test('is one ring when twenty starts make it at once', async () => {
    const rings = await Promise.all(Array.from({ length: 20 }, () => openRing(file, { create: true })))
    const names = await Promise.all(rings.map((ring) => ring.newestId()))
    expect(new Set(names).size).toBe(1)
    const box = await seal(rings[3]!)
    expect(await rings[17]!.open(box.kekId, box, data(box.kekId))).toEqual(Buffer.from('hello'))
    expect(await readdir(path.dirname(file))).toEqual(['key-ring.json'])
  })

  test('is never made silently where one is expected', async () => {
    expect(await messageOf(openRing(file, { create: false }))).toContain('is missing. Put it back')
  })

  test.each([0o440, 0o404, 0o644, 0o620, 0o401])(
    'with mode %o is refused with the command that mends it',
    async (mode) => {
      await openRing(file, { create: true })
      await chmod(file, mode)
      expect(await messageOf(openRing(file, { create: true }))).toContain(`chmod 400 '${file}'`)
      await chmod(file, 0o600)
      await expect(openRing(file, { create: false })).resolves.toBeDefined()
    },
  )

  test('is not made in a folder where every account may write', async () => {
    await mkdir(path.dirname(file))
    await chmod(path.dirname(file), 0o777)
    expect(await messageOf(openRing(file, { create: true }))).toContain(`chmod 700 '${path.dirname(file)}'`)
  })

  test('may be a link to a private file, and is not a folder', async () => {
    await openRing(file, { create: true })
    const linked = path.join(folder, 'linked.json')
    await symlink(file, linked)
    await expect(openRing(linked, { create: false })).resolves.toBeDefined()
    expect(await messageOf(openRing(path.dirname(file), { create: false }))).toContain('is not a file')
  })

  test.each([
    ['empty', ''],
    ['cut off', '{"format":1,"keys":[{"id":"a","createdAt":"2026","key":"c2VjcmV0LWNhbmFyeQ'],
    ['another format', '{"format":2,"keys":[]}'],
    ['without keys', '{"format":1,"keys":[]}'],
    ['with a short key', '{"format":1,"keys":[{"id":"a","createdAt":"2026","key":"c2VjcmV0LWNhbmFyeQ=="}]}'],
  ])('%s is refused and its content is not repeated', async (_, content) => {
    await mkdir(path.dirname(file), { mode: 0o700 })
    await writeFile(file, content, { mode: 0o600 })
    const message = await messageOf(openRing(file, { create: true }))
    expect(message).toContain('is damaged')
    expect(message).not.toContain('c2VjcmV0')
    expect(await readFile(file, 'utf8')).toBe(content)
  })

  test('with two keys of one name is refused', async () => {
    await openRing(file, { create: true })
    const text = await readFile(file, 'utf8')
    const ring = JSON.parse(text) as { keys: unknown[] }
    await chmod(file, 0o600)
    await writeFile(file, JSON.stringify({ ...ring, keys: [...ring.keys, ...ring.keys] }))
    expect(await messageOf(openRing(file, { create: false }))).toContain('is damaged')
  })
})

describe('the ring', () => {
  test('seals with the newest key and still opens with the older ones', async () => {
    const ring = await openRing(file, { create: true })
    const before = await seal(ring)
    const added = await addKey(file)
    const after = await seal(ring)
    expect(after.kekId).toBe(added)
    expect(before.kekId).not.toBe(added)
    for (const box of [before, after]) {
      expect(await ring.open(box.kekId, box, data(box.kekId))).toEqual(Buffer.from('hello'))
    }
  })

  test('learns a key that another process added', async () => {
    const [portal, operator] = [await openRing(file, { create: true }), await openRing(file, { create: true })]
    await addKey(file)
    const box = await seal(operator)
    expect(await portal.open(box.kekId, box, data(box.kekId))).toEqual(Buffer.from('hello'))
  })

  test('opens nothing with other associated data, another name or a changed box', async () => {
    const ring = await openRing(file, { create: true })
    const box = await seal(ring)
    expect(await ring.open(box.kekId, box, Buffer.from('other'))).toBeNull()
    expect(await ring.open('unknown', box, data(box.kekId))).toBeNull()
    expect(await ring.open(box.kekId, { ...box, tag: box.tag.subarray(0, 12) }, data(box.kekId))).toBeNull()
    expect(await ring.open(box.kekId, { ...box, ciphertext: Buffer.from('hallo') }, data(box.kekId))).toBeNull()
  })

  test('changes of two processes at once lose no key: one is told to wait', async () => {
    await openRing(file, { create: true })
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => addKey(file)))
    const added = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
    expect(added.length).toBeGreaterThan(0)
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []))
    for (const message of refused) expect(message).toContain('is under way')
    const ids = await (await openRing(file, { create: false })).ids()
    expect(ids).toHaveLength(added.length + 1)
    expect(ids).toEqual(expect.arrayContaining(added))
  })

  test('keeps its newest key', async () => {
    const ring = await openRing(file, { create: true })
    await expect(removeKey(file, await ring.newestId())).rejects.toThrow('newest')
  })

  test('shows no key when it is printed, serialised or refused', async () => {
    const ring = await openRing(file, { create: true })
    const [key] = await keysOnDisk()
    await chmod(file, 0o644)
    const shown = [
      inspect(ring, { depth: null, showHidden: true }),
      JSON.stringify(ring),
      await messageOf(ring.ids()),
      await messageOf(openRing(file, { create: true })),
    ].join('\n')
    expect(key).toHaveLength(44)
    expect(shown).not.toContain(key)
    expect(shown).not.toContain(Buffer.from(key ?? '', 'base64').toString('hex'))
  })
})
