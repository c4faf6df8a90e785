import { portalAddress } from '@/app/_edge/portal-address'
import { readMetadata } from '@/lib/api-clients/metadata'

/** RFC 8414, served at /.well-known/oauth-authorization-server; made per request, since it names the portal's address. */
export function GET(_request: Request): Response {
  return Response.json(readMetadata(portalAddress()))
}
