import { z } from 'zod'
import { guid } from './answers'
import type { Directory } from './directory'
import { evidenceOfRefusal } from './evidence'
import { failureOf, isGraphError } from './failures'
import type { Graph } from './graph'
import type { GraphAnswer } from './graph-call'
import { parseAnswer } from './graph-call'
import type { PublicKeyCredential, WriteAnswer } from './observed'
import { nothing, verdictOf } from './write-answers'

/** Adding and removing public keys of the application. */
export type Keys = Pick<Directory, 'addKey' | 'removeKey' | 'mergeKeys'>

export function createKeys(graph: Graph): Keys {
  return {
    addKey: (objectId, key, proof) => addKey(graph, objectId, key, proof),
    removeKey: async (objectId, keyId, proof) => {
      const path = `/applications/${objectId}/removeKey`
      return verdictOf(await graph.write({ method: 'POST', path, body: { keyId, proof } }), nothing)
    },
    mergeKeys: (objectId, change) => mergeKeys(graph, objectId, change),
  }
}

/** A certificate as Graph wants it; `customKeyIdentifier` is left to Graph, which derives it from the certificate. */
export function credentialBody(key: PublicKeyCredential) {
  return {
    type: 'AsymmetricX509Cert',
    usage: 'Verify',
    keyId: key.keyId,
    displayName: key.displayName,
    key: key.der,
    startDateTime: key.notBefore,
    endDateTime: key.notAfter,
  }
}

const addedKey = z.object({ keyId: guid })

/** Graph's page on rolling keys: 200, with or without the keyId it took. */
async function addKey(
  graph: Graph,
  objectId: string,
  key: PublicKeyCredential,
  proof: string,
): Promise<WriteAnswer<{ keyId: string } | null>> {
  const body = { keyCredential: credentialBody(key), passwordCredential: null, proof }
  const answer = await graph.write({ method: 'POST', path: `/applications/${objectId}/addKey`, body })
  return verdictOf(answer, (answered) => {
    const parsed = addedKey.safeParse(answered)
    return parsed.success ? { keyId: parsed.data.keyId.toLowerCase() } : null
  })
}

/** Entries are kept whole, whoever made them: unknown members travel back as they came. */
const standing = z.object({ keyCredentials: z.array(z.looseObject({ keyId: guid })).max(5000) })

async function mergeKeys(
  graph: Graph,
  objectId: string,
  change: Parameters<Directory['mergeKeys']>[1],
): Promise<WriteAnswer> {
  const path = `/applications/${objectId}`
  const read = await readKeys(graph, `${path}?$select=id,keyCredentials`)
  if ('refused' in read) return read.refused
  const found = new Set(read.keys.map((key) => lower(key.keyId)))
  const missing = change.mustStand.filter((keyId) => !found.has(lower(keyId)))
  if (missing.length > 0) return refuseStaleRead(read.answer, missing.length)
  const removed = new Set(change.removeKeyIds.map(lower))
  const kept = read.keys.filter((key) => !removed.has(lower(key.keyId))).map((key) => ({ ...key, key: null }))
  const added = change.add.filter((key) => !found.has(lower(key.keyId))).map(credentialBody)
  if (added.length === 0 && kept.length === read.keys.length) {
    return { result: 'done', created: false, value: undefined, evidence: read.answer.evidence }
  }
  return verdictOf(await graph.write({ method: 'PATCH', path, body: { keyCredentials: [...kept, ...added] } }), nothing)
}

async function readKeys(graph: Graph, path: string) {
  try {
    const answer = await graph.get(path)
    const { keyCredentials } = parseAnswer(standing, answer.body, 'the key credentials', graph.clock)
    return { answer, keys: keyCredentials }
  } catch (error) {
    if (!isGraphError(error)) throw error
    const evidence = evidenceOfRefusal({ call: 'GET key credentials' }, error.failure)
    return { refused: { result: 'refused', failure: error.failure, evidence } as const }
  }
}

/** The collection is replaced by what is sent, so writing after such a read would wipe a living key. */
function refuseStaleRead(answer: GraphAnswer, count: number): WriteAnswer {
  const message = `The read lacks ${String(count)} of the keys that must stand; nothing was written.`
  return {
    result: 'refused',
    failure: failureOf('spreading', 'StaleRead', message, answer.evidence.at),
    evidence: answer.evidence,
  }
}

function lower(keyId: string): string {
  return keyId.toLowerCase()
}
