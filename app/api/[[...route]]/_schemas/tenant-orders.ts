import { z } from '@hono/zod-openapi'
import { count, given, id, list, text, time } from '../../../_edge/api-schema'
import { Evidence } from './tenant'

const workloads = () =>
  list(given(60), 100).openapi({ description: 'Keys of workloads, such as `exchange`.', example: ['exchange'] })

export const Choice = z.object({ baseline: given(60).default('backup'), workloads: workloads() }).openapi('Choice')

export const Connect = z
  .object({
    customer: given(120).min(1),
    domain: given(253).min(1).openapi({ example: 'contoso.onmicrosoft.com' }),
    baseline: given(60).default('backup'),
    workloads: workloads(),
  })
  .openapi('Connect')

export const Certificates = z
  .object({
    items: list(
      z
        .object({
          id: id(),
          state: text(20),
          keyVersion: count(),
          subject: text(300),
          serial: text(60),
          sha256: text(64),
          sha1: text(40),
          notBefore: time(),
          notAfter: time(),
          pem: text(10_000),
        })
        .openapi('Certificate'),
      50,
    ),
  })
  .openapi('Certificates')

export const Asked = z.object({ tenantId: id(), result: z.enum(['requested', 'already-under-way']) }).openapi('Asked')

const Change = z
  .object({ resource: text(300), role: text(300), workload: text(300).nullable(), canWrite: z.boolean() })
  .openapi('PermissionChange')

const baseline = z.object({ name: text(300), version: count() })

export const Preview = z
  .object({
    tenantId: id(),
    openRunId: id().nullable(),
    baseline: baseline.extend({ key: text(60), workloads: list(text(60), 100) }),
    before: baseline,
    source: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('observed'), at: time(), evidence: list(Evidence, 200) }),
      z.object({ kind: z.literal('records'), why: text(2000) }),
    ]),
    added: list(Change, 500),
    removed: list(Change, 500),
    unchanged: list(Change, 500),
    notOffered: list(Change, 500),
    foreign: list(Change.extend({ assignmentId: text(200) }), 500),
    stays: list(text(500), 200),
    notes: list(text(2000), 50),
    key: z.object({ changes: z.boolean(), sentence: text(1000) }),
  })
  .openapi('Preview')
