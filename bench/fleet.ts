// How long one page of the fleet takes with ten thousand tenants, against the bare query of its 25 rows: `npm run bench fleet`.
import { runtime } from '@/lib/runtime'
import { getFleet } from '@/lib/tenants/fleet'
import { refreshLines } from '@/lib/tenants/fleet-lines'
import type { FleetQuery } from '@/lib/tenants/fleet-views'
import { openHouse } from '../tests/support/tenants'

const size = 10_000
const rounds = 20

const questions: Readonly<Record<string, Partial<FleetQuery>>> = {
  'first page, worst first': {},
  'page 300 by customer': { page: 300, sort: 'customer' },
  'search for a part of a name': { search: 'customer 77' },
  'failing with a tag, by expiry': { state: 'failing', tag: 'tag3', sort: 'expiry' },
}

async function plant(): Promise<void> {
  const { db } = runtime()
  await db.$executeRawUnsafe(`
    INSERT INTO "Customer" ("id", "name") SELECT gen_random_uuid(), 'Customer ' || n FROM generate_series(1, ${size}) n`)
  await db.$executeRawUnsafe(`
    INSERT INTO "Tenant" ("id", "customerId", "cloud", "entraTenantId", "domain", "displayName", "state", "baseline",
      "uniqueName", "connectedAt", "provedAt", "practice", "tags")
    SELECT gen_random_uuid(), "id", 'practice', gen_random_uuid(), replace("name", ' ', '') || '.example', "name", 'connected',
      '{"key":"recommended","name":"Backup","version":1,"workloads":["directory","exchange","sharepoint","teams","groups"]}',
      "id"::text, now(), now(), true, ARRAY['tag' || (random() * 9)::int] FROM "Customer"`)
  await db.$executeRawUnsafe(`
    INSERT INTO "Condition" ("tenantId", "type", "status", "reason", "message", "position", "checkedAt", "since")
    SELECT t."id", k.type, CASE WHEN k.n = 1 AND random() < 0.04 THEN 'failing' ELSE 'ok' END, 'TokenIssued', 'Read.', k.n, now(), now()
    FROM "Tenant" t, (VALUES (1, 'SignIn'), (2, 'Permissions'), (3, 'Certificate'), (4, 'Workload:exchange'),
      (5, 'Workload:sharepoint'), (6, 'Workload:teams'), (7, 'Workload:groups'), (8, 'Registration')) AS k(n, type)`)
  await db.$executeRawUnsafe(`
    INSERT INTO "Certificate" ("id", "tenantId", "keyRef", "keyVersion", "der", "sha1", "sha256", "serial", "subject",
      "notBefore", "notAfter", "state")
    SELECT gen_random_uuid(), "id", gen_random_uuid(), 1, '\\x00', upper(md5("id"::text)), upper(md5("id"::text)), '00', 'CN',
      now() - random() * interval '500 days', now() + interval '60 days' + random() * interval '650 days', 'active'
    FROM "Tenant"`)
}

async function measure(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now()
    await work()
    times.push(performance.now() - started)
  }
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0
}

const house = await openHouse()
try {
  await plant()
  const started = performance.now()
  await refreshLines()
  console.log(`${size} tenants judged anew in ${(performance.now() - started).toFixed(0)} ms`)
  const bare = await measure(() =>
    runtime().db.tenantLine.findMany({
      orderBy: [{ rank: 'asc' }, { customer: 'asc' }],
      take: 25,
      select: { row: true },
    }),
  )
  console.log(`bare query of 25 rows: ${bare.toFixed(1)} ms (median of ${rounds})`)
  for (const [name, query] of Object.entries(questions)) {
    const time = await measure(() =>
      getFleet(house.actor, { search: '', state: 'all', page: 1, sort: 'state', ...query }),
    )
    console.log(`${name}: ${time.toFixed(1)} ms, ${(time / bare).toFixed(1)} × the bare query`)
  }
} finally {
  await house.close()
}
