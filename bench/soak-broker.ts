import { tokenFor } from '@/lib/broker/broker'
import { publicError } from '@/lib/errors'
import { runtime } from '@/lib/runtime'
import { brokerTenants, callerWith, type BrokerTenant } from '../tests/support/broker'
import { seeded, soakBroker, type Question, type SoakResult } from '../tests/support/broker-soak'
import { brokerPortal } from '../tests/support/broker-portal'
import { openHouse, type House } from '../tests/support/tenants'
import makeTestHome from '../tests/support/test-home'

/** Does the broker ever give a token of another tenant? `npm run soak broker [answers in process] [answers over HTTP] [tenants]`. */
const [answers = '1000000', overHttp = '20000', tenantCount = '500'] = process.argv.slice(2)

/** Callers who reach all, two, twenty or none of the tenants. */
function reachesOver(tenants: readonly BrokerTenant[]) {
  const ids = tenants.map(({ id }) => id)
  const some = (from: number, count: number) =>
    Array.from({ length: count }, (_, at) => ids[(from + at * 7) % ids.length] ?? '')
  const reaches = [some(0, 2), some(11, 20), some(100, 20), some(3, 250), some(200, 250)]
  return ['all' as const, 'all' as const, ...reaches]
}

async function inProcess(): Promise<SoakResult & { seconds: number }> {
  const house = await openHouse()
  try {
    const tenants = await brokerTenants(house.cloud.control, Number(tenantCount))
    const reaches = reachesOver(tenants)
    const callers = reaches.map((reach) =>
      callerWith({ reach, expiresAt: new Date(Date.now() + 10 * 365 * 86_400_000) }),
    )
    const ask = ({ caller, tenant, resource }: Question) =>
      tokenFor(callers[caller] ?? callerWith({ scopes: [] }), tenant.id, { resource, purpose: 'backup' }).then(
        ({ accessToken }) => accessToken,
        (error: unknown) => {
          if (publicError(error).status === 404) return null
          throw error
        },
      )
    const began = performance.now()
    const jump = clockJumps(house, 57 * 60_000)
    // every token ends a few times while this runs
    const between = (round: number) => (round % 300 === 299 ? jump() : Promise.resolve())
    const result = await soakBroker(
      { answers: Number(answers), together: 2000, tenants, reaches, ask, between },
      seeded(1),
    )
    return { ...result, seconds: (performance.now() - began) / 1000 }
  } finally {
    await house.close()
  }
}

/** Our clock and Microsoft’s, moved on together again and again. */
function clockJumps(house: House, milliseconds: number): () => Promise<void> {
  const { clock } = runtime()
  let ahead = 0
  return async () => {
    ahead += milliseconds
    runtime().clock = { ...clock, now: () => new Date(clock.now().getTime() + ahead) }
    await house.cloud.control.setClock({ offsetSeconds: ahead / 1000 })
  }
}

async function overTheWire(): Promise<SoakResult & { seconds: number }> {
  const portal = await brokerPortal()
  try {
    const tenants = await brokerTenants(portal.control, Number(tenantCount))
    const reaches = reachesOver(tenants)
    const tokens = await Promise.all(reaches.map((reach) => portal.accessToken(reach)))
    const ask = async ({ caller, tenant, resource }: Question) => {
      const answer = await portal.ask(tokens[caller] ?? '', tenant.id, { resource })
      if (answer.status === 404) return null
      if (answer.status !== 200) throw new Error(`the portal answered ${answer.status}`)
      return ((await answer.json()) as { accessToken: string }).accessToken
    }
    const began = performance.now()
    const result = await soakBroker({ answers: Number(overHttp), together: 64, tenants, reaches, ask }, seeded(2))
    return { ...result, seconds: (performance.now() - began) / 1000 }
  } finally {
    await portal.stop()
  }
}

function print(where: string, { given, refused, wrong, missed, seconds }: SoakResult & { seconds: number }): void {
  const lines: [string, string | number][] = [
    ['answers', given],
    ['of them with a wrong tenant, application or resource (goal 0)', wrong.length],
    ['refused, out of reach', refused],
    ['refused although allowed (goal 0)', missed.length],
    ['wall time in seconds', Math.round(seconds)],
    ['answers a second', Math.round(given / seconds)],
  ]
  console.log(`${where}, over ${tenantCount} tenants`)
  for (const [what, value] of lines) console.log(`  ${what.padEnd(64)} ${value}`)
  for (const one of [...wrong, ...missed].slice(0, 10)) console.log(`  ${one}`)
  if (wrong.length + missed.length > 0) process.exitCode = 1
}

const endDatabases = makeTestHome()
print('In process', await inProcess())
if (Number(overHttp) > 0) print('Over HTTP', await overTheWire())
await endDatabases()
process.exit()
