import { constants, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'

/** A key pair of this test run only. */
export interface TestKey {
  spki: Buffer
  publicKey: KeyObject
  rs256: (data: Uint8Array) => Promise<Buffer>
  ps256: (data: Uint8Array) => Promise<Buffer>
}

export function makeTestKey(modulusLength = 3072): TestKey {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength })
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
  return {
    publicKey,
    spki: publicKey.export({ type: 'spki', format: 'der' }),
    rs256: (data) => Promise.resolve(sign('sha256', data, privateKey)),
    ps256: (data) => Promise.resolve(sign('sha256', data, { key: privateKey, ...pss })),
  }
}
