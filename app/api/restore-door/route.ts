import { storageTrouble } from '@/lib/errors'
import { report } from '@/lib/log'
import { answerAtDoor } from '@/lib/restore/door'
import { refuseAtDoor, type DoorAnswer } from '@/lib/restore/door-answer'
import { longestBody, readDoorBody } from '@/lib/restore/door-body'
import { addressOf } from '../../_edge/address'

export const dynamic = 'force-dynamic'

/**
 * The token endpoint for restores, where backup software looks for it: `/v4/Token` to `/v8/token`, in any case. It answers
 * JSON to every request, whatever came.
 */
export async function POST(request: Request): Promise<Response> {
  try {
    const text = await readAtMost(request, longestBody)
    if (text === null) return send(refuseAtDoor(413, 'invalid_request', 'The body is longer than 64 KB.'))
    const body = readDoorBody(request.headers.get('content-type'), text)
    if (!body.ok) return send(refuseAtDoor(body.status, 'invalid_request', body.why))
    return send(await answerAtDoor(body.fields, addressOf(request.headers.get('x-forwarded-for') ?? undefined)))
  } catch (error) {
    report(error)
    const why = storageTrouble(error) === null ? 'Something went wrong on our side.' : 'Our database does not answer.'
    return send(refuseAtDoor(503, 'temporarily_unavailable', `${why} Try again in a minute.`, 60))
  }
}

function notThisWay(): Response {
  const answer = send(refuseAtDoor(405, 'invalid_request', 'Send a POST.'))
  answer.headers.set('Allow', 'POST')
  return answer
}

export { notThisWay as GET, notThisWay as PUT, notThisWay as PATCH, notThisWay as DELETE }

async function readAtMost(request: Request, most: number): Promise<string | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > most) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Tokens are kept by nobody on the way (RFC 6749 section 5.1). */
function send({ status, body, retryAfterSeconds }: DoorAnswer): Response {
  return Response.json(body, {
    status,
    headers: {
      'Cache-Control': 'no-store',
      Pragma: 'no-cache',
      ...(retryAfterSeconds === null ? {} : { 'Retry-After': String(retryAfterSeconds) }),
    },
  })
}
