'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { listBaselines } from '@/lib/tenants/baselines'
import { askAgain, listMany, mendRow, startRow } from '@/lib/tenants/many'
import { operatorAction } from '../../../../_edge/action'
import { formText, type ActState } from '../../../_parts/act-state'

const List = z.object({ list: z.string().max(1_000_000), baseline: z.string().max(60) })

const list = operatorAction(List, (operator, { list: text, baseline }) => {
  const shipped = listBaselines().find(({ key }) => key === baseline)
  return listMany(operator, { list: text, baseline, workloads: shipped?.workloads ?? [] })
})

/** What was pasted and what stands in the file, as one list; its page shows what every line came to. */
export async function giveList(_before: ActState, form: FormData): Promise<ActState> {
  const file = form.get('file')
  const inFile = file instanceof File && file.size > 0 && file.size < 1_000_000 ? await file.text() : ''
  const text = [formText(form, 'list'), inFile].filter((part) => part.trim() !== '').join('\n')
  const result = await list({ list: text, baseline: formText(form, 'baseline') })
  if (!result.ok) return { error: result.error }
  redirect(`/tenants/batches/${result.value.batchId}`)
}

const Row = z.object({ batchId: z.string().max(60), position: z.coerce.number().int().min(0).max(10_000) })

const start = operatorAction(Row, startRow)

/** One sign-in of the list: goes to its run. */
export async function startListed(_before: ActState, form: FormData): Promise<ActState> {
  const result = await start({ batchId: formText(form, 'batchId'), position: formText(form, 'position') })
  if (!result.ok) return { error: result.error }
  redirect(`/tenants/${result.value.tenantId}/runs/${result.value.runId}`)
}

const mend = operatorAction(Row.extend({ customer: z.string().max(500), domain: z.string().max(500) }), mendRow)
const again = operatorAction(z.string().max(60), askAgain)

/** A corrected line is asked about anew; without a line, all whose answer never came. */
export async function mendListed(_before: ActState, form: FormData): Promise<ActState> {
  const batchId = formText(form, 'batchId')
  const result =
    formText(form, 'position') === ''
      ? await again(batchId)
      : await mend({
          ...{ batchId, position: formText(form, 'position') },
          ...{ customer: formText(form, 'customer'), domain: formText(form, 'domain') },
        })
  if (!result.ok) return { error: result.error }
  redirect(`/tenants/batches/${batchId}`)
}
