import type { Cloud } from '../cloud'
import type { Person } from '../data/people'
import type { AuthorizationRequest } from './authorizations'
import { refuse } from './authorize'
import type { Return } from './authorize'
import { knownClient } from './clients'
import { consentQuestion, recordConsent } from './consent'
import type { ConsentFor, ConsentQuestion } from './consent'
import { blockedByPolicy, EntraRefusal, secondFactorRequired } from './refusals'
import { isForeign } from './sign-in'
import type { Shown } from './sign-in'

/** Where a browser sign-in ends: back at the application, at a page that only leads back, or at a question. */
export type Landing =
  | { kind: 'return'; back: Return }
  | { kind: 'stop'; shown: Shown; back: Return }
  | { kind: 'consent'; question: ConsentQuestion }

function addressOf({ redirectUri, responseMode, state }: AuthorizationRequest): Return {
  return { redirectUri, responseMode, fields: state === undefined ? {} : { state } }
}

/** The person turned back before signing in: OpenID Connect's `access_denied`, without a number. */
export function cancelInBrowser(request: AuthorizationRequest): Landing {
  const back = addressOf(request)
  const fields = {
    error: 'access_denied',
    error_subcode: 'cancel',
    error_description: 'The user has denied access to the scope requested by the client application.',
    ...back.fields,
  }
  return { kind: 'return', back: { ...back, fields } }
}

/** Everything that Microsoft checks once the person is known; `consent` is their answer, if they were asked. */
export function approveInBrowser(
  cloud: Cloud,
  request: AuthorizationRequest,
  person: Person,
  consent?: ConsentFor | 'declined',
): Landing {
  const stopped = stopOf(cloud, request, person)
  if (stopped !== undefined) return stopped
  const consented = consentTo(cloud, request, person, consent)
  if (consented !== undefined) return consented
  const now = cloud.state.clock.now()
  const code = cloud.authorizations.issue(request, person, now, cloud.markers.authorizationCode)
  const back = addressOf(request)
  return { kind: 'return', back: { ...back, fields: { code, ...back.fields, session_state: sessionState(person) } } }
}

/** Absent where nobody has to be asked, or the answer was yes, which is on record then. */
function consentTo(
  cloud: Cloud,
  request: AuthorizationRequest,
  person: Person,
  consent: ConsentFor | 'declined' | undefined,
): Landing | undefined {
  const forAll = request.prompt === 'admin_consent'
  const question = questionFor(cloud, request, person, consent === undefined)
  if (question === 'needs-admin') return needsAdministrator(cloud, request)
  if (consent === 'declined') return declineConsent(cloud, request)
  if (question === undefined) return undefined
  if (consent === undefined) return { kind: 'consent', question }
  const whom = forAll || (consent === 'organization' && question.mayAll) ? 'organization' : 'person'
  recordConsent(cloud, request, person, whom)
  return undefined
}

/** `prompt=consent` asks again once; `admin_consent` asks administrators only. */
function questionFor(cloud: Cloud, request: AuthorizationRequest, person: Person, isFirst: boolean) {
  const forAll = request.prompt === 'admin_consent'
  const question = consentQuestion(cloud, request, person, isFirst && (forAll || request.prompt === 'consent'))
  return forAll && typeof question === 'object' && !question.mayAll ? 'needs-admin' : question
}

/** Opaque to applications. */
function sessionState(person: Person): string {
  return person.objectId
}

function declineConsent(cloud: Cloud, request: AuthorizationRequest): Landing {
  const refusal = new EntraRefusal(65004, 'User declined to consent to access the app.')
  return { kind: 'return', back: refuse(cloud, addressOf(request), refusal, { error_subcode: 'cancel' }) }
}

function needsAdministrator(cloud: Cloud, request: AuthorizationRequest): Landing {
  const refusal = new EntraRefusal(90094, 'The grant requires admin permission.')
  return stop(cloud, request, refusal, {
    title: 'Need admin approval',
    text: 'Only an administrator can consent to what this program asks for.',
  })
}

function stop(
  cloud: Cloud,
  request: AuthorizationRequest,
  refusal: EntraRefusal,
  words: { title: string; text: string },
  error = 'access_denied',
): Landing {
  const shown: Shown = { outcome: 'blocked', ...words, code: refusal.number }
  return { kind: 'stop', shown, back: refuse(cloud, addressOf(request), refusal, { error }) }
}

function stopOf(cloud: Cloud, request: AuthorizationRequest, person: Person): Landing | undefined {
  const { faults } = cloud
  const occasion = { method: 'POST', path: '/authorize', operation: 'signIn' }
  if (faults.take('code-declined', request.tenantId, occasion) !== undefined) return cancelInBrowser(request)
  const isStranger = isForeign(request, person) || isOfElsewhere(request, person) || isPersonal(cloud, request, person)
  if (isStranger || faults.take('foreign-account', request.tenantId, occasion) !== undefined)
    return stop(
      cloud,
      request,
      new EntraRefusal(
        50020,
        `User account '${person.upn}' from identity provider 'https://sts.windows.net/${person.homeTenantId}/' does not exist in tenant '${request.authority}' and cannot access the application '${request.clientId}' in that tenant.`,
      ),
      { title: 'This account cannot be used here', text: `${person.upn} does not exist in this tenant.` },
    )
  if (faults.take('browser-sign-in-blocked', request.tenantId, occasion) !== undefined)
    return stop(cloud, request, blockedByPolicy(), {
      title: 'You cannot access this right now',
      text: 'Your sign-in was successful but does not meet the criteria to access this resource. Access has been blocked by Conditional Access policies.',
    })
  if (faults.take('mfa-required', request.tenantId, occasion) === undefined) return undefined
  return stop(
    cloud,
    request,
    secondFactorRequired(),
    { title: 'More information is needed', text: 'You must use multi-factor authentication, and none is set up.' },
    'interaction_required',
  )
}

/** A tenant's own address admits its members, guests and partners, and nobody of elsewhere. */
function isOfElsewhere(request: AuthorizationRequest, person: Person): boolean {
  return request.tenantId !== undefined && person.tenantId !== request.tenantId
}

/** A registered application for organisations admits no personal account, whatever the authority. */
function isPersonal(cloud: Cloud, request: AuthorizationRequest, person: Person): boolean {
  return person.kind === 'personal-account' && knownClient(cloud, request.clientId)?.home !== undefined
}
