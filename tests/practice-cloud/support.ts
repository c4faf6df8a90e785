import { constants, createHash, createPublicKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import forge from 'node-forge'
import { startPracticeCloud } from '@/practice-cloud/server'
import type { PracticeCloud } from '@/practice-cloud/server'

export const AZURE_CLI = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'
export const GRAPH = '00000003-0000-0000-c000-000000000000'
export const EXCHANGE = '00000002-0000-0ff1-ce00-000000000000'
export const GRAPH_SCOPE = 'https://graph.microsoft.com/.default'
const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code'
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

export interface Reply {
  status: number
  headers: Headers
  // The answers of a server under test have any shape; each test states what it expects of them.
  body: Record<string, unknown>
}

async function reply(response: Response): Promise<Reply> {
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? {} : (JSON.parse(text) as Reply['body']),
  }
}

/** What Entra says went wrong, as a number. */
export function aadsts({ body }: Reply): unknown {
  return (body['error_codes'] as unknown[] | undefined)?.[0]
}

/** What Graph says went wrong. */
export function code({ body }: Reply): unknown {
  return (body['error'] as { code?: unknown } | undefined)?.code
}

export function rows({ body }: Reply): Record<string, unknown>[] {
  return body['value'] as Record<string, unknown>[]
}

export interface Certificate {
  privateKey: KeyObject
  /** Base64 DER. */
  der: string
  sha256: string
}

export interface CertificateWish {
  days?: number
  startsAt?: number
  issuedBy?: string
}

/** Making a key takes long and a few are enough: neighbours in time never share one. */
const POOL = 8
const pool: KeyObject[] = []
let taken = 0

function nextKey(): KeyObject {
  const index = taken++ % POOL
  pool[index] ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  return pool[index]
}

/** A fresh certificate of a key that was made here and never stored. */
export function newCertificate({
  days = 365,
  startsAt = Date.now() - 900_000,
  issuedBy,
}: CertificateWish = {}): Certificate {
  const privateKey = nextKey()
  const pem = privateKey.export({ format: 'pem', type: 'pkcs1' }).toString()
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = forge.pki.publicKeyFromPem(
    createPublicKey(privateKey).export({ format: 'pem', type: 'spki' }).toString(),
  )
  certificate.serialNumber = `01${randomUUID().replaceAll('-', '')}`
  certificate.validity.notBefore = new Date(Math.floor(startsAt / 1000) * 1000)
  certificate.validity.notAfter = new Date(Math.floor(startsAt / 1000) * 1000 + days * 86_400_000)
  certificate.setSubject([{ name: 'commonName', value: 'Backup of a practice tenant' }])
  certificate.setIssuer([{ name: 'commonName', value: issuedBy ?? 'Backup of a practice tenant' }])
  certificate.sign(forge.pki.privateKeyFromPem(pem), forge.md.sha256.create())
  const der = Buffer.from(forge.asn1.toDer(forge.pki.certificateToAsn1(certificate)).getBytes(), 'binary')
  return {
    privateKey,
    der: der.toString('base64'),
    sha256: createHash('sha256').update(der).digest('hex').toUpperCase(),
  }
}

