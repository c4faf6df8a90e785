import { AppError } from '../errors'
import { runtime } from '../runtime'
import type { BatchRowState } from './batch-store'

const mostTags = 12

/** One word or two of the provider’s own; throws invalid_input with the field’s name. */
export function readTag(text: string): string {
  const tag = text.normalize('NFC').replace(/\s+/g, ' ').trim()
  if (/^[\p{L}\p{N}][\p{L}\p{N} ._×+&/-]{0,29}$/u.test(tag)) return tag
  throw new AppError('invalid_input', 'tag', {
    field: 'tag',
    say: 'A tag is one to thirty letters or digits, for example gold or EU.',
  })
}

/** Adds the tag to one tenant, or takes it away; says what came of it. */
export async function changeTag(
  tenantId: string,
  tag: string,
  deed: 'tag' | 'untag',
): Promise<{ state: BatchRowState; text: string }> {
  const { db } = runtime()
  return db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "Tenant" WHERE "id" = ${tenantId}::uuid FOR UPDATE`
    const { tags } = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { tags: true } })
    const has = tags.includes(tag)
    if (deed === 'tag' && has) return { state: 'done', text: `Has the tag ${tag} already.` }
    if (deed === 'untag' && !has) return { state: 'done', text: `Does not have the tag ${tag}.` }
    if (deed === 'tag' && tags.length >= mostTags) return { state: 'refused', text: `Has ${mostTags} tags already.` }
    const next = deed === 'tag' ? [...tags, tag].sort((a, b) => a.localeCompare(b)) : tags.filter((one) => one !== tag)
    await tx.tenant.update({ where: { id: tenantId }, data: { tags: next } })
    return { state: 'done', text: deed === 'tag' ? `Has the tag ${tag} now.` : `No longer has the tag ${tag}.` }
  })
}
