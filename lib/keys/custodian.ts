/** What a private key belongs to; bound into the seal, so that a row moved to another place does not open. */
export interface KeyBinding {
  /** Our tenant row's id. */
  tenantId: string
  /** The certificate's identity: the keyId that Latchkey chose for it. */
  certificateId: string
  keyVersion: number
  purpose: 'backup' | 'restore' | 'bootstrap'
}

export type KeyStatus = 'sealed' | 'destroyed' | 'missing' | 'unreadable'

/**
 * The only thing that ever sees a private key. The certificate's own signature, the client assertion and the addKey
 * proof all go through `sign` (PS256, or PKCS#1 v1.5 SHA-256 as `RS256` for the X.509 self-signature).
 */
export interface KeyCustodian {
  /** RSA-3072: generated, sealed, committed, read back and verified before this resolves. `spki` is DER. */
  create(binding: KeyBinding): Promise<{ ref: string; spki: Buffer }>
  sign(ref: string, algorithm: 'PS256' | 'RS256', data: Uint8Array): Promise<Buffer>
  /** Erases the sealed row's secret part; the row stays as a tombstone. Repeating it is harmless. */
  destroy(ref: string): Promise<void>
  status(ref: string): Promise<KeyStatus>
}