export function signJwt(certificate: Certificate, claims: object, header: Record<string, unknown> = {}): string {
  const x5t = Buffer.from(certificate.sha256, 'hex').toString('base64url')
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const head = { alg: 'PS256', typ: 'JWT', 'x5t#S256': x5t, ...header }
  const input = `${encode(head)}.${encode(claims)}`
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
  const key = head.alg === 'PS256' ? { key: certificate.privateKey, ...pss } : certificate.privateKey
  return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`
}

export function keyCredential(certificate: Certificate, keyId: string = randomUUID()): Record<string, unknown> {
  return { type: 'AsymmetricX509Cert', usage: 'Verify', key: certificate.der, keyId }
}

/** A client of the practice cloud that knows HTTP and nothing of its insides. */
export class Visitor {
  readonly cloud: PracticeCloud
  readonly tenantId: string

  constructor(cloud: PracticeCloud, tenantId: string) {
    this.cloud = cloud
    this.tenantId = tenantId
  }

  async form(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Reply> {
    const body = new URLSearchParams(fields)
    return reply(await fetch(`${this.cloud.origin}${path}`, { method: 'POST', body, headers }))
  }

  deviceCode(fields: Record<string, string> = {}, authority = this.tenantId): Promise<Reply> {
    return this.form(`/${authority}/oauth2/v2.0/devicecode`, { client_id: AZURE_CLI, scope: GRAPH_SCOPE, ...fields })
  }

  poll(deviceCode: unknown, fields: Record<string, string> = {}, authority = this.tenantId): Promise<Reply> {
    return this.form(`/${authority}/oauth2/v2.0/token`, {
      grant_type: DEVICE_GRANT,
      client_id: AZURE_CLI,
      device_code: String(deviceCode),
      ...fields,
    })
  }

  /** Signs a person in by device code and gives the token answer. */
  async signInReply(person: string, fields: Record<string, string> = {}): Promise<Reply> {
    const started = await this.deviceCode(fields)
    await this.cloud.control.signIn({ userCode: String(started.body['user_code']), person })
    const { scope: _scope, ...same } = fields
    return this.poll(started.body['device_code'], same)
  }

  async signIn(person: string, fields: Record<string, string> = {}): Promise<string> {
    return String((await this.signInReply(person, fields)).body['access_token'])
  }

  async graph(
    token: string,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    return reply(
      await fetch(`${this.cloud.origin}/v1.0${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    )
  }

  assertion(
    appId: string,
    certificate: Certificate,
    claims: Record<string, unknown> = {},
    header: Record<string, unknown> = {},
  ): string {
    const now = Math.floor(Date.now() / 1000)
    const aud = `${this.cloud.origin}/${this.tenantId}/oauth2/v2.0/token`
    const all = { aud, iss: appId, sub: appId, jti: randomUUID(), nbf: now - 300, iat: now, exp: now + 600, ...claims }
    return signJwt(certificate, all, header)
  }

  /** The fields by which an application proves itself at the token endpoint. */
  proof(appId: string, certificate: Certificate, claims: Record<string, unknown> = {}): Record<string, string> {
    return { client_assertion_type: ASSERTION_TYPE, client_assertion: this.assertion(appId, certificate, claims) }
  }

  tokenReply(appId: string, assertion: string, scope: string = GRAPH_SCOPE): Promise<Reply> {
    return this.form(`/${this.tenantId}/oauth2/v2.0/token`, {
      grant_type: 'client_credentials',
      client_id: appId,
      scope,
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: assertion,
    })
  }

  async appToken(appId: string, certificate: Certificate, scope?: string): Promise<string> {
    return String((await this.tokenReply(appId, this.assertion(appId, certificate), scope)).body['access_token'])
  }

  /** The object id of one of Microsoft's principals and the id of one of its roles. */
  async role(token: string, resourceAppId: string, value: string): Promise<{ resourceId: string; appRoleId: string }> {
    const found = await this.graph(token, 'GET', `/servicePrincipals(appId='${resourceAppId}')?$select=id,appRoles`)
    const roles = found.body['appRoles'] as { id: string; value: string }[]
    return {
      resourceId: String(found.body['id']),
      appRoleId: roles.find((role) => role.value === value)?.id ?? 'no such role',
    }
  }

  async grant(
    token: string,
    principalId: string,
    value: string,
    resourceAppId: string = GRAPH,
    reader = token,
  ): Promise<Reply> {
    const role = await this.role(reader, resourceAppId, value)
    return this.graph(token, 'POST', `/servicePrincipals/${principalId}/appRoleAssignments`, { principalId, ...role })
  }
}

export interface Registered {
  token: string
  objectId: string
  appId: string
  principalId: string
  keyId: string
}

/** An application with a certificate, a service principal and some grants, made by the Global Administrator. */
export async function register(
  visitor: Visitor,
  certificate: Certificate,
  roles: readonly string[] = [],
): Promise<Registered> {
  const token = await visitor.signIn('global-administrator')
  const keyId = randomUUID()
  const application = await visitor.graph(token, 'POST', '/applications', {
    displayName: 'Backup',
    keyCredentials: [keyCredential(certificate, keyId)],
  })
  const appId = String(application.body['appId'])
  const principal = await visitor.graph(token, 'POST', '/servicePrincipals', { appId })
  const principalId = String(principal.body['id'])
  for (const role of roles) await visitor.grant(token, principalId, role)
  return { token, objectId: String(application.body['id']), appId, principalId, keyId }
}

let names = 0

/** A fresh tenant in a running cloud, so that tests do not see each other. */
export async function newTenant(cloud: PracticeCloud, wanted: Record<string, unknown> = {}): Promise<Visitor> {
  const domain = `tenant-${String(++names)}-${randomUUID().slice(0, 8)}.example`
  const { tenantId } = await cloud.control.createTenant({ domain, displayName: 'A practice tenant', ...wanted })
  return new Visitor(cloud, tenantId)
}

export function startCloud(): Promise<PracticeCloud> {
  return startPracticeCloud()
}

export function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as Record<string, unknown>
}
