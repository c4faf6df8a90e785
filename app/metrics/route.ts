import { readMetrics } from '@/lib/notifications/metrics'
import { problemResponse } from '../_edge/problem'

/** For Prometheus, with a token of its own instead of an operator. */
export async function GET(request: Request): Promise<Response> {
  try {
    const { text, contentType } = await readMetrics(request.headers.get('authorization'))
    return new Response(text, { headers: { 'Content-Type': contentType, 'Cache-Control': 'no-store' } })
  } catch (error) {
    return problemResponse(error)
  }
}
