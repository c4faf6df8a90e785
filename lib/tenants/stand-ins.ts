import { z } from 'zod'
import { permissionsOf, type Baseline } from './baselines'
import type { Tokens } from './role-proof'
import { resourceAppIds } from './workloads'

const standIn = z.object({ wanted: z.string(), taken: z.string(), canWrite: z.boolean() })

/** An older permission that the tenant gave in place of a newer one that it does not know. */
export type StandIn = z.output<typeof standIn>

/** What a run keeps of them for its receipt. */
export const storedStandIns = z.array(standIn).default([])

interface Held {
  resourceAppId: string
  role: string
}

export function standInsAmong(baseline: Pick<Baseline, 'workloads'>, held: readonly Held[]): readonly StandIn[] {
  return permissionsOf(baseline).flatMap(({ resource, role, fallbacks }) => {
    const has = (name: string) =>
      held.some((one) => one.resourceAppId === resourceAppIds[resource] && one.role === name)
    const taken = has(role) ? undefined : fallbacks.find((older) => has(older.role))
    return taken === undefined ? [] : [{ wanted: role, taken: taken.role, canWrite: taken.canWrite }]
  })
}

/** What fresh tokens carry, named as in `standInsAmong`. */
export function rolesIn(tokens: Tokens): readonly Held[] {
  return [...tokens].flatMap(([resourceAppId, answer]) =>
    answer.status === 'granted' ? answer.token.roles.map((role) => ({ resourceAppId, role })) : [],
  )
}

/** “MailboxItem.ImportExport.All, which can write, in place of MailboxItem.Export.All: …” */
export function sayStandIns(standIns: readonly StandIn[]): string {
  const names = standIns.map(
    ({ wanted, taken, canWrite }) => `${taken}${canWrite ? ', which can write,' : ''} in place of ${wanted}`,
  )
  return `${names.join('; ')}: Graph is older in this tenant`
}
