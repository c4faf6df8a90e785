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
  /** Take over an application that stands there: this one, or, without an id, one that an earlier installation made. */
  adopt: z
    .object({ appId: z.string().nullable(), removeKeys: z.array(z.string()).default([]) })
    .nullable()
    .default(null),
  /** The application that a run found and showed, and the keys of others on it: what an agreement is about. */
  offered: z
    .object({ appId: z.string(), displayName: z.string(), keyIds: z.array(z.string()) })
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
