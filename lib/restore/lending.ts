import { randomUUID } from 'node:crypto'
import { CompactEncrypt, compactDecrypt, exportJWK, generateKeyPair, importJWK } from 'jose'
import { z } from 'zod'
import { log } from '../log'
import { roomState, runtime } from '../runtime'
import { openCarrier, sealCarrier } from './carrier'
import { dropHeld, findHeld, hold, type Held } from './held'

const askChannel = 'restore_ask'
const answerChannel = 'restore_answer'
const dropChannel = 'restore_drop'
/** Below what one message of the bus may have, with room for its frame. */
const chunkLetters = 6_000
const patienceMs = 4_000
const freshMs = 30_000

const questionShape = z.object({
  askId: z.uuid(),
  signInId: z.uuid(),
  operatorId: z.uuid(),
  at: z.number(),
  key: z.record(z.string(), z.unknown()),
})

/** Keeps it here, and answers the other processes of this deployment about it. */
export async function holdForOthers(signInId: string, held: Held): Promise<void> {
  await roomState('restore.lending', async () => {
    const { bus } = runtime()
    await bus.subscribe(askChannel, (payload) => {
      void answer(payload).catch((error: unknown) => {
        log.report(error)
      })
    })
    await bus.subscribe(dropChannel, dropHeld)
  })
  hold(signInId, held)
}

/** It was taken: whoever holds it drops it. */
export async function dropEverywhere(signInId: string): Promise<void> {
  dropHeld(signInId)
  await runtime().bus.publish(dropChannel, signInId)
}

/**
 * The verbatim assertion for the operator who started it, from wherever it is held; null when nobody has it. It comes
 * from another process sealed for one key that lives as long as this call, so that the bus carries nothing readable.
 */
export async function borrow(signInId: string, operatorId: string): Promise<string | null> {
  const here = findHeld(signInId, operatorId)
  return here === null ? askOthers(signInId, operatorId) : here.assertion.revealVerbatim()
}

async function askOthers(signInId: string, operatorId: string): Promise<string | null> {
  const { bus, clock, closing } = runtime()
  const { publicKey, privateKey } = await generateKeyPair('ECDH-ES+A256KW', { crv: 'X25519', extractable: true })
  const askId = randomUUID()
  const parts = new Map<number, string>()
  const arrived = new AbortController()
  const unsubscribe = await bus.subscribe(answerChannel, (payload) => {
    const [, id, index, total, text] = /^([0-9a-f-]{36}) (\d+) (\d+) (\S+)$/.exec(payload) ?? []
    if (id !== askId || text === undefined) return
    parts.set(Number(index), text)
    if (parts.size === Number(total)) arrived.abort()
  })
  try {
    const at = clock.now().getTime()
    const key = await exportJWK(publicKey)
    await bus.publish(askChannel, await sealCarrier('ask', { askId, signInId, operatorId, at, key }))
    await clock.sleep(patienceMs, AbortSignal.any([arrived.signal, closing]))
  } finally {
    unsubscribe()
  }
  if (!arrived.signal.aborted) return null
  const whole = [...parts].sort(([a], [b]) => a - b).map(([, text]) => text)
  const { plaintext } = await compactDecrypt(whole.join(''), privateKey)
  return Buffer.from(plaintext).toString('utf8')
}

/** Only what a process of this installation sealed a moment ago is answered, and only for the operator it names. */
async function answer(payload: string): Promise<void> {
  if (payload === '') return
  const question = questionShape.safeParse(await openCarrier('ask', payload))
  if (!question.success) return
  const { askId, signInId, operatorId, at, key } = question.data
  const { bus, clock } = runtime()
  if (Math.abs(clock.now().getTime() - at) > freshMs) return
  const held = findHeld(signInId, operatorId)
  if (held === null) return
  const sealed = await new CompactEncrypt(Buffer.from(held.assertion.revealVerbatim(), 'utf8'))
    .setProtectedHeader({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM' })
    .encrypt(await importJWK(key, 'ECDH-ES+A256KW'))
  const chunks = sealed.match(new RegExp(`.{1,${chunkLetters}}`, 'g')) ?? []
  for (const [index, chunk] of chunks.entries()) {
    await bus.publish(answerChannel, `${askId} ${index} ${chunks.length} ${chunk}`)
  }
}
