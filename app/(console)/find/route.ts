import { findTenants } from '@/lib/tenants/fleet-find'
import { operatorRoute } from '../../_edge/route'

/** What the dialog Find asks while somebody types. */
export const GET = operatorRoute(async (operator, request) => {
  const words = new URL(request.url).searchParams.get('q') ?? ''
  return Response.json(await findTenants(operator, words))
})
