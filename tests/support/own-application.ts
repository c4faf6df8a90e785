import { callbackPath, receiveLanding, type Visit } from '@/lib/settings/landings'
import { choosePreference, saveClientId, saveHome } from '@/lib/settings/own-application'
import { startOwnApplicationTest } from '@/lib/settings/own-application-test'
import { getOwnApplication } from '@/lib/settings/own-application-view'
import type { Preference } from '@/lib/settings/own-application-store'
import type { AuthorizeAs, NewApplication } from '@/practice-cloud/control/control'
import type { House } from './tenants'

/** The provider's own tenant in every practice cloud. */
export const homeDomain = 'provider.practice.example'
export const visit: Visit = { sessionId: 'session-one', servedAt: 'http://localhost:3000' }
export const redirectAddress = `${visit.servedAt}${callbackPath}`

/** Registers the application as the guide says, tests it and switches it on. */
export async function ownApplication(house: House, preference: Preference = 'when-blocked'): Promise<string> {
  const appId = await registered(house)
  await testNow(house)
  await choosePreference(house.actor, preference)
  return appId
}

/** As the guide says, with one thing done differently. */
export async function registered(house: House, differently: Partial<NewApplication> = {}): Promise<string> {
  await saveHome(house.actor, homeDomain)
  const { keys } = await getOwnApplication(house.actor, visit.servedAt)
  const { appId } = await house.cloud.control.registerApplication({
    tenantId: homeDomain,
    displayName: 'Relecloud sign-in',
    redirectUris: { web: [redirectAddress] },
    certificatePem: keys[0]?.pem,
    ...differently,
  })
  await saveClientId(house.actor, appId)
  return appId
}

/** Somebody goes to Microsoft, does their part and comes back. Null where Microsoft keeps them at a page. */
export async function goThere(
  house: House,
  url: string,
  how: Partial<AuthorizeAs> = {},
): Promise<URLSearchParams | null> {
  const { location } = await house.cloud.control.authorizeAs({ url, person: 'global-administrator', ...how })
  return location === undefined ? null : new URL(location).searchParams
}

/** As the browser of `visit` brings it back. */
export function comeBack(house: House, answer: URLSearchParams, sessionId = visit.sessionId) {
  return receiveLanding(house.actor, sessionId, answer)
}

/** Through “organizations” a kind of person is not enough: everybody’s tenant has one. */
async function technician(house: House): Promise<string> {
  const home = (await house.cloud.control.tenants()).find(({ domain }) => domain === homeDomain)
  return home?.people.find(({ kind }) => kind === 'global-administrator')?.upn ?? 'nobody'
}

export async function testNow(house: House, how: Partial<AuthorizeAs> = {}) {
  const { url } = await startOwnApplicationTest(house.actor, visit)
  const answer = await goThere(house, url, { person: await technician(house), ...how })
  if (answer !== null) await comeBack(house, answer)
  return (await getOwnApplication(house.actor, visit.servedAt)).test
}
