import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { deflateRaw, inflateRaw } from 'node:zlib'
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from 'jose'
import { isAppError } from '../errors'
import { roomState, runtime } from '../runtime'

const deflate = promisify(deflateRaw)
const inflate = promisify(inflateRaw)

/** What a carrier is for: one kind is never taken for another. */
export type CarrierKind = 'access' | 'refresh' | 'ask'

const setting = 'restore.carrierKey'
const vaultPurpose = 'restore-carrier'
const mostBytes = 64 * 1024

/**
 * A sealed text that somebody else keeps for us (JWE, RFC 7516, `dir` with A256GCM): Microsoft's tokens travel in it with
 * whoever holds ours, so that nothing of them rests here. Its key is in the vault.
 */
export async function sealCarrier(kind: CarrierKind, body: object): Promise<string> {
  const { kid, key } = await currentKey()
  const bytes = await deflate(Buffer.from(JSON.stringify(body), 'utf8'))
  const header = { alg: 'dir', enc: 'A256GCM', kid, typ: `lk-${kind}` } as const
  return new CompactEncrypt(bytes).setProtectedHeader(header).encrypt(key)
}

/** Null for anything that this installation did not seal as this kind, or that was changed on the way. */
export async function openCarrier(kind: CarrierKind, text: string): Promise<unknown> {
  try {
    const { kid, typ } = decodeProtectedHeader(text)
    if (typeof kid !== 'string' || typ !== `lk-${kind}`) return null
    const key = await keyNamed(kid)
    if (key === null) return null
    const options = { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] }
    const { plaintext } = await compactDecrypt(text, key, options)
    const opened = await inflate(plaintext, { maxOutputLength: mostBytes })
    return JSON.parse(opened.toString('utf8')) as unknown
  } catch (error) {
    if (isAppError(error)) throw error
    return null
  }
}

function keysHere(): Map<string, Uint8Array> {
  return roomState('restore.carrier-keys', () => new Map<string, Uint8Array>())
}

async function currentKey(): Promise<{ kid: string; key: Uint8Array }> {
  const kid = (await readRef()) ?? (await makeKey())
  const key = await keyNamed(kid)
  if (key === null) throw new Error('the key of sealed carriers is not in the vault')
  return { kid, key }
}

async function keyNamed(kid: string): Promise<Uint8Array | null> {
  const known = keysHere().get(kid)
  if (known !== undefined) return known
  if ((await readRef()) !== kid) return null
  const { vault, installationId } = runtime()
  const key = new Uint8Array(await vault.open(kid, vaultPurpose, installationId))
  keysHere().set(kid, key)
  return key
}

async function readRef(): Promise<string | null> {
  const row = await runtime().db.setting.findUnique({ where: { name: setting } })
  return typeof row?.value === 'string' ? row.value : null
}

/** Two processes may make one at the same moment: the first to be written counts, the other is erased. */
async function makeKey(): Promise<string> {
  const { db, vault, installationId } = runtime()
  const made = await vault.seal(vaultPurpose, installationId, randomBytes(32))
  await db.setting.createMany({ data: [{ name: setting, value: made }], skipDuplicates: true })
  const kept = await readRef()
  if (kept === null) throw new Error('the key of sealed carriers was not kept')
  if (kept !== made) await vault.destroy(made)
  return kept
}
