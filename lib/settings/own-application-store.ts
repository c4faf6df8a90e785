import { z } from 'zod'
import { record } from '../audit/audit'
import type { AuditDetail } from '../audit/detail'
import { Prisma } from '../../prisma/generated/client'
import { runtime } from '../runtime'
import { labelOf, type Actor } from '../staff/actor'

export type Preference = 'off' | 'when-blocked' | 'first'

/** How the last test went. `open`: somebody went to Microsoft and has not come back. */
const testSchema = z.object({
  at: z.string(),
  by: z.string(),
  status: z.enum(['open', 'passed', 'failed']),
  /** Of a passed test: who signed in. */
  account: z.string().nullable(),
  code: z.string().nullable(),
  title: z.string(),
  explanation: z.string(),
  mend: z.string().nullable(),
  reference: z.string().nullable(),
})

export type OwnApplicationTest = z.output<typeof testSchema>

/** The provider's own application, as far as it is set up. */
export interface OwnApplicationRow {
  cloud: string
  homeDomain: string
  homeTenantId: string
  clientId: string | null
  preference: Preference
  provedRedirect: string | null
  provedAt: Date | null
  lastTest: OwnApplicationTest | null
}

export async function findOwnApplication(): Promise<OwnApplicationRow | null> {
  const row = await runtime().db.ownApplication.findUnique({ where: { only: true } })
  if (row === null) return null
  const test = testSchema.safeParse(row.lastTest)
  return { ...row, preference: row.preference as Preference, lastTest: test.success ? test.data : null }
}

/** What is no longer proved by the last test, after something that it proved was changed. */
const unproved = { preference: 'off', provedRedirect: null, provedAt: null, lastTest: Prisma.DbNull } as const

/** Another home tenant is another application: its client id goes, and nothing is switched on before a test. */
export async function writeHome(
  actor: Actor,
  home: { cloud: string; homeDomain: string; homeTenantId: string },
): Promise<void> {
  await change(actor, { setting: 'ownApplication.home', domain: home.homeDomain, after: home.homeTenantId }, (tx) =>
    tx.ownApplication.upsert({ where: { only: true }, create: home, update: { ...home, ...unproved, clientId: null } }),
  )
}

export async function writeClientId(actor: Actor, clientId: string, before: string | null): Promise<void> {
  await change(actor, { setting: 'ownApplication.clientId', before, after: clientId }, (tx) =>
    tx.ownApplication.update({ where: { only: true }, data: { ...unproved, clientId } }),
  )
}

export async function writePreference(actor: Actor, preference: Preference, before: Preference): Promise<void> {
  await change(actor, { setting: 'ownApplication.preference', before, after: preference }, (tx) =>
    tx.ownApplication.update({ where: { only: true }, data: { preference } }),
  )
}

export async function writeTest(
  actor: Actor,
  test: OwnApplicationTest,
  proved: { redirect: string; keyId: string; clientId: string } | null,
): Promise<void> {
  const { clock } = runtime()
  const now = clock.now()
  await change(actor, { setting: 'ownApplication.test', outcome: test.status, code: test.code }, async (tx) => {
    await tx.ownApplication.updateMany({
      where: proved === null ? {} : { clientId: proved.clientId },
      data: {
        lastTest: { ...test },
        ...(proved === null ? {} : { provedRedirect: proved.redirect, provedAt: now }),
      },
    })
    if (proved !== null) {
      await tx.ownApplicationKey.updateMany({ where: { id: proved.keyId, provedAt: null }, data: { provedAt: now } })
    }
  })
}

/** The change and its audit entry stand or fall together. */
async function change(
  actor: Actor,
  detail: AuditDetail,
  write: (tx: Prisma.TransactionClient) => Promise<unknown>,
): Promise<void> {
  await runtime().db.$transaction(async (tx) => {
    await write(tx)
    await record(tx, {
      actor: labelOf(actor),
      action: 'settings.changed',
      subject: 'setting:ownApplication',
      detail: { ...detail, operator: actor.name },
    })
  })
}
