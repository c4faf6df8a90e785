import type { PersonKind } from '@/practice-cloud/data/people'
import type { FaultInput } from '@/practice-cloud/faults/catalogue'
import { askForCode, prepareTenant, readCode, signIn, untilHeading, type Customer, type Studio } from './studio'

interface Scene {
  picture: string
  customer: Customer
  weather?: readonly FaultInput[]
  person?: PersonKind
  /** The heading under which the run stops. */
  title: RegExp
}

/** Failures that need one sign-in in one kind of weather. */
const scenes: readonly Scene[] = [
  {
    picture: 'failure-second-factor',
    customer: { customer: 'Lamna Healthcare', domain: 'lamna.example' },
    weather: [{ name: 'mfa-required' }],
    title: /wants a second factor/,
  },
  {
    picture: 'failure-role',
    customer: { customer: 'Alpine Ski House', domain: 'alpine-ski.example' },
    person: 'application-administrator',
    title: /may not do this/,
  },
  {
    picture: 'failure-code-blocked',
    customer: { customer: 'Fourth Coffee', domain: 'fourth-coffee.example' },
    weather: [{ name: 'device-code-blocked' }],
    title: /does not allow signing in with a code/,
  },
  {
    picture: 'failure-grant',
    customer: { customer: 'Proseware', domain: 'proseware.example' },
    weather: [{ name: 'refuse-grant', role: 'Sites.Read.All' }],
    title: /refused to grant Sites\.Read\.All/,
  },
]

export async function shootFailures(studio: Studio): Promise<void> {
  for (const scene of scenes) await shootScene(studio, scene)
  await shootThrottled(studio)
  await shootRequest(studio)
  await shootDeletedAndForeign(studio)
  await shootClock(studio)
  await studio.page.goto('/help/errors')
  await studio.shoot('help')
}

async function shootScene(studio: Studio, { picture, customer, weather = [], person, title }: Scene): Promise<void> {
  const tenantId = await prepareTenant(studio.cloud, customer)
  for (const fault of weather) await studio.cloud.fault(tenantId, fault)
  await signIn(studio, customer, person)
  await untilHeading(studio, title)
  await studio.shoot(picture)
}

async function shootThrottled(studio: Studio): Promise<void> {
  const customer = { customer: 'Relecloud', domain: 'relecloud.example' }
  const tenantId = await prepareTenant(studio.cloud, customer)
  const match = { method: 'PATCH', path: '/v1\\.0/applications' }
  await studio.cloud.fault(tenantId, { name: 'throttle', retryAfterSeconds: 60, match })
  await signIn(studio, customer)
  await studio.page.getByText('Microsoft asks us to wait.').waitFor()
  await studio.shoot('failure-throttled')
  await studio.cloud.clearFaults(tenantId)
}

async function shootRequest(studio: Studio): Promise<void> {
  const customer = { customer: 'Woodgrove Bank', domain: 'woodgrove.example' }
  const tenantId = await prepareTenant(studio.cloud, customer)
  await studio.cloud.fault(tenantId, { name: 'self-signed-forbidden' })
  await signIn(studio, customer)
  await untilHeading(studio, /their own authority has signed/)
  await studio.page.locator('.win-foot').getByRole('button', { name: 'Make the request' }).click()
  await untilHeading(studio, /sign this request/)
  await studio.shoot('failure-request')
}

/** Our unique name differs between two tenants by the tenant’s id alone. */
async function shootDeletedAndForeign(studio: Studio): Promise<void> {
  const { cloud, shoot } = studio
  const customer = { customer: 'Margie’s Travel', domain: 'margies-travel.example' }
  const tenantId = await prepareTenant(cloud, customer)
  await signIn(studio, customer)
  await untilHeading(studio, /is connected and proved/)
  const [application] = (await cloud.god(tenantId)).applications
  await cloud.plant(tenantId, { deleteApplication: { application: application?.appId ?? '' } })
  await signIn(studio, customer)
  await untilHeading(studio, /was deleted there/)
  await shoot('failure-deleted')

  const other = { customer: 'Humongous Insurance', domain: 'humongous.example' }
  const otherId = await prepareTenant(cloud, other)
  const uniqueName = (application?.uniqueName ?? '').replace(tenantId, otherId)
  const foreignApplication = { displayName: 'Mail archive (old)', uniqueName }
  const { id } = await cloud.plant(otherId, { foreignApplication })
  await cloud.plant(otherId, { foreignKey: { application: id } })
  await signIn(studio, other)
  await untilHeading(studio, /did not make holds our name/)
  await shoot('failure-foreign')
}

async function shootClock(studio: Studio): Promise<void> {
  const { page, cloud, shoot } = studio
  const customer = { customer: 'Graphic Design Institute', domain: 'graphic-design.example' }
  await prepareTenant(cloud, customer)
  await askForCode(studio, customer)
  await cloud.setClock({ offsetSeconds: 600 })
  await page.getByRole('button', { name: 'Stop here' }).click()
  await page.getByRole('link', { name: 'Start again' }).click()
  await page.getByRole('button', { name: 'Get a sign-in code' }).click()
  await untilHeading(studio, /The clock of this server/)
  await shoot('failure-clock')
  await cloud.setClock({ offsetSeconds: 0 })
  await page.locator('.win-foot').getByRole('button', { name: 'Get a new code' }).click()
  await readCode(studio)
}
