import { z } from 'zod'

/** Resource and role as people read them. */
const grant = z.object({ resource: z.string(), role: z.string() })

const schema = z.object({
  /** Grants of others that the preview showed and the operator ticked. */
  revoke: z.array(grant.extend({ assignmentId: z.string() })).default([]),
  /** What stood when the run was asked for, so that its receipt can say what changed. */
  before: z
    .object({ baseline: z.string(), grants: z.array(grant), keyId: z.string().nullable() })
    .nullable()
    .default(null),
  /** For an adopted application: our keys and permissions go, the application stays. */
  leave: z.boolean().default(false),
})

/** What the operator decided before a run began. It travels with the run, so that a restart in the middle forgets nothing. */
export type RunChoices = z.output<typeof schema>

export function readChoices(stored: unknown): RunChoices {
  return schema.parse(stored ?? {})
}
