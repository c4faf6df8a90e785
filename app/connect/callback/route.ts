import { report } from '@/lib/log'
import { receiveLanding, type Stopped } from '@/lib/settings/landings'
import { currentSession } from '../../_edge/session'

/**
 * Where Microsoft sends the browser back to. The query carries a code: it is read once, written nowhere, and the answer
 * leads on at once, so that it stays in no address bar and no history.
 */
export async function GET(request: Request): Promise<Response> {
  try {
    const answer = new URL(request.url).searchParams
    const session = await currentSession()
    const landed = await receiveLanding(session?.operator ?? null, session?.sessionId ?? null, answer)
    return leadTo('to' in landed ? landed.to : stoppedPage(landed.stopped))
  } catch (error) {
    report(error)
    return leadTo(stoppedPage('fault'))
  }
}

function stoppedPage(why: Stopped | 'fault'): string {
  return `/connect/stopped?why=${why}`
}

/** 303: the next request is a plain GET (RFC 9110 §15.4.4). */
function leadTo(path: string): Response {
  return new Response(null, {
    status: 303,
    headers: { Location: path, 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' },
  })
}
