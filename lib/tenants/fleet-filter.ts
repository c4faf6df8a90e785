import type { Prisma } from '@/prisma/generated/client'
import { endingCause } from './needs'
import type { FleetQuery, FleetRow } from './fleet-views'

const dayMs = 86_400_000

type Where = Prisma.TenantLineWhereInput

/** Every filter of the query but the search; absent ones let everything through. */
export function filterOf(query: FleetQuery, now: Date): Where {
  const { state, workload, tag, customer, cause, expiry, proved } = query
  return {
    ...(state !== 'all' && { state }),
    ...(workload !== undefined && { workloads: { has: workload } }),
    ...(tag !== undefined && { tags: { has: tag } }),
    ...(customer !== undefined && { customer }),
    ...(cause !== undefined && { cause }),
    ...(expiry !== undefined && expiryWhere[expiry](now)),
    ...(proved !== undefined && provedWhere[proved](now)),
  }
}

const expiryWhere: Readonly<Record<NonNullable<FleetQuery['expiry']>, (now: Date) => Where>> = {
  month: (now) => ({ notAfter: { lte: later(now, 30) } }),
  quarter: (now) => ({ notAfter: { lte: later(now, 90) } }),
  due: (now) => ({ renewAt: { lte: now } }),
  none: () => ({ notAfter: null }),
}

const provedWhere: Readonly<Record<NonNullable<FleetQuery['proved']>, (now: Date) => Where>> = {
  day: (now) => ({ provedAt: { gte: later(now, -1) } }),
  week: (now) => ({ provedAt: { gte: later(now, -7) } }),
  older: (now) => ({ provedAt: { lt: later(now, -7) } }),
  never: () => ({ provedAt: null }),
}

function later(now: Date, days: number): Date {
  return new Date(now.getTime() + days * dayMs)
}

/** By customer, domain, id, or a part of a thumbprint. */
export function matching(search: string): Where {
  const text = search.trim()
  if (text === '') return {}
  const contains = { contains: text, mode: 'insensitive' } as const
  const hex = text.replace(/[^0-9a-f]/gi, '').toUpperCase()
  const byThumbprint =
    hex.length >= 6
      ? [{ tenant: { certificates: { some: { OR: [{ sha256: { contains: hex } }, { sha1: { contains: hex } }] } } } }]
      : []
  const byId = /^[0-9a-f-]{36}$/i.test(text)
    ? [{ tenant: { OR: [{ entraTenantId: text }, { appId: text }, { objectId: text }] } }]
    : []
  return { OR: [{ customer: contains }, { domain: contains }, ...byThumbprint, ...byId] }
}

const stateWords: Readonly<Record<FleetRow['state'], string>> = {
  ...{ failing: 'failing', warning: 'warning', unknown: 'could not be checked' },
  ...{ 'setting-up': 'being set up', ok: 'proved' },
}

/** As people type it: what `matching` finds, and tenants whose state the words are. */
export function matchingWords(search: string): Where {
  const text = search.trim()
  return text === '' ? {} : { OR: [matching(text), ...inState(text)] }
}

/** Whole words only: a customer called Proseware must not drown among all that are proved while it is typed. */
function inState(text: string): Where[] {
  const mode = 'insensitive' as const
  const lower = text.toLowerCase()
  const states = Object.entries(stateWords).flatMap(([state, words]) => (words === lower ? [state] : []))
  const ending = ['certificate', 'certificate ends', 'ends'].includes(lower) ? [{ cause: endingCause }] : []
  return [
    ...[{ state: { in: states } }, ...ending],
    ...[{ cause: { equals: text, mode } }, { cause: { startsWith: `${text} `, mode } }],
    ...[{ cause: { contains: ` ${text} `, mode } }, { cause: { endsWith: ` ${text}`, mode } }],
  ]
}
