import { exportFleet } from '@/lib/tenants/fleet'
import { operatorRoute } from '../../../_edge/route'
import { readFleetQuery } from '../../_fleet/fleet-url'
import { attachment } from '../../_parts/attachment'

/** Every tenant that the list would show, on all its pages, for a spreadsheet. */
export const GET = operatorRoute(async (operator, request) => {
  const query = readFleetQuery(Object.fromEntries(new URL(request.url).searchParams))
  const today = new Date().toISOString().slice(0, 10)
  return attachment(await exportFleet(operator, query), `latchkey-tenants-${today}.csv`, 'text/csv; charset=utf-8')
})
