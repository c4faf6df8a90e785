'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import {
  approvePlan,
  bringBackApplication,
  cancelRun,
  chooseByHand,
  renewCode,
  retryProof,
} from '@/lib/tenants/connecting'
import { bringCertificate, purgeDeleted, requestSignature, restoreDeleted } from '@/lib/tenants/deciding'
import { takeOver, takeOverAlone } from '@/lib/tenants/adoption-choice'
import { operatorAction } from '../../../../../_edge/action'
import { formText, type ActState } from '../../../../_parts/act-state'

const acts = {
  'new-code': renewCode,
  'by-hand': chooseByHand,
  approve: approvePlan,
  'retry-proof': retryProof,
  restore: restoreDeleted,
  purge: purgeDeleted,
  'request-certificate': requestSignature,
  'take-over': takeOver,
  'take-over-alone': takeOverAlone,
  cancel: cancelRun,
} as const

const Act = z.object({
  runId: z.uuid(),
  act: z.enum(Object.keys(acts) as (keyof typeof acts)[]),
})

const BringBack = z.object({ runId: z.uuid(), applicationId: z.string().trim().min(1).max(100) })

const act = operatorAction(Act, (operator, { runId, act }) => acts[act](operator, runId))

const bringBack = operatorAction(BringBack, (operator, { runId, applicationId }) =>
  bringBackApplication(operator, runId, applicationId),
)

/** A chain of three is a tenth of this; Next refuses a body of more than a megabyte before it gets here. */
const largestFile = 100_000

const Certificate = z.object({
  runId: z.uuid(),
  bytes: z
    .instanceof(Uint8Array)
    .refine((bytes) => bytes.length > 0, 'Choose the file that they sent back, or paste its text.')
    .refine((bytes) => bytes.length <= largestFile, 'This file is too large for a certificate.'),
})

const certificate = operatorAction(Certificate, (operator, { runId, bytes }) =>
  bringCertificate(operator, runId, bytes),
)

/** One of the ways on that the run page offers. The run itself tells what came of it. */
export async function takeWay(_before: ActState, form: FormData): Promise<ActState> {
  const result = await act({ runId: formText(form, 'runId'), act: formText(form, 'act') })
  return finish(form, result)
}

/** The application id that an administrator brought back after setting up by hand. */
export async function takeApplication(_before: ActState, form: FormData): Promise<ActState> {
  const result = await bringBack({ runId: formText(form, 'runId'), applicationId: formText(form, 'applicationId') })
  return finish(form, result)
}

/** The certificate that an authority signed, as a file or as pasted text. */
export async function takeCertificate(_before: ActState, form: FormData): Promise<ActState> {
  const file = form.get('certificate')
  const bytes =
    file instanceof File && file.size > 0
      ? new Uint8Array(await file.arrayBuffer())
      : Buffer.from(formText(form, 'pasted'))
  return finish(form, await certificate({ runId: formText(form, 'runId'), bytes }))
}

function finish(form: FormData, result: Awaited<ReturnType<typeof act>>): ActState {
  if (!result.ok) return { error: result.error }
  revalidatePath(`/tenants/${formText(form, 'tenantId')}`, 'layout')
  return { error: null }
}
