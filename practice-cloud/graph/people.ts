import { usersOf } from '../data/content'
import type { DirectoryUser } from '../data/content'
import type { Person } from '../data/people'
import { directoryPeople } from '../data/people'
import { wholeSeconds } from '../clock'
import type { Tenant } from '../state/tenant'
import { refuseGuests } from './access'
import type { GraphCall, GraphResult } from './call'
import { param } from './call'
import { answerList, answerOne } from './query'
import { notFound } from './refusals'

const EXCHANGE_PLAN = 'efb87545-963c-4e0d-99df-69c6916d9eb0'
const E3_SKU = '05e9a617-0261-4cee-bb44-138d3ef5d965'

/** The eleven properties that Graph gives by default. */
export function showPerson(person: Pick<Person, 'objectId' | 'displayName' | 'directoryUpn'>): Record<string, unknown> {
  const [givenName, surname] = person.displayName.split(' ')
  return {
    businessPhones: [],
    displayName: person.displayName,
    givenName: givenName ?? null,
    jobTitle: null,
    mail: null,
    mobilePhone: null,
    officeLocation: null,
    preferredLanguage: null,
    surname: surname ?? null,
    userPrincipalName: person.directoryUpn,
    id: person.objectId,
  }
}

function showUser(tenant: Tenant, user: DirectoryUser): Record<string, unknown> {
  const row = showPerson({ objectId: user.objectId, displayName: user.displayName, directoryUpn: user.upn })
  const licensed = user.hasMailbox
  return {
    ...row,
    mail: licensed ? user.upn : null,
    '+accountEnabled': true,
    '+userType': user.isMember ? 'Member' : 'Guest',
    '+createdDateTime': wholeSeconds(tenant.facts.createdAt),
    '+assignedLicenses': licensed ? [{ disabledPlans: [], skuId: E3_SKU }] : [],
    '+assignedPlans': licensed
      ? [
          {
            assignedDateTime: wholeSeconds(tenant.facts.createdAt),
            capabilityStatus: 'Enabled',
            service: 'exchange',
            servicePlanId: EXCHANGE_PLAN,
          },
        ]
      : [],
    '+mailNickname': user.upn.split('@')[0] ?? null,
    '+proxyAddresses': licensed ? [`SMTP:${user.upn}`] : [],
    '+usageLocation': 'DE',
  }
}

export function listUsers(call: GraphCall): GraphResult {
  refuseGuests(call)
  const rows = usersOf(call.tenant).map((user) => showUser(call.tenant, user))
  return { status: 200, body: answerList(call, 'users', rows) }
}

/** By object id or by address. */
export function lookupUser(call: GraphCall): DirectoryUser {
  const id = param(call, 'user').toLowerCase()
  const user = usersOf(call.tenant).find((each) => each.objectId === id || each.upn.toLowerCase() === id)
  if (user === undefined) throw notFound(param(call, 'user'))
  return user
}

export function getUser(call: GraphCall): GraphResult {
  refuseGuests(call)
  return { status: 200, body: answerOne(call, 'users', showUser(call.tenant, lookupUser(call))) }
}

/** A partner's technician has no user object in the customer's directory. */
export function getMe(call: GraphCall): GraphResult {
  const person = directoryPeople(call.tenant).find((each) => each.objectId === call.caller.claims.oid)
  const user = usersOf(call.tenant).find((each) => each.objectId === person?.objectId)
  if (user === undefined) throw notFound(call.caller.claims.oid)
  return { status: 200, body: answerOne(call, 'users', showUser(call.tenant, user)) }
}
