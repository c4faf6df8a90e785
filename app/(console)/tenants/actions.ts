'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { resolveDomain, startConnecting } from '@/lib/tenants/connecting'
import { operatorAction } from '../../_edge/action'
import { formText } from '../_parts/act-state'
import { shortenId } from '../_parts/formats'
import type { ConnectState, DomainAnswer } from './connect/connect-state'

/** Bounds only: what is wrong with a value is said by the domain, in the field's own words. */
const Domain = z.string().max(300)

const Connect = z.object({
  customer: z.string().max(500),
  domain: Domain,
  baseline: z.string().min(1).max(60),
  workloads: z.array(z.string().max(60)).max(50),
  existing: z.string().max(200),
})

const resolve = operatorAction(Domain, resolveDomain)

const start = operatorAction(Connect, startConnecting)

/** Asks Microsoft which tenant a domain belongs to, before anything is begun. A refusal is the field's own text. */
export async function askDomain(domain: string): Promise<DomainAnswer> {
  const result = await resolve(domain)
  if (!result.ok) return { found: false, say: result.error.say, answer: result.error.answer ?? null }
  const { entraTenantId, cloudName, practice, knownTenantId, knownCustomer } = result.value
  const place = practice ? 'in the practice cloud' : `at Microsoft, ${cloudName} cloud`
  return {
    found: true,
    sentence: `Found ${place}, tenant ${shortenId(entraTenantId)}`,
    customer: knownCustomer,
    knownTenantId,
  }
}

/** Starts a run, or finds the one that is open, and goes to it. Refusals come back with what was typed. */
export async function connect(_before: ConnectState, form: FormData): Promise<ConnectState> {
  const values = {
    customer: formText(form, 'customer'),
    domain: formText(form, 'domain'),
    baseline: formText(form, 'baseline'),
    workloads: form.getAll('workloads').filter((value) => typeof value === 'string'),
    existing: formText(form, 'existing').trim() || formText(form, 'earlier'),
  }
  const result = await start(values)
  if (!result.ok) return { error: result.error, values }
  redirect(`/tenants/${result.value.tenantId}/runs/${result.value.runId}`)
}
