import { createHash, randomBytes } from 'node:crypto'

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export function isGuid(text: string): boolean {
  return GUID.test(text)
}

function format(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')
}

/** The same seed gives the same GUID in every process, so that what can be derived need not be stored. */
export function guidFrom(...seed: readonly string[]): string {
  const hex = createHash('sha256').update(seed.join('\n')).digest('hex')
  return format(`${hex.slice(0, 12)}4${hex.slice(13, 16)}a${hex.slice(17, 32)}`)
}

/** A GUID as .NET stores it: the first three groups are little-endian. Grant ids are made of such bytes. */
function guidBytes(guid: string): Buffer {
  const bytes = Buffer.from(guid.replaceAll('-', ''), 'hex')
  bytes.subarray(0, 4).reverse()
  bytes.subarray(4, 6).reverse()
  bytes.subarray(6, 8).reverse()
  return bytes
}

/** appRoleAssignment ids begin with the principal and end in chance: 43 base64url characters. */
export function newAssignmentId(principalId: string): string {
  return Buffer.concat([guidBytes(principalId), randomBytes(16)]).toString('base64url')
}

/** A grant for one person names that person, too. */
export function scopeGrantId(clientId: string, resourceId: string, principalId?: string): string {
  const parts = principalId === undefined ? [clientId, resourceId] : [clientId, resourceId, principalId]
  return Buffer.concat(parts.map(guidBytes)).toString('base64url')
}

export function roleAssignmentId(roleDefinitionId: string, principalId: string): string {
  return `${Buffer.concat([guidBytes(roleDefinitionId), guidBytes(principalId)]).toString('base64url')}-1`
}
