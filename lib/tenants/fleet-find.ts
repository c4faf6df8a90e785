import type { Prisma } from '@/prisma/generated/client'
import { AppError } from '../errors'
import { runtime } from '../runtime'
import { reaches, type Actor } from '../staff/actor'
import { freshLines, order, readNeeds, rowOf, type Visible } from './fleet'
import { matchingWords } from './fleet-filter'
import type { FleetFind, FleetRow, FoundTenant } from './fleet-views'

const most = 8
const longest = 200

type Where = Prisma.TenantLineWhereInput

/**
 * The few tenants that somebody means by these words: names that begin with them, then other names, then states. Without
 * words, those that need a person. Throws AppError('invalid_input') for more than 200 characters.
 */
export async function findTenants(actor: Actor, words: string): Promise<FleetFind> {
  const text = words.trim()
  if (text.length > longest) {
    const say = `A search takes at most ${longest} characters. This one has ${text.length}.`
    throw new AppError('invalid_input', 'search too long', { field: 'q', say })
  }
  const visible = await freshLines()
  return text === '' ? findAsking(actor, visible) : findNamed({ ...visible, ...withinReach(actor) }, text)
}

function withinReach({ reach }: Actor): Where {
  return reach === 'all' ? {} : { tenantId: { in: [...reach] } }
}

async function findNamed(visible: Where, text: string): Promise<FleetFind> {
  const { db } = runtime()
  const starting = { startsWith: text, mode: 'insensitive' } as const
  const within = { contains: text, mode: 'insensitive' } as const
  const ranks: Where[] = [
    { OR: [{ customer: starting }, { domain: starting }] },
    { OR: [{ customer: within }, { domain: within }] },
    matchingWords(text),
  ]
  const read = (where: Where) =>
    db.tenantLine.findMany({
      ...{ where: { AND: [visible, where] }, orderBy: order.state, take: most },
      select: { row: true },
    })
  const [matching, ...found] = await Promise.all([
    db.tenantLine.count({ where: { AND: [visible, matchingWords(text)] } }),
    ...ranks.map(read),
  ])
  const rows = new Map(found.flat().map((line) => [rowOf(line).id, rowOf(line)]))
  return { tenants: [...rows.values()].slice(0, most).map(toFound), matching }
}

/** In the order in which the fleet names them: the worst cause first. */
async function findAsking(actor: Actor, visible: Visible): Promise<FleetFind> {
  const { needs } = await readNeeds(visible)
  const ids = needs.flatMap(({ tenants }) => tenants.map(({ id }) => id)).filter((id) => reaches(actor, id))
  const shown = ids.slice(0, most)
  const lines = await runtime().db.tenantLine.findMany({
    where: { tenantId: { in: shown } },
    select: { row: true },
  })
  const rows = new Map(lines.map((line) => [rowOf(line).id, rowOf(line)]))
  return { tenants: shown.flatMap((id) => rows.get(id) ?? []).map(toFound), matching: ids.length }
}

function toFound({ id, customer, domain, practice, state, stateText }: FleetRow): FoundTenant {
  return { id, customer, domain, practice, state, stateText }
}
