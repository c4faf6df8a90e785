import { z } from 'zod'
import { AppError } from '../errors'
import { runtime } from '../runtime'
import type { Actor } from '../staff/actor'
import { requireMay } from '../staff/permissions'
import { assertionGrant } from './door'
import { dropEverywhere } from './lending'
import { unreachable } from './server-address'
import { postToServer, type ServerAnswer } from './server-call'
import { findServer } from './servers'
import { lookAt, markTaken } from './taking'

/** What the backup server answered, for the operator who handed over, once. */
export interface HandedOver {
  server: string
  accessToken: string
  refreshToken: string | null
  /** When the access token ends, as the server says it; null where it does not. */
  expires: string | null
}

const tokens = z.object({
  access_token: z.string().min(1).max(20_000),
  refresh_token: z.string().max(20_000).optional().catch(undefined),
  '.expires': z.string().max(60).optional().catch(undefined),
})
const trouble = z.object({
  message: z.string().max(2_000).optional().catch(undefined),
  error_description: z.string().max(2_000).optional().catch(undefined),
})

/** Versions that else answer with a token for browsers beside the pair, and ask for it. */
const knowsAntiforgery: ReadonlySet<string> = new Set(['v7', 'v8'])

/**
 * The third request of a restore with security defaults: the verbatim assertion to the server's token path. A refusal
 * leaves the assertion where it is, so that another try costs no second sign-in.
 */
export async function handOver(actor: Actor, signInId: string, serverId: string): Promise<HandedOver> {
  requireMay(actor, 'tenants.change')
  const server = await findServer(serverId)
  const { row, assertion } = await lookAt(actor, signInId)
  const body = new URLSearchParams({
    grant_type: assertionGrant,
    client_id: row.organizationName,
    assertion,
    ...(knowsAntiforgery.has(server.version) ? { disable_antiforgery_token: 'true' } : {}),
  })
  const answer = await postToServer(server, body.toString(), runtime().settings.MICROSOFT_TIMEOUT_SECONDS * 1000)
  const parsed = tokens.safeParse(parse(answer.text))
  if (answer.status !== 200 || !parsed.success) throw unreachable(explain(server, answer))
  if (!(await markTaken(actor, row, 'handed-over', { server: server.name }))) {
    throw new AppError('conflict', 'taken meanwhile', {
      say: 'This assertion was taken at the same moment. Sign in again.',
    })
  }
  await dropEverywhere(signInId)
  const { access_token, refresh_token, '.expires': expires } = parsed.data
  return {
    server: server.name,
    accessToken: access_token,
    refreshToken: refresh_token ?? null,
    expires: expires ?? null,
  }
}

function explain({ name, version }: { name: string; version: string }, { status, text }: ServerAnswer): string {
  if (status === 404)
    return `${name} has no token path for ${version}. Register it with the version that it really runs.`
  const parsed = trouble.safeParse(parse(text))
  const said = parsed.success ? (parsed.data.error_description ?? parsed.data.message) : undefined
  const words = said === undefined ? 'It gave no reason.' : `It said: “${plain(said)}”`
  if (status === 400 || status === 401 || status === 403)
    return `${name} refused the sign-in (${status}). ${words} Is sign-in of tenants switched on there, and is this organization added?`
  if (status >= 500) return `${name} had trouble of its own (${status}). ${words} Try again in a minute.`
  return `${name} answered in an unknown way (${status}). ${words}`
}

/** Words of another system: one line, nothing that looks like a token. */
function plain(said: string): string {
  return said
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(/[\w.+/=-]{40,}/g, '…')
    .slice(0, 300)
    .trim()
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
