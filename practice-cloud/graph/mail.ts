import { z } from 'zod'
import { refuseWithoutMailbox } from './workloads'
import type { GraphCall, GraphResult } from './call'
import { badRequest, GraphRefusal } from './refusals'

const base64 = z.base64()

/**
 * `POST /users/{id}/sendMail` with a finished MIME message, base64 as text/plain. It goes nowhere: a practice cloud sends
 * no mail. The JSON form is not offered.
 */
export function sendMail(call: GraphCall): GraphResult {
  refuseWithoutMailbox(call)
  const { headers, body } = call.message
  if (!/^text\/plain\b/i.test(headers['content-type'] ?? '')) throw badRequest('Only MIME content is taken here.')
  const mime = base64.safeParse(body).success ? Buffer.from(body, 'base64').toString('utf8') : ''
  const [heads = ''] = mime.split('\r\n\r\n', 1)
  if (mime === '') {
    throw new GraphRefusal(400, 'ErrorMimeContentInvalidBase64String', 'Invalid base64 string for MIME content.')
  }
  if (!/^to: \S/im.test(heads))
    throw new GraphRefusal(400, 'ErrorInvalidRecipients', 'At least one recipient is needed.')
  return { status: 202 }
}
