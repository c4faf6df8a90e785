import { z } from 'zod'
import type { ConditionStatus } from './condition-views'

/**
 * What the application of a sign-in in the browser left in the tenant: a service principal with a delegated grant.
 * `standing`: made by this run and not removed yet; `kept`: it stood there before; `refused`: Microsoft did not remove it.
 */
const leftoverSchema = z.object({
  appId: z.string(),
  objectId: z.string().nullable(),
  state: z.enum(['standing', 'removed', 'kept', 'refused']),
  /** What Microsoft answered to the removal, when it refused. */
  answer: z.string().nullable(),
})

export type Leftover = z.output<typeof leftoverSchema>

export function readLeftover(value: unknown): Leftover | null {
  const parsed = leftoverSchema.safeParse(value)
  return parsed.success ? parsed.data : null
}

/** The line for people: what became of it, and who can remove what still stands. */
export function leftoverWords({ state, answer }: Leftover): { sentence: string; status: ConditionStatus } {
  switch (state) {
    case 'removed':
      return { sentence: 'was removed from the tenant again, with everything granted to it.', status: 'ok' }
    case 'kept':
      return { sentence: 'stood in the tenant before this sign-in, so it stays.', status: 'ok' }
    case 'standing':
    case 'refused':
      return {
        sentence: `still stands in the tenant${answer === null ? '' : `, because Microsoft answered ${answer} to its removal`}. An administrator of the tenant can remove it: Enterprise applications, this id, Properties, Delete.`,
        status: 'warning',
      }
  }
}
