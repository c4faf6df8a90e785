import http from 'node:http'
import { brokerTenants, tokenCalls } from '../tests/support/broker'
import { brokerPortal } from '../tests/support/broker-portal'
import { startBareRoute } from './bare-route'

/** What does a cached token over HTTP cost, against a bare Next route that answers a constant of the same size? */
const seconds = Number(process.argv[2] ?? 10)
const connections = 16
const goalRatio = 0.5
const rounds = 3

interface Speed {
  perSecond: number
  p99Ms: number
}

interface Target {
  url: string
  headers: Record<string, string>
  body: string
}

const portal = await brokerPortal()
const [tenant, cold] = await brokerTenants(portal.control, 2)
if (tenant === undefined || cold === undefined) throw new Error('the tenants were not made')
const accessToken = await portal.accessToken('all')
const first = await portal.ask(accessToken, tenant.id, { resource: 'graph' })
if (first.status !== 200) throw new Error(`the portal answered ${first.status}: ${await first.text()}`)
const bytes = Buffer.byteLength(await first.text())
const bare = await startBareRoute(bytes).catch(async (error: unknown) => {
  await portal.stop()
  throw error
})
try {
  const wish = '{"resource":"graph"}'
  const headers = { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/json' }
  const token = { url: `${portal.url}/api/v1/tenants/${tenant.id}/token`, headers, body: wish }
  const constant = { url: bare.url, headers, body: wish }
  const speeds: { token: Speed; bare: Speed }[] = []
  await load(token, 2)
  await load(constant, 2)
  for (let round = 0; round < rounds; round += 1) {
    speeds.push({ bare: await load(constant, seconds), token: await load(token, seconds) })
  }
  const calls = await callsOfAThousand()
  report(speeds, calls)
} finally {
  bare.stop()
  await portal.stop()
}
process.exit()

async function callsOfAThousand(): Promise<number> {
  const asked = Array.from({ length: 1000 }, () => portal.ask(accessToken, cold?.id ?? '', { resource: 'graph' }))
  const answers = await Promise.all(asked.map(async (one) => [(await one).status, await (await one).text()]))
  const bad = answers.filter(([status]) => status !== 200).length
  if (bad > 0) throw new Error(`${bad} of a thousand callers got no token`)
  return tokenCalls(portal.control, cold?.entraTenantId ?? '')
}

/** As many requests as sixteen kept connections carry, each with the next one as soon as it is answered. */
async function load(target: Target, forSeconds: number): Promise<Speed> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections })
  const times: number[] = []
  const began = performance.now()
  const until = began + forSeconds * 1000
  const lane = async () => {
    while (performance.now() < until) {
      const start = performance.now()
      await post(target, agent)
      times.push(performance.now() - start)
    }
  }
  await Promise.all(Array.from({ length: connections }, lane))
  const took = (performance.now() - began) / 1000
  agent.destroy()
  times.sort((a, b) => a - b)
  return { perSecond: times.length / took, p99Ms: times[Math.floor(times.length * 0.99)] ?? 0 }
}

function post({ url, headers, body }: Target, agent: http.Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const length = String(Buffer.byteLength(body))
    const request = http.request(url, { method: 'POST', agent, headers: { ...headers, 'Content-Length': length } })
    request.on('response', (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${url} answered ${answer.statusCode ?? 0}`))
      answer.resume().on('end', resolve)
    })
    request.on('error', reject)
    request.end(body)
  })
}

function report(speeds: readonly { token: Speed; bare: Speed }[], calls: number): void {
  const middle = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
  const of = (which: 'token' | 'bare', what: keyof Speed) => middle(speeds.map((speed) => speed[which][what]))
  const ratio = middle(speeds.map((speed) => speed.token.perSecond / speed.bare.perSecond))
  const line = (name: string, which: 'token' | 'bare') => {
    console.log(
      `${name.padEnd(44)} ${of(which, 'perSecond').toFixed(0)} requests a second, p99 ${of(which, 'p99Ms').toFixed(1)} ms`,
    )
  }
  console.log(`${connections} connections, ${bytes} bytes an answer, median of ${rounds} rounds of ${seconds} s`)
  line('bare Next route, a constant', 'bare')
  line('cached token, each answer audited', 'token')
  console.log(`${'ratio'.padEnd(44)} ${ratio.toFixed(2)} (goal at least ${goalRatio})`)
  console.log(`${'calls to Microsoft for 1,000 cold callers'.padEnd(44)} ${calls} (goal 1)`)
  if (ratio < goalRatio || calls !== 1) process.exitCode = 1
}
