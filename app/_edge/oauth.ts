import type { EndpointRequest } from '@/lib/api-clients/form'
import { unkept, type EndpointAnswer } from '@/lib/api-clients/token-endpoint'
import { addressOf } from './address'
import { portalAddress } from './portal-address'

/** A token with what it carries, an assertion and a little more; longer bodies are not read to their end. */
const mostBytes = 64 * 1024

/** An endpoint of RFC 6749: no cookie counts, no session is asked for. */
export function oauthRoute(answer: (request: EndpointRequest) => Promise<EndpointAnswer>) {
  return async (request: Request): Promise<Response> => {
    const { status, headers, body } = await answer({
      issuer: portalAddress(),
      query: new URL(request.url).search,
      contentType: request.headers.get('content-type'),
      body: await readBody(request),
      authorization: request.headers.get('authorization'),
      address: addressOf(request.headers.get('x-forwarded-for')),
    })
    if (body === null) return new Response(null, { status, headers })
    return Response.json(body, { status, headers })
  }
}

/** For every other method: who opens the address in a browser, or asks by GET, is told in the form that clients read. */
export function onlyByPost(): Response {
  const body = { error: 'invalid_request', error_description: 'Send a POST with a form as its body.' }
  return Response.json(body, { status: 405, headers: { ...unkept, Allow: 'POST' } })
}

async function readBody({ body }: Request): Promise<string | null> {
  if (body === null) return ''
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of body as ReadableStream<Uint8Array> & AsyncIterable<Uint8Array>) {
    length += part.byteLength
    if (length > mostBytes) return null
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}
