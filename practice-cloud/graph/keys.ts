import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { PROOF_AUDIENCE } from '../data/well-known'
import { isSignedBy, namedKey, numberClaim, parseToken } from '../entra/assertion'
import type { SignedToken } from '../entra/assertion'
import type { KeyRecord } from '../state/records'
import { isSelf, mayCall, refuseStranger, WRITE_APPLICATIONS } from './access'
import { lookupApplication, truthOf } from './applications'
import type { GraphCall, GraphResult } from './call'
import { contextOf, DONE, now, readBody, seeing } from './call'
import { keyCredentialInput, openKey, showKey } from './credentials'
import { badRequest, denied, GraphRefusal } from './refusals'
import { lookupOwnPrincipal } from './service-principals'

const addInput = z.strictObject({
  keyCredential: keyCredentialInput,
  passwordCredential: z.null(),
  proof: z.string(),
})
const removeInput = z.strictObject({ keyId: z.string(), proof: z.string() })

const PROOF_SECONDS = 600
const CLOCK_TOLERANCE_SECONDS = 300

/** An application or a service principal: both can roll their keys in the same way. */
interface Holder {
  objectId: string
  /** Keys as the directory has heard of them: a proof by a younger key does not count yet. */
  heard: readonly KeyRecord[]
  keys: readonly KeyRecord[]
  save(keys: readonly KeyRecord[]): void
}

function lookupHolder(call: GraphCall): Holder {
  return call.message.path.startsWith('/v1.0/servicePrincipals') ? principalHolder(call) : applicationHolder(call)
}

function applicationHolder(call: GraphCall): Holder {
  const seen = lookupApplication(call)
  const record = truthOf(call, seen)
  refuseOthers(call, record)
  return {
    objectId: record.objectId,
    heard: seen.keys,
    keys: record.keys,
    save: (keys) => {
      call.tenant.applications.put(record.objectId, { ...record, keys }, now(call))
    },
  }
}

function principalHolder(call: GraphCall): Holder {
  const record = lookupOwnPrincipal(call)
  refuseOthers(call, record)
  return {
    objectId: record.objectId,
    heard: call.tenant.principals.get(record.objectId, seeing(call, 'keys'))?.keys ?? [],
    keys: record.keys,
    save: (keys) => {
      call.tenant.principals.put(record.objectId, { ...record, keys }, now(call))
    },
  }
}

/** An application needs no permission to roll its own keys; anybody else needs the permission to write it. */
function refuseOthers(call: GraphCall, record: { appId: string; owners: readonly string[] }): void {
  if (isSelf(call, record)) return
  if (!mayCall(call.caller, WRITE_APPLICATIONS)) throw denied()
  refuseStranger(call, record.owners)
}

export function addKey(call: GraphCall): GraphResult {
  const holder = lookupHolder(call)
  const input = readBody(call, addInput, 'keyCredential')
  verifyProof(call, holder, input.proof)
  const key = openKey(call, input.keyCredential)
  if (holder.keys.some((each) => each.keyId === key.keyId))
    throw badRequest(`The keyId '${key.keyId}' is already in use.`)
  const occasion = { method: 'POST', path: call.message.path, operation: call.operation }
  const behaviour = call.cloud.faults.take('keyid', call.tenant.facts.tenantId, occasion)?.behaviour ?? 'kept'
  const kept = behaviour === 'kept' ? key : { ...key, keyId: randomUUID() }
  holder.save([...holder.keys, kept])
  const context = { '@odata.context': contextOf(call, 'microsoft.graph.keyCredential') }
  const body = behaviour === 'replaced-silently' ? context : { ...context, ...showKey(kept, false) }
  return { status: 200, body, effect: true }
}

export function removeKey(call: GraphCall): GraphResult {
  const holder = lookupHolder(call)
  const input = readBody(call, removeInput, 'keyCredential')
  verifyProof(call, holder, input.proof)
  const keyId = input.keyId.toLowerCase()
  if (!holder.keys.some((key) => key.keyId === keyId))
    throw badRequest(`No credentials found to be removed: keyId '${input.keyId}'.`)
  holder.save(holder.keys.filter((key) => key.keyId !== keyId))
  return DONE
}

/** Proof of possession: signed by a registered certificate that is valid now, for this object, for ten minutes at most. */
function verifyProof(call: GraphCall, holder: Holder, proof: string): void {
  const token = parseToken(proof)
  if (token !== undefined && isMeant(call, holder, token)) {
    const living = holder.heard.filter((key) => key.startsAt <= now(call) && key.endsAt > now(call))
    const key = namedKey(token, living)
    if (key !== undefined && isSignedBy(token, key)) return
  }
  throw new GraphRefusal(401, 'Authentication_MissingOrMalformed', 'Access Token missing or malformed.')
}

function isMeant(call: GraphCall, holder: Holder, token: SignedToken): boolean {
  const seconds = now(call) / 1000
  const notBefore = numberClaim(token, 'nbf') ?? Number.POSITIVE_INFINITY
  const expires = numberClaim(token, 'exp') ?? 0
  const inTime =
    notBefore <= seconds + CLOCK_TOLERANCE_SECONDS && expires > seconds && expires - notBefore <= PROOF_SECONDS
  return inTime && token.claims['aud'] === PROOF_AUDIENCE && token.claims['iss'] === holder.objectId
}
