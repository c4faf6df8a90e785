import type { ErrorCode } from '@/lib/errors'

/** What helps, for who writes a program against the API. A new code does not compile until it has its words. */
export const problemWords: Readonly<Record<ErrorCode, string>> = {
  malformed: 'Send the body as JSON (RFC 8259). The same request fails again.',
  invalid_input: 'Look at errors: each names a place of the request and what does not fit there.',
  token_missing: 'Ask for an access token, and send it in the header Authorization: Bearer. It is not read elsewhere.',
  token_invalid: 'Ask for a new access token. If that is refused too, the client was disabled or has expired.',
  not_signed_in: 'This address is for people who are signed in. A program takes the addresses under /api/v1.',
  scope_missing: 'An owner or a manager gives scopes to the client in the settings. Ask for a new token afterwards.',
  not_allowed: 'What is asked is not for this client or this person. The same request fails again.',
  not_found:
    'Nothing has this id, or it belongs to a customer that this client does not reach: both are answered the same.',
  method_not_allowed: 'The header Allow names the methods that are answered at this address.',
  conflict: 'Read the tenant or the run again, and decide by what it says now.',
  run_open: 'Follow the open run. It ends by itself, or waits for a person on its page.',
  run_ended: 'Begin a new run if there is something left to do.',
  key_reused: 'Send a new idempotency key for a new request. The first request was answered and stands.',
  too_large: 'Send less at once.',
  media_type: 'Send the header Content-Type: application/json.',
  domain_unknown: 'Check the spelling, or use the tenant’s onmicrosoft.com domain.',
  practice_off: 'Practice tenants are there for trying only, before the first real one is connected.',
  baseline_refused: 'Choose another baseline. Latchkey never asks for this permission.',
  setup_link_invalid: 'Whoever runs this installation makes a new link.',
  invitation_invalid: 'Ask the colleague who sent it for a new one.',
  too_many_tries: 'Wait as long as the answer says. Trying meanwhile does not lengthen it.',
  too_many_requests: 'Wait for the seconds in Retry-After. RateLimit on every answer says how much is left.',
  microsoft_unreachable: 'Nothing was changed. Send the same request again in a minute.',
  microsoft_refused:
    'Sending it again does not help. The tenant’s page says what is wrong with its key and who can mend it.',
  microsoft_busy: 'Wait for the seconds in Retry-After, then send the same request again.',
  key_unreadable: 'Whoever runs this installation has to look at its key ring. Sending it again does not help.',
  storage_away: 'Nothing was changed. Send the same request again in a minute.',
  storage_full: 'Nothing was changed. Whoever runs this installation has to make room on its disk.',
  internal: 'It was recorded. Tell whoever runs this installation the requestId of the answer.',
}
