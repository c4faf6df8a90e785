'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { disableClient, makeClient, renewSecret, replaceKey, validityDays } from '@/lib/api-clients/clients'
import { resources, scopeWords } from '@/lib/api-clients/scopes'
import { operatorAction } from '../../../_edge/action'
import { formText } from '../../_parts/act-state'
import type { ClientState, MachineState, TypedClient } from './client-state'

const place = '/settings/api-clients'
const scope = z.enum(Object.keys(scopeWords) as [keyof typeof scopeWords])

const draft = z.object({
  name: z.string().trim().min(1, 'Give it a name that your colleagues recognise.').max(80),
  scopes: z.array(scope),
  resources: z.array(z.enum(resources)),
  reach: z.enum(['all', 'tenants', 'customers']),
  reachIds: z.array(z.uuid()).max(5000),
  validDays: z.coerce.number().pipe(z.literal([...validityDays])),
  proof: z.enum(['secret', 'key']),
  publicKey: z.string().max(20_000, 'This is too long for a public key.'),
})
const make = operatorAction(draft, (operator, { proof, publicKey, ...rest }) =>
  makeClient(operator, { ...rest, ...(proof === 'key' ? { publicKey } : {}) }),
)
const one = z.object({ apiClientId: z.uuid() })
const renew = operatorAction(one, (operator, { apiClientId }) => renewSecret(operator, apiClientId))
const disable = operatorAction(one, (operator, { apiClientId }) => disableClient(operator, apiClientId))
const replace = operatorAction(one.extend({ publicKey: z.string().max(20_000) }), (operator, given) =>
  replaceKey(operator, given.apiClientId, given.publicKey),
)

export async function makeApiClient(before: ClientState, form: FormData): Promise<ClientState> {
  const typed = readTyped(form)
  const result = await make({ ...typed, publicKey: formText(form, 'publicKey') })
  const turn = before.turn + 1
  if (!result.ok) return { error: result.error, typed, made: null, turn }
  revalidatePath(place, 'layout')
  return { error: null, typed: null, made: { ...result.value, name: typed.name }, turn }
}

/** One of the presses of a client’s page; which one stands in `deed`. */
export async function actOnApiClient(_before: MachineState, form: FormData): Promise<MachineState> {
  const given = { apiClientId: formText(form, 'apiClientId') }
  const state = await deedOf(formText(form, 'deed'), given, formText(form, 'publicKey'))
  if (state.error === null) revalidatePath(place, 'layout')
  return state
}

async function deedOf(deed: string, given: { apiClientId: string }, publicKey: string): Promise<MachineState> {
  switch (deed) {
    case 'renew': {
      const result = await renew(given)
      if (!result.ok) return refused(result.error)
      const said = 'The new secret. The one before, and every token that came of it, work no more.'
      return { error: null, said, secret: result.value.secret }
    }
    case 'replace-key': {
      const result = await replace({ ...given, publicKey })
      return result.ok ? done('The new key counts from now on, and the one before no more.') : refused(result.error)
    }
    default: {
      const result = await disable(given)
      return result.ok ? done('Disabled. Nothing of it works any more.') : refused(result.error)
    }
  }
}

function readTyped(form: FormData): TypedClient {
  const all = (name: string) => form.getAll(name).filter((one) => typeof one === 'string')
  const reach = formText(form, 'reach')
  return {
    name: formText(form, 'name').slice(0, 200),
    scopes: all('scopes'),
    resources: all('resources'),
    reach,
    reachIds: reach === 'all' ? [] : all(reach),
    validDays: formText(form, 'validDays'),
    proof: formText(form, 'proof'),
  }
}

function refused(error: NonNullable<MachineState['error']>): MachineState {
  return { error, said: '', secret: null }
}

function done(said: string): MachineState {
  return { error: null, said, secret: null }
}
