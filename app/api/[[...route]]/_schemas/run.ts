import { z } from '@hono/zod-openapi'
import { id, link, list, page, text, time } from '../../../_edge/api-schema'
import { Evidence } from './tenant'

const phases = ['sign-in', 'setting-up', 'proving', 'waiting', 'by-hand', 'certificate', 'rotating', 'ended'] as const

export const RunSummary = z
  .object({
    id: id(),
    tenantId: id(),
    kind: text(40),
    phase: z.enum(phases),
    outcome: text(100).nullable().openapi({ description: 'For programs: how it ended, or why it waits.' }),
    title: text(300).nullable(),
    startedAt: time(),
    endedAt: time().nullable(),
  })
  .openapi('RunSummary')

export const RunPage = page(RunSummary).openapi('RunPage')

export const Run = z
  .object({
    id: id(),
    tenantId: id(),
    customer: text(300),
    domain: text(300),
    practice: z.boolean(),
    kind: text(40),
    baseline: text(300),
    phase: z.enum(phases).openapi({ description: '`sign-in`: it waits for an administrator, on its page.' }),
    startedAt: time(),
    endedAt: time().nullable(),
    page: link().openapi({
      description: 'Where a person follows it. The sign-in code is shown there and nowhere else.',
    }),
    steps: list(
      z.object({
        key: text(60),
        name: text(300),
        status: z.enum(['todo', 'doing', 'done', 'failed', 'waiting']),
        detail: text(2000).nullable(),
        evidence: list(Evidence, 200),
        startedAt: time().nullable(),
        finishedAt: time().nullable(),
      }),
      100,
    ),
    verdict: z
      .object({
        reason: text(100),
        status: z.enum(['ok', 'failing', 'waiting']),
        title: text(300),
        explanation: text(4000),
        who: text(300).nullable(),
        written: text(2000),
        reference: text(500).nullable(),
      })
      .nullable()
      .openapi({ description: 'How it ended or why it waits, for people.' }),
  })
  .openapi('Run')

export const Begun = z
  .object({
    runId: id(),
    tenantId: id(),
    run: link().openapi({ description: 'The run in this API.' }),
    page: link().openapi({ description: 'The page of the run, for the person who signs in.' }),
  })
  .openapi('Begun')
