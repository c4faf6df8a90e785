import { z } from 'zod'
import { defaultRestoreScopes } from '../microsoft/restore-scopes'
import { runtime } from '../runtime'
import { azureCliClientId } from '../settings/bootstrap-client'
import { AppError } from '../errors'
import { reaches, type Actor } from '../staff/actor'
import { programName } from '../tenants/run-context'
import { visibleTenants } from '../tenants/practice'
import { readTenant } from '../tenants/tenant-store'
import { lost, readSignIn, settleOverdue, timeOver, type SignInRow } from './sign-in-store'
import type { RestoreEnding, RestoreSignInLine, RestoreSignInView, RestoreTenantChoice } from './views'

const signedInAs = z.object({ name: z.string(), upn: z.string(), roles: z.array(z.string()) }).nullable()

/** All that the page of a restore sign-in shows. Throws not_found for one that does not exist here. */
export async function getRestoreSignIn(actor: Actor, id: string): Promise<RestoreSignInView> {
  const row = await readSignIn(id)
  if (!reaches(actor, row.tenantId)) throw new AppError('not_found', 'sign-in out of reach')
  const tenant = await readTenant(row.tenantId)
  const now = runtime().clock.now()
  const { phase, ending } = standing(row, now)
  const mine = row.operatorId === actor.id
  return {
    id,
    tenantId: row.tenantId,
    customer: tenant.customer,
    organizationName: row.organizationName,
    practice: tenant.practice,
    clientId: row.clientId,
    program: programName(row.clientId),
    scope: row.scope,
    operatorName: row.operatorName,
    mine,
    phase,
    startedAt: row.startedAt.toISOString(),
    now: now.toISOString(),
    code: mine ? codeOf(row) : null,
    signedInAs: signedInAs.parse(row.signedInAs),
    heldUntil: phase === 'ready' ? (row.heldUntil?.toISOString() ?? null) : null,
    ending,
  }
}

/** What a row means now: a process may have gone away without a word. */
function standing(row: SignInRow, now: Date): Pick<RestoreSignInView, 'phase' | 'ending'> {
  if (row.phase === 'code' && now.getTime() > row.codeExpiresAt.getTime() + 60_000) {
    return { phase: 'ended', ending: lost }
  }
  if (row.phase === 'ready' && (row.heldUntil ?? now) <= now) return { phase: 'ended', ending: timeOver }
  return { phase: row.phase as RestoreSignInView['phase'], ending: row.ending as RestoreEnding | null }
}

function codeOf(row: SignInRow): RestoreSignInView['code'] {
  const { userCode, verificationUri } = row
  if (row.phase !== 'code' || userCode === null || verificationUri === null) return null
  return {
    userCode,
    verificationUri,
    expiresAt: row.codeExpiresAt.toISOString(),
    lifetimeSeconds: Math.max(1, row.lifetimeSeconds),
    lastPollAt: row.lastPollAt?.toISOString() ?? null,
    pollSeconds: row.pollSeconds,
  }
}

/** What the page of restores lists: the newest twenty, and the tenants that can be signed in to. */
export async function getRestoreDesk(
  actor: Actor,
): Promise<{ lines: readonly RestoreSignInLine[]; tenants: readonly RestoreTenantChoice[] }> {
  await settleOverdue()
  const { db, clock } = runtime()
  const reach = actor.reach === 'all' ? {} : { id: { in: [...actor.reach] } }
  const where = { ...(await visibleTenants()), ...reach, state: 'connected' }
  const [rows, tenants] = await Promise.all([
    db.restoreSignIn.findMany({
      where: { tenant: where },
      orderBy: { startedAt: 'desc' },
      take: 20,
      include: { tenant: { select: { customer: { select: { name: true } } } } },
    }),
    db.tenant.findMany({
      where,
      orderBy: [{ customer: { name: 'asc' } }, { domain: 'asc' }],
      take: 2_000,
      select: { id: true, domain: true, customer: { select: { name: true } } },
    }),
  ])
  const now = clock.now()
  return {
    lines: rows.map(({ tenant, ...row }) => ({
      ...{ id: row.id, customer: tenant.customer.name, organizationName: row.organizationName },
      ...{ startedAt: row.startedAt.toISOString(), operatorName: row.operatorName },
      ...standing(row, now),
    })),
    tenants: tenants.map(({ id, domain, customer }) => ({ tenantId: id, domain, customer: customer.name })),
  }
}

/** What the form stands at: the program and the permissions that backup software documents. */
export const defaultSignIn = { clientId: azureCliClientId, scope: defaultRestoreScopes } as const
