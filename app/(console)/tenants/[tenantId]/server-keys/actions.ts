'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { addServerKey, removeServerKey } from '@/lib/tenants/server-keys'
import { operatorAction } from '../../../../_edge/action'
import { formText, type ActState } from '../../../_parts/act-state'

const largestFile = 20_000

const Bringing = z.object({
  tenantId: z.uuid(),
  name: z.string().trim().min(1, 'Give it a name by which you know the server.').max(60, 'At most 60 characters.'),
  file: z
    .instanceof(Uint8Array)
    .refine((bytes) => bytes.length > 0, 'Choose a file, or paste the text of it.')
    .refine((bytes) => bytes.length <= largestFile, 'This file is too large for a certificate.'),
})

const bring = operatorAction(Bringing, async (operator, given) => {
  await addServerKey(operator, given)
})
const remove = operatorAction(z.object({ tenantId: z.uuid(), id: z.uuid() }), (operator, { tenantId, id }) =>
  removeServerKey(operator, tenantId, id),
)

/** A request or a certificate, as a file or as pasted text. */
export async function bringServerKey(_before: ActState, form: FormData): Promise<ActState> {
  const file = form.get('file')
  const chosen = file instanceof File && file.size > 0 && file.size <= largestFile ? await file.arrayBuffer() : null
  const tooLarge = file instanceof File && file.size > largestFile ? new Uint8Array(largestFile + 1) : null
  const pasted = new TextEncoder().encode(formText(form, 'pasted').slice(0, largestFile + 1))
  const given = { tenantId: formText(form, 'tenantId'), name: formText(form, 'name') }
  return done(form, await bring({ ...given, file: tooLarge ?? (chosen === null ? pasted : new Uint8Array(chosen)) }))
}

export async function removeServerCertificate(_before: ActState, form: FormData): Promise<ActState> {
  return done(form, await remove({ tenantId: formText(form, 'tenantId'), id: formText(form, 'id') }))
}

function done(form: FormData, result: Awaited<ReturnType<typeof remove>>): ActState {
  const tenantId = formText(form, 'tenantId')
  revalidatePath(`/tenants/${tenantId}/server-keys`)
  revalidatePath(`/tenants/${tenantId}`)
  return { error: result.ok ? null : result.error }
}
