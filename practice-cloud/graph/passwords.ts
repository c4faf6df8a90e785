import { randomBytes, randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { PasswordRecord } from '../state/records'
import { refuseStranger } from './access'
import { lookupApplication, truthOf } from './applications'
import type { GraphCall, GraphResult } from './call'
import { contextOf, DONE, now, readBody } from './call'
import { showPassword } from './credentials'
import { badRequest } from './refusals'
import { lookupOwnPrincipal } from './service-principals'

const date = z.iso.datetime({ offset: true }).nullable().optional()
const addInput = z.strictObject({
  passwordCredential: z
    .strictObject({
      '@odata.type': z.literal('#microsoft.graph.passwordCredential').optional(),
      displayName: z.string().nullable().optional(),
      startDateTime: date,
      endDateTime: date,
    })
    .nullable()
    .optional(),
})
const removeInput = z.strictObject({ keyId: z.string() })

const TWO_YEARS_MS = 2 * 365 * 86_400_000

/** An application or a service principal: both hold client secrets in the same way. */
interface Holder {
  passwords: readonly PasswordRecord[]
  save(passwords: readonly PasswordRecord[]): void
}

function lookupHolder(call: GraphCall): Holder {
  return call.message.path.startsWith('/v1.0/servicePrincipals') ? principalHolder(call) : applicationHolder(call)
}

function applicationHolder(call: GraphCall): Holder {
  const record = truthOf(call, lookupApplication(call))
  refuseStranger(call, record.owners)
  return {
    passwords: record.passwords,
    save: (passwords) => {
      call.tenant.applications.put(record.objectId, { ...record, passwords }, now(call))
    },
  }
}

function principalHolder(call: GraphCall): Holder {
  const record = lookupOwnPrincipal(call)
  refuseStranger(call, record.owners)
  return {
    passwords: record.passwords ?? [],
    save: (passwords) => {
      call.tenant.principals.put(record.objectId, { ...record, passwords }, now(call))
    },
  }
}

/** The secret is told once and kept nowhere: nobody signs in here with one. */
export function addPassword(call: GraphCall): GraphResult {
  const holder = lookupHolder(call)
  const wanted = readBody(call, addInput, 'passwordCredential').passwordCredential ?? {}
  const secretText = randomBytes(30).toString('base64url')
  const startsAt = timeOf(wanted.startDateTime) ?? now(call)
  const password: PasswordRecord = {
    keyId: randomUUID(),
    displayName: wanted.displayName ?? null,
    hint: secretText.slice(0, 3),
    startsAt,
    endsAt: timeOf(wanted.endDateTime) ?? startsAt + TWO_YEARS_MS,
  }
  holder.save([...holder.passwords, password])
  const context = { '@odata.context': contextOf(call, 'microsoft.graph.passwordCredential') }
  return { status: 200, body: { ...context, ...showPassword(password), secretText }, effect: true }
}

export function removePassword(call: GraphCall): GraphResult {
  const holder = lookupHolder(call)
  const keyId = readBody(call, removeInput, 'passwordCredential').keyId.toLowerCase()
  if (!holder.passwords.some((password) => password.keyId === keyId))
    throw badRequest(`No password credential found with keyId ${keyId}.`)
  holder.save(holder.passwords.filter((password) => password.keyId !== keyId))
  return DONE
}

function timeOf(text: string | null | undefined): number | undefined {
  return text === null || text === undefined ? undefined : Date.parse(text)
}
