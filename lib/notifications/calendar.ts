import { ICalCalendar } from 'ical-generator'
import { runtime } from '../runtime'
import { requireAccess } from './access'
import { listExpiries, type Expiry } from './expiry-store'

/** How often a calendar program should ask again (RFC 7986 §5.7), in seconds. */
const askAgainSeconds = 6 * 60 * 60

/**
 * The days on which certificates end, as an iCalendar (RFC 5545) for whoever has the secret. An entry keeps its identity
 * for the life of its certificate; a renewed one leaves the feed. Throws `not_signed_in`.
 */
export async function readCalendar(secret: string): Promise<string> {
  await requireAccess('calendar', secret)
  const { clock, installationId, settings } = runtime()
  const calendar = new ICalCalendar({
    name: 'Latchkey: certificates that end',
    prodId: { company: 'Latchkey', product: 'Latchkey', language: 'EN' },
    ttl: askAgainSeconds,
  })
  for (const expiry of await listExpiries()) {
    calendar.createEvent({
      id: `${expiry.id}@${installationId}`,
      start: expiry.at,
      allDay: true,
      stamp: clock.now(),
      timezone: 'UTC',
      ...wordsOf(expiry),
      ...(settings.PUBLIC_URL !== undefined &&
        expiry.path !== null && { url: `${settings.PUBLIC_URL.replace(/\/+$/, '')}${expiry.path}` }),
    })
  }
  return calendar.toString()
}

function wordsOf({ whose, what, practice, stops }: Expiry): { summary: string; description: string } {
  return {
    summary: `${practice ? 'Practice: ' : ''}${whose}: ${what} ends`,
    description: `If no newer certificate takes its place before this day, ${stops} stops working.`,
  }
}
