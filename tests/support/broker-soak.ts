import type { Caller } from '@/lib/api-clients/caller'
import { resources, type Resource } from '@/lib/api-clients/scopes'
import { claimsOf, type BrokerTenant } from './broker'

/** One question of a machine, and who asks it. */
export interface Question {
  caller: number
  tenant: BrokerTenant
  resource: Resource
}

export interface SoakResult {
  given: number
  refused: number
  /** Given to somebody who may not have it, or of another tenant, application or resource. */
  wrong: string[]
  /** Not given to somebody who may have it. */
  missed: string[]
}

export interface SoakPlan {
  answers: number
  /** Asked at once; some of them the same. */
  together: number
  tenants: readonly BrokerTenant[]
  /** Which tenants each caller reaches; every caller may ask for every resource. */
  reaches: readonly Caller['reach'][]
  /** The token, or null where it is refused. */
  ask: (question: Question) => Promise<string | null>
  /** Between two rounds, for what shall happen meanwhile. */
  between?: (round: number) => Promise<void>
}

/** Asks by chance, again and again, and holds each answer to who asked for what. `random` gives numbers from 0 to 1. */
export async function soakBroker(plan: SoakPlan, random: () => number): Promise<SoakResult> {
  const result: SoakResult = { given: 0, refused: 0, wrong: [], missed: [] }
  const any = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const seen = new Map<string, ReturnType<typeof claimsOf>>()
  for (let round = 0; result.given < plan.answers; round += 1) {
    const places = Array.from({ length: 12 }, () => any(plan.tenants))
    const questions = Array.from({ length: plan.together }, (): Question => {
      return { caller: Math.floor(random() * plan.reaches.length), tenant: any(places), resource: any(resources) }
    })
    const answers = await Promise.all(questions.map(plan.ask))
    questions.forEach((question, index) => {
      judge(question, answers[index] ?? null, plan, seen, result)
    })
    if (seen.size > 5000) seen.clear()
    await plan.between?.(round)
  }
  return result
}

function judge(
  question: Question,
  token: string | null,
  plan: SoakPlan,
  seen: Map<string, ReturnType<typeof claimsOf>>,
  result: SoakResult,
): void {
  const { tenant, resource, caller } = question
  const reach = plan.reaches[caller] ?? []
  const may = reach === 'all' || reach.includes(tenant.id)
  const told = `caller ${caller}, ${resource} of ${tenant.entraTenantId}`
  if (token === null) {
    result.refused += 1
    if (may) result.missed.push(told)
    return
  }
  result.given += 1
  const claims = seen.get(token) ?? claimsOf(token)
  seen.set(token, claims)
  const isRight =
    claims.tenantId === tenant.entraTenantId && claims.appId === tenant.appId && fits(resource, claims.audience)
  if (!may || !isRight) result.wrong.push(`${told}: a token of ${claims.tenantId} for ${claims.audience}`)
}

const audiences: Readonly<Record<Resource, RegExp>> = {
  graph: /^https:\/\/graph\.microsoft\.com$/,
  exchange: /^https:\/\/outlook\.office365\.com$/,
  sharepoint: /sharepoint\.com$|^00000003-0000-0ff1-ce00-000000000000$/,
}

function fits(resource: Resource, audience: string | null): boolean {
  return audiences[resource].test(audience ?? '')
}

/** The same numbers for the same seed (mulberry32), so that what was found can be found again. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
