import type { Cloud } from '../cloud'
import { beginAuthorization, locationOf } from '../entra/authorize'
import type { Return } from '../entra/authorize'
import { approveInBrowser, cancelInBrowser } from '../entra/browser-sign-in'
import type { Landing } from '../entra/browser-sign-in'
import type { ConsentFor } from '../entra/consent'
import { refuseMissingTenant } from '../entra/entrance'
import { EntraRefusal } from '../entra/refusals'
import { approve, checkFlow, decline, findPerson, UNKNOWN_CODE } from '../entra/sign-in'
import type { Shown } from '../entra/sign-in'
import { findTenant } from '../state/cloud'
import type { AuthorizeAs, Authorized, SignIn } from './control'
import { ControlMistake } from './mistake'

type Decision = Pick<SignIn, 'outcome' | 'consent'>

function consentOf({ outcome, consent }: Decision): ConsentFor | 'declined' {
  return outcome === 'consent-declined' ? 'declined' : (consent ?? 'organization')
}

function unknownPerson(person: string): Shown {
  return {
    outcome: 'person-unknown',
    title: 'We could not find that account',
    text: `No account '${person}'.`,
    code: 50034,
  }
}

/** The device page, from the code to its last sentence. */
export async function signInByCode(cloud: Cloud, wanted: SignIn): Promise<Shown> {
  const flow = cloud.flows.byUserCode(wanted.userCode)
  const refused = checkFlow(cloud, flow)
  if (flow === undefined || refused !== undefined) return refused ?? UNKNOWN_CODE
  if (wanted.outcome === 'decline') return decline(flow)
  const person = findPerson(cloud, flow.tenantId, wanted.person)
  if (person === undefined) return unknownPerson(wanted.person)
  const shown = approve(cloud, flow, person, consentOf(wanted))
  if ('mayAll' in shown) throw new ControlMistake('The question of consent stayed open.')
  await cloud.file.save()
  return shown
}

/** The sign-in page of an authorization request, from its address to the way back. */
export async function authorizeAs(cloud: Cloud, wanted: AuthorizeAs): Promise<Authorized> {
  const url = new URL(wanted.url)
  const authority = /^\/([^/]+)\/oauth2\/v2\.0\/authorize$/.exec(url.pathname)?.[1]
  if (authority === undefined) throw new ControlMistake(`'${url.pathname}' is not the address of an authorization.`)
  const tenant = findTenant(cloud.state, authority)
  try {
    refuseMissingTenant(cloud, { authority, tenant })
  } catch (error) {
    if (error instanceof EntraRefusal) return { shown: shownOf(error) }
    throw error
  }
  const begun = beginAuthorization(cloud, authority, tenant, url.searchParams)
  if (begun.kind === 'page') return { shown: shownOf(begun.refusal) }
  if (begun.kind === 'return') return wayOf(begun.back)
  const { request } = begun
  if (wanted.outcome === 'decline') return landed(cancelInBrowser(request))
  const person = findPerson(cloud, request.tenantId, wanted.person)
  if (person === undefined) return { shown: unknownPerson(wanted.person) }
  const asked = approveInBrowser(cloud, request, person)
  const landing = asked.kind === 'consent' ? approveInBrowser(cloud, request, person, consentOf(wanted)) : asked
  await cloud.file.save()
  return landed(landing)
}

function shownOf(refusal: EntraRefusal): Shown {
  const text = `AADSTS${String(refusal.number)}: ${refusal.message}`
  return { outcome: 'blocked', title: 'Sorry, but we are having trouble signing you in', text, code: refusal.number }
}

function wayOf(back: Return): Authorized {
  return back.responseMode === 'form_post'
    ? { post: { action: back.redirectUri, fields: { ...back.fields } } }
    : { location: locationOf(back) }
}

function landed(landing: Landing): Authorized {
  if (landing.kind === 'consent') throw new ControlMistake('The question of consent stayed open.')
  return landing.kind === 'stop' ? { shown: landing.shown, ...wayOf(landing.back) } : wayOf(landing.back)
}
