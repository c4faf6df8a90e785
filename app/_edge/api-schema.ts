import { z } from '@hono/zod-openapi'

/** A text that is sent to us, of at most this many characters. */
export const given = (most: number) => z.string().max(most)
/** A text of ours: whoever reads it can make room for it, and a longer one is cut. */
export const text = (most: number) =>
  z
    .string()
    .overwrite((whole) => whole.slice(0, most))
    .max(most)
export const id = () => z.uuid().max(36)
/** ISO 8601, UTC. */
export const time = () => z.iso.datetime().max(30)
export const link = () => z.url().max(2000)
export const count = (most = 10_000_000) => z.number().int().min(0).max(most).openapi({ format: 'int32' })
export const list = <T extends z.ZodType>(of: T, most = 1000) => z.array(of).max(most)

/** RFC 9457. */
export const Problem = z
  .object({
    type: link().openapi({ description: 'A page that explains this kind of problem. Stable: compare with it.' }),
    title: text(1000).openapi({ description: 'What happened, for people.' }),
    status: z.number().int().min(400).max(599).openapi({ format: 'int32' }),
    code: text(40).openapi({ description: 'The last part of the type.' }),
    field: text(200).optional().openapi({ description: 'What was at fault in the request.' }),
    errors: list(z.object({ in: text(20), field: text(200), detail: text(500) }), 100).optional(),
    requestId: text(64).optional(),
  })
  .openapi('Problem')

/** Opaque: what comes after the last row that was answered. */
export const cursor = () =>
  z
    .string()
    .max(1000)
    .regex(/^[\w-]*$/)
export const pageSize = () => z.coerce.number().int().min(1).max(200).default(50).openapi({ format: 'int32' })

/** A page of rows, and where the next one begins. */
export function page<T extends z.ZodType>(of: T) {
  return z.object({
    items: list(of, 200),
    next: cursor()
      .nullable()
      .openapi({ description: 'Give it as `cursor` for the next page; null: this was the last.' }),
  })
}
