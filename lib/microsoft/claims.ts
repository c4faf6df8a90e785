import { z } from 'zod'
import { parseJson } from './json'
import { roleNames } from './roles'

/**
 * Who an access token speaks for, as far as its claims say. Access tokens are opaque to clients by contract, so this is
 * for showing and for a first check; the real check is the call that follows. Anything missing is null or empty.
 */
export interface Account {
  tenantId: string | null
  upn: string | null
  name: string | null
  objectId: string | null
  kind: 'member' | 'guest' | 'personal' | 'partner'
  /** Template ids of directory roles (`wids`). */
  roleTemplateIds: readonly string[]
  scopes: readonly string[]
}

/** What a delegated token says of itself beside the account: whose program asked for it, and when it ends. */
export interface TokenFacts {
  appId: string | null
  endsAt: Date | null
}

export interface AppClaims {
  tenantId: string | null
  appId: string | null
  roles: readonly string[]
  audience: string | null
}

const text = z.string().max(1000).optional().catch(undefined)
const list = z.array(z.string().max(300)).max(2000).optional().catch(undefined)

const shape = z.object({
  tid: text,
  oid: text,
  upn: text,
  unique_name: text,
  preferred_username: text,
  email: text,
  name: text,
  idp: text,
  iss: text,
  aud: text,
  acct: z.coerce.number().optional().catch(undefined),
  appid: text,
  azp: text,
  exp: z.number().int().positive().optional().catch(undefined),
  scp: z.string().max(20_000).optional().catch(undefined),
  wids: list,
  roles: list,
})

type Claims = z.output<typeof shape>

const personalTenant = '9188040d-6c67-4c5b-b112-36a304b66dad'

export function readAccount(accessToken: string): Account {
  const claims = decodeClaims(accessToken)
  return {
    tenantId: claims.tid?.toLowerCase() ?? null,
    upn: addressOf(claims),
    name: claims.name ?? null,
    objectId: claims.oid?.toLowerCase() ?? null,
    kind: kindOf(claims),
    roleTemplateIds: (claims.wids ?? []).map((id) => id.toLowerCase()),
    scopes: (claims.scp ?? '').split(' ').filter((scope) => scope !== ''),
  }
}

export function readTokenFacts(accessToken: string): TokenFacts {
  const { appid, azp, exp } = decodeClaims(accessToken)
  return { appId: (appid ?? azp)?.toLowerCase() ?? null, endsAt: exp === undefined ? null : new Date(exp * 1000) }
}

export function readAppClaims(accessToken: string): AppClaims {
  const claims = decodeClaims(accessToken)
  return {
    tenantId: claims.tid?.toLowerCase() ?? null,
    appId: (claims.appid ?? claims.azp)?.toLowerCase() ?? null,
    roles: claims.roles ?? [],
    audience: claims.aud ?? null,
  }
}

/** Who signed in, by an ID token whose signature, audience and nonce were checked. */
export interface Identity {
  tenantId: string
  upn: string | null
  name: string | null
}

/**
 * Null when the token is another tenant's. `tid` is there only with the scope `profile`; the issuer, which was compared
 * with the tenant's own, always names it.
 */
export function readIdentity(claims: Readonly<Record<string, unknown>>, tenantId: string): Identity | null {
  const parsed = shape.safeParse(claims)
  if (!parsed.success) return null
  const { tid, iss, name } = parsed.data
  if (tid !== undefined && tid.toLowerCase() !== tenantId.toLowerCase()) return null
  if (!iss?.toLowerCase().includes(`/${tenantId.toLowerCase()}/`)) return null
  return { tenantId, upn: addressOf(parsed.data), name: name ?? null }
}

/**
 * A guest has an object in the tenant (`#EXT#` in the name, `acct` 1). A partner's technician comes from a foreign
 * identity provider too, but has no object there and acts by roles that a delegated relationship gives.
 */
function kindOf(claims: Claims): Account['kind'] {
  if (isPersonal(claims)) return 'personal'
  if (isExternalName(claims.upn) || isExternalName(claims.unique_name)) return 'guest'
  const holdsRoles = roleNames(claims.wids ?? []).length > 0
  if (isForeign(claims) && (holdsRoles || claims.acct !== 1)) return 'partner'
  return claims.acct === 1 ? 'guest' : 'member'
}

/** Personal accounts have a tenant of their own; in a company's tenant they can only be guests. */
function isPersonal({ tid, idp, acct }: Claims): boolean {
  return tid?.toLowerCase() === personalTenant || (idp === 'live.com' && acct !== 1)
}

function isExternalName(name: string | undefined): boolean {
  return name?.toUpperCase().includes('#EXT#') ?? false
}

/** The address that the person knows, rather than the one that the tenant made up for a guest. */
function addressOf(claims: Claims): string | null {
  const address = isExternalName(claims.upn) ? (claims.unique_name ?? claims.upn) : (claims.upn ?? claims.unique_name)
  return address ?? claims.preferred_username ?? claims.email ?? null
}

/** The identity provider is another tenant's (`https://sts.windows.net/{tenant}/`). */
function isForeign({ idp, tid }: Claims): boolean {
  const home = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(idp?.toLowerCase() ?? '')?.[0]
  return home !== undefined && tid !== undefined && home !== tid.toLowerCase()
}

/** The signature is not checked: the token came from Microsoft over a channel that is, and is not ours to verify. */
function decodeClaims(accessToken: string): Claims {
  const payload = accessToken.split('.')[1] ?? ''
  const parsed = shape.safeParse(parseJson(Buffer.from(payload, 'base64url').toString('utf8')))
  return parsed.success ? parsed.data : {}
}
