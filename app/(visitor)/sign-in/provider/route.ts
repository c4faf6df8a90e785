import { runtime } from '@/lib/runtime'
import { safeNextPath } from '../../../_edge/next-path'
import { beginAtProvider } from '../../../_edge/provider-start'

export const dynamic = 'force-dynamic'

/** Leads to the OpenID provider. It opens nothing by itself, so it may be a plain address. */
export async function GET(request: Request): Promise<Response> {
  if (runtime().settings.SSO_ISSUER === undefined) return new Response(null, { status: 404 })
  return beginAtProvider(safeNextPath(new URL(request.url).searchParams.get('next')))
}
