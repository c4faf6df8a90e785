import type { Clock } from '@/lib/clock'
import type { Cloud } from './clouds'
import { createHttp } from './http'
import type { Bearer } from './tokens'

export type MailAnswer = { arrived: true; status: number; retryAfter: string | null } | { arrived: false; code: string }

/**
 * Sends a finished MIME message as somebody of the tenant (`POST /users/{id}/sendMail`, body base64 as text/plain, which
 * keeps the heads that make a thread). Takes the application permission Mail.Send. Not repeated here: a mail that was
 * taken and whose answer was lost would go out twice at once.
 */
export async function sendMime(
  { cloud, clock, timeoutMs }: { cloud: Cloud; clock: Clock; timeoutMs: number },
  { token, sender, mime }: { token: Bearer; sender: string; mime: Buffer },
): Promise<MailAnswer> {
  const answer = await createHttp({ cloud, clock, timeoutMs }).send({
    method: 'POST',
    url: `${cloud.graphOrigin}/v1.0/users/${encodeURIComponent(sender)}/sendMail`,
    headers: { authorization: `Bearer ${token.reveal()}`, 'content-type': 'text/plain' },
    body: mime.toString('base64'),
  })
  if (!answer.arrived) return { arrived: false, code: answer.failure.code }
  return { arrived: true, status: answer.status, retryAfter: answer.headers.get('retry-after') }
}
