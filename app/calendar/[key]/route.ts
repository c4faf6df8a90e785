import { readCalendar } from '@/lib/notifications/calendar'
import { problemResponse } from '../../_edge/problem'

/** For calendar programs, which cannot sign in: the secret is part of the address, with or without `.ics` behind it. */
export async function GET(_request: Request, { params }: { params: Promise<{ key: string }> }): Promise<Response> {
  try {
    const { key } = await params
    const feed = await readCalendar(key.replace(/\.ics$/, ''))
    return new Response(feed, {
      headers: { 'Content-Type': 'text/calendar; charset=utf-8', 'Cache-Control': 'no-store' },
    })
  } catch (error) {
    return problemResponse(error)
  }
}
