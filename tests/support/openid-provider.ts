import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT, decodeJwt, type CryptoKey } from 'jose'
import { Provider, type Configuration } from 'oidc-provider'

export interface ProviderPerson {
  sub: string
  name: string
  email?: string
  roles?: readonly string[]
  groups?: readonly string[]
}

export const client = { id: 'latchkey', secret: 'a-secret-that-only-tests-know' } as const

/** A real OpenID provider (oidc-provider, certified) on this machine. Whoever comes is signed in as `person`. */
export interface TestProvider {
  issuer: string
  /** Settings of a portal that trusts it. */
  settings: Record<string, string>
  /** Registers the portal; before that it answers nothing but 503. */
  trust: (portal: string) => void
  person: ProviderPerson
  /** The page of the provider asks who it is, instead of answering at once. */
  asks: boolean
  /** Replaces claims of each ID token, signed with the provider's own key. */
  forge: Record<string, unknown> | null
  close: () => Promise<void>
}

interface Options {
  /** As a provider that keeps claims out of the ID token (OpenID Connect Core §5.4) and tells them at userinfo. */
  thin?: boolean
}

export async function startProvider({ thin = false }: Options = {}): Promise<TestProvider> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  let answer: (request: IncomingMessage, response: ServerResponse) => unknown = (_request, response) =>
    response.writeHead(503).end()
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const jwk = { ...(await exportJWK(privateKey)), kid: 'test', alg: 'RS256', use: 'sig' }
  const made: TestProvider = {
    issuer,
    settings: { SSO_ISSUER: issuer, SSO_CLIENT_ID: client.id, SSO_CLIENT_SECRET: client.secret, SSO_NAME: 'Contoso' },
    trust: (portal) => {
      const provider = new Provider(issuer, configure(made, portal, jwk, thin))
      provider.use(async (context, next) => {
        const uid = /^\/interaction\/([\w-]+)/.exec(context.path)?.[1]
        if (uid !== undefined) return interact(provider, made, context.req, context.res, context)
        if (context.path === '/favicon.ico') {
          context.status = 204
          return
        }
        await next()
        if (context.path === '/token' && made.forge !== null) await forge(context, made.forge, privateKey)
      })
      answer = provider.callback()
    },
    person: { sub: 'nobody', name: 'Nobody' },
    asks: false,
    forge: null,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return made
}

function configure(made: TestProvider, portal: string, jwk: object, thin: boolean): Configuration {
  return {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [`${portal}/api/auth/callback/sso`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    jwks: { keys: [jwk] },
    cookies: { keys: ['only for tests'] },
    claims: { openid: ['sub'], profile: ['name', 'roles', 'groups'], email: ['email'] },
    conformIdTokenClaims: thin,
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ ...made.person, sub }) }),
    loadExistingGrant: async (context) => {
      const { client: known, session } = context.oidc
      if (known === undefined || session?.accountId === undefined) return undefined
      const grant = new context.oidc.provider.Grant({ clientId: known.clientId, accountId: session.accountId })
      grant.addOIDCScope('openid profile email')
      await grant.save()
      return grant
    },
  }
}

interface Answering {
  method: string
  body: unknown
  type: string
  respond?: boolean | undefined
}

/** A page with one button, or no page at all. */
async function interact(
  provider: Provider,
  made: TestProvider,
  request: IncomingMessage,
  response: ServerResponse,
  context: Answering,
): Promise<void> {
  if (made.asks && context.method === 'GET') {
    context.type = 'html'
    context.body = `<!doctype html><title>Contoso</title><form method="post"><button>Continue as ${made.person.name}</button></form>`
    return
  }
  context.respond = false
  await provider.interactionFinished(request, response, { login: { accountId: made.person.sub } })
}

async function forge(context: Answering, claims: Record<string, unknown>, key: CryptoKey): Promise<void> {
  const body = context.body as { id_token?: string } | undefined
  if (body?.id_token === undefined) return
  const forged = new SignJWT({ ...decodeJwt(body.id_token), ...claims })
  context.body = { ...body, id_token: await forged.setProtectedHeader({ alg: 'RS256', kid: 'test' }).sign(key) }
}
