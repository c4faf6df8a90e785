import { oauthRoute, onlyByPost } from '@/app/_edge/oauth'
import type { Form } from '@/lib/api-clients/form'
import { answerTokenRequest, unkept, type EndpointAnswer } from '@/lib/api-clients/token-endpoint'
import { answerAtDoor } from '@/lib/restore/door'

export const POST = oauthRoute((request) => answerTokenRequest(request, answerRestore))
export { onlyByPost as GET, onlyByPost as PUT, onlyByPost as PATCH, onlyByPost as DELETE }

/** The same door as backup software’s own, with the error names of RFC 6749 only. */
async function answerRestore(form: Form, address: string | null): Promise<EndpointAnswer> {
  const { status, body, retryAfterSeconds } = await answerAtDoor(form, address)
  const error = body['error'] === 'too_many_requests' ? { error: 'temporarily_unavailable' } : {}
  const wait = retryAfterSeconds === null ? {} : { 'Retry-After': String(retryAfterSeconds) }
  return { status, headers: { ...unkept, ...wait }, body: { ...body, ...error } }
}
