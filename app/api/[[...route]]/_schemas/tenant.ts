import { z } from '@hono/zod-openapi'
import { count, id, list, page, text, time } from '../../../_edge/api-schema'

export const State = z.enum(['ok', 'warning', 'failing', 'unknown', 'setting-up']).openapi('State')
export const Status = z.enum(['ok', 'warning', 'failing', 'unknown']).openapi('Status')

const name = () => text(300)

export const CertificateLife = z
  .object({ notBefore: time(), notAfter: time(), renewAt: time() })
  .openapi('CertificateLife', { description: 'When it ends, and when it renews itself.' })

export const TenantSummary = z
  .object({
    id: id(),
    entraTenantId: id().openapi({ description: 'Microsoft’s own id of the tenant.' }),
    customer: z.object({ id: id(), name: name() }),
    domain: name(),
    practice: z.boolean(),
    state: State,
    stateText: name(),
    workloads: list(z.object({ key: text(60), name: name(), status: z.enum([...Status.options, 'absent']) }), 100),
    certificate: CertificateLife.nullable(),
    provedAt: time().nullable().openapi({ description: 'When a sign-in and reads last succeeded.' }),
    runId: id().nullable().openapi({ description: 'The open run, if there is one.' }),
    working: z.boolean(),
    tags: list(name(), 100),
  })
  .openapi('TenantSummary')

export const TenantPage = page(TenantSummary).openapi('TenantPage')

export const Evidence = z
  .object({
    call: text(2000),
    answer: text(4000),
    at: time(),
    milliseconds: count(),
    unseen: z.boolean().optional(),
    refusal: z
      .object({ code: text(200), traceId: text(100).nullable(), correlationId: text(100).nullable() })
      .optional(),
  })
  .openapi('Evidence', { description: 'One call to Microsoft and its answer, never with a token.' })

export const Condition = z
  .object({
    type: text(60),
    name: name(),
    status: Status,
    reason: text(100).openapi({ description: 'For programs: why it has this status.' }),
    message: text(4000),
    remedy: text(4000).nullable(),
    who: name().nullable().openapi({ description: 'Who has to act.' }),
    evidence: list(Evidence, 200),
    checkedAt: time(),
    since: time(),
    provedAt: time().nullable(),
    unsureSince: time().nullable(),
  })
  .openapi('Condition')

export const Permission = z
  .object({
    resource: name(),
    workload: name(),
    role: name(),
    desired: z.boolean(),
    granted: z.boolean().nullable(),
    proved: z.boolean().nullable(),
    canWrite: z.boolean(),
  })
  .openapi('Permission')

export const Tenant = z
  .object({
    id: id(),
    entraTenantId: id(),
    appId: id().nullable(),
    customer: z.object({ id: id(), name: name() }),
    domain: name(),
    displayName: name(),
    practice: z.boolean(),
    state: State,
    sentence: text(1000).openapi({ description: 'How it stands, for people.' }),
    explanation: text(4000),
    baseline: z.object({ name: name(), version: count(), workloads: list(text(60), 100) }),
    conditions: list(Condition, 200),
    certificate: CertificateLife.extend({ sha256: text(64), sha1: text(40), keyVersion: count() }).nullable(),
    permissions: list(Permission, 500),
    tags: list(name(), 100),
    openRunId: id().nullable(),
    decommissioned: z.boolean(),
    connectedAt: time().nullable(),
    provedAt: time().nullable(),
    nextCheckAt: time().nullable(),
  })
  .openapi('Tenant')
