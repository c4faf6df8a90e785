import * as oauth from 'oauth4webapi'
import * as openid from 'openid-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { authenticate } from '@/lib/api-clients/authenticate'
import { makeClient } from '@/lib/api-clients/clients'
import { openFamily } from '@/lib/api-clients/families'
import { clientWith, keyPairs, wanted, type Pair } from '../../support/keyed-clients'
import { openTokenHouse, type TokenHouse } from '../../support/token-server'

const { p256, rsa, ed25519 } = keyPairs()

let served: TokenHouse
let url: string
/** Has the P-256 key. */
let clientId: string

beforeAll(async () => {
  served = await openTokenHouse()
  url = served.url
  clientId = await clientWith(served.house.actor, p256)
}, 60_000)
afterAll(() => served.close())

// eslint-disable-next-line @typescript-eslint/no-deprecated -- the endpoints of this test have no TLS before them
const insecure = { [oauth.allowInsecureRequests]: true }
const subtleKey = (pair: Pair, algorithm: AlgorithmIdentifier | EcKeyImportParams | RsaHashedImportParams) =>
  crypto.subtle.importKey('jwk', pair.privateKey.export({ format: 'jwk' }) as JsonWebKey, algorithm, false, ['sign'])

async function discover() {
  const issuer = new URL(url)
  const response = await oauth.discoveryRequest(issuer, { ...insecure, algorithm: 'oauth2' })
  return oauth.processDiscoveryResponse(issuer, response)
}

async function withSecret() {
  const { id, secret } = await makeClient(served.house.actor, wanted)
  return { id, secret: secret ?? '' }
}

test('the strict client oauth4webapi finds the endpoints, gets a token in each way of proof, and revokes it', async () => {
  const as = await discover()
  const { id, secret } = await withSecret()
  const ways: [string, oauth.ClientAuth][] = [
    [id, oauth.ClientSecretBasic(secret)],
    [id, oauth.ClientSecretPost(secret)],
    [clientId, oauth.PrivateKeyJwt(await subtleKey(p256, { name: 'ECDSA', namedCurve: 'P-256' }))],
    [await clientWith(served.house.actor, ed25519), oauth.PrivateKeyJwt(await subtleKey(ed25519, { name: 'Ed25519' }))],
    [
      await clientWith(served.house.actor, rsa),
      oauth.PrivateKeyJwt(await subtleKey(rsa, { name: 'RSA-PSS', hash: 'SHA-256' })),
    ],
  ]
  for (const [client_id, auth] of ways) {
    const client = { client_id }
    const response = await oauth.clientCredentialsGrantRequest(as, client, auth, { scope: 'tenants:read' }, insecure)
    const { access_token } = await oauth.processClientCredentialsResponse(as, client, response)
    expect(await authenticate(access_token)).toMatchObject({ id: client_id })
    await oauth.processRevocationResponse(await oauth.revocationRequest(as, client, auth, access_token, insecure))
    expect(await authenticate(access_token)).toBeNull()
  }
})

test('the strict client oauth4webapi exchanges a refresh token, and reads a refusal as what it is', async () => {
  const as = await discover()
  const { id, secret } = await withSecret()
  const client = { client_id: id }
  const auth = oauth.ClientSecretPost(secret)
  const scopes = ['tenants:read'] as const
  const first = await openFamily({
    ...{ kind: 'client', clientId: id, name: 'x', scopes, accessSeconds: 60, withRefresh: true },
  })
  const old = first.refreshToken ?? ''
  const response = await oauth.refreshTokenGrantRequest(as, client, auth, old, insecure)
  const { access_token } = await oauth.processRefreshTokenResponse(as, client, response)
  expect(await authenticate(access_token)).toMatchObject({ id })
  const again = await oauth.refreshTokenGrantRequest(as, client, auth, old, insecure)
  await expect(oauth.processRefreshTokenResponse(as, client, again)).rejects.toMatchObject({
    error: 'invalid_grant',
    status: 400,
  })
})

test('the strict client openid-client does the same from the metadata alone', async () => {
  const { id, secret } = await withSecret()
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the endpoints of this test have no TLS before them
  const options: openid.DiscoveryRequestOptions = { algorithm: 'oauth2', execute: [openid.allowInsecureRequests] }
  const config = await openid.discovery(new URL(url), id, undefined, openid.ClientSecretBasic(secret), options)
  const { access_token, expires_in } = await openid.clientCredentialsGrant(config, { scope: 'tenants:read' })
  expect(expires_in).toBe(3600)
  await openid.tokenRevocation(config, access_token)
  expect(await authenticate(access_token)).toBeNull()
  const key = await subtleKey(p256, { name: 'ECDSA', namedCurve: 'P-256' })
  const keyed = await openid.discovery(new URL(url), clientId, undefined, openid.PrivateKeyJwt(key), options)
  const token = await openid.clientCredentialsGrant(keyed)
  expect(await authenticate(token.access_token)).toMatchObject({ id: clientId, scopes: ['tenants:read'] })
})
