'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { actOnMany } from '@/lib/tenants/bulk'
import { changePracticeFleet } from '@/lib/tenants/practice-fleet/fleet'
import { operatorAction } from '../../_edge/action'
import { formText, type ActState } from '../_parts/act-state'
import { readFleetQuery } from './fleet-url'

const practice = operatorAction(z.string().max(20), changePracticeFleet)

/** Fills the practice fleet, or removes it; the page of the batch shows how far it is. */
export async function givePractice(_before: ActState, form: FormData): Promise<ActState> {
  const result = await practice(formText(form, 'deed'))
  if (!result.ok) return { error: result.error }
  redirect(`/tenants/batches/${result.value.batchId}`)
}

const Order = z.object({
  deed: z.string().max(20),
  tag: z.string().max(200),
  until: z.string().max(20),
  reason: z.string().max(500),
  all: z.boolean(),
  query: z.string().max(2000),
  ids: z.array(z.string().max(40)).max(1000),
})

const give = operatorAction(Order, (operator, { all, query, ids, ...order }) =>
  actOnMany(operator, { ...order, chosen: all ? { matching: queryOf(query) } : { ids } }),
)

function queryOf(text: string) {
  return readFleetQuery(Object.fromEntries(new URLSearchParams(text)))
}

/** One order for the ticked rows, for all that match, or for the one row whose menu was used. */
export async function actOnTenants(_before: ActState, form: FormData): Promise<ActState> {
  const [deed = '', only] = formText(form, 'one').split(':')
  const ticked = form.getAll('tenantId').filter((value) => typeof value === 'string')
  const result = await give({
    deed: only === undefined ? formText(form, 'deed') : deed,
    tag: formText(form, 'tag'),
    until: formText(form, 'until'),
    reason: formText(form, 'reason'),
    all: only === undefined && formText(form, 'all') === '1',
    query: formText(form, 'query'),
    ids: only === undefined ? ticked : [only],
  })
  if (!result.ok) return { error: result.error }
  redirect(`/tenants/batches/${result.value.batchId}`)
}
