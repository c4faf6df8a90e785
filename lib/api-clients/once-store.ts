import { runtime } from '../runtime'

export interface OnceRequest {
  clientId: string
  key: string
  /** SHA-256 of method, path and body. */
  requestHash: string
}

export interface OnceAnswer {
  status: number
  location: string | null
  body: string
}

export type OnceBegin =
  { kind: 'first' } | { kind: 'answered'; answer: OnceAnswer } | { kind: 'under-way' } | { kind: 'other-request' }

const keptMs = 24 * 60 * 60 * 1000
/** No request takes longer: who began it is gone. */
const longestMs = 2 * 60 * 1000

/** Of twins with one key, one is the first. */
export async function beginOnce({ clientId, key, requestHash }: OnceRequest): Promise<OnceBegin> {
  const { db, clock } = runtime()
  const now = clock.now()
  await db.onceAnswer.deleteMany({
    where: {
      OR: [
        { begunAt: { lt: new Date(now.getTime() - keptMs) } },
        { clientId, key, status: null, begunAt: { lt: new Date(now.getTime() - longestMs) } },
      ],
    },
  })
  const made = await db.onceAnswer.createMany({
    data: [{ clientId, key, requestHash, begunAt: now }],
    skipDuplicates: true,
  })
  if (made.count === 1) return { kind: 'first' }
  const known = await db.onceAnswer.findUnique({ where: { clientId_key: { clientId, key } } })
  if (known === null) return { kind: 'under-way' }
  if (known.requestHash !== requestHash) return { kind: 'other-request' }
  if (known.status === null) return { kind: 'under-way' }
  return { kind: 'answered', answer: { status: known.status, location: known.location, body: known.body ?? '' } }
}

/** Null forgets the request: it failed on our side, and may be sent again. */
export async function endOnce({ clientId, key }: OnceRequest, answer: OnceAnswer | null): Promise<void> {
  const { db } = runtime()
  if (answer === null) await db.onceAnswer.deleteMany({ where: { clientId, key } })
  else await db.onceAnswer.updateMany({ where: { clientId, key }, data: answer })
}
