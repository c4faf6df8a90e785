'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { changePracticeFleet } from '@/lib/tenants/practice-fleet/fleet'
import { operatorAction } from '../../_edge/action'
import { formText, type ActState } from '../_parts/act-state'

const practice = operatorAction(z.string().max(20), changePracticeFleet)

/** Fills the practice fleet, or removes it; the page of the batch shows how far it is. */
export async function givePractice(_before: ActState, form: FormData): Promise<ActState> {
  const result = await practice(formText(form, 'deed'))
  if (!result.ok) return { error: result.error }
  redirect(`/tenants/batches/${result.value.batchId}`)
}
