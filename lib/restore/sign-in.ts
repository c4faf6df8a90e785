import { z } from 'zod'
import { AppError } from '../errors'
import { record } from '../audit/audit'
import { log } from '../log'
import { startAssertionSignIn, type Assertion } from '../microsoft/assertion'
import { cloudByName, type Cloud } from '../microsoft/clouds'
import { isGraphError } from '../microsoft/failures'
import { refuseRestoreScopes } from '../microsoft/restore-scopes'
import { roleNames } from '../microsoft/roles'
import type { DeviceSignIn } from '../microsoft/sign-in'
import { runtime } from '../runtime'
import { labelOf, reaches, type Actor } from '../staff/actor'
import { requireMay } from '../staff/permissions'
import { json } from '../tenants/run-store'
import { readTenant, type TenantRow } from '../tenants/tenant-store'
import { endingOf, refuseAccount } from './endings'
import { heldMs } from './held'
import { holdForOthers } from './lending'
import { findOrganizationName } from './organization'
import { endingData, moveSignIn, noCode, settleOverdue } from './sign-in-store'
import type { RestoreEnding } from './views'

export interface RestoreSignInRequest {
  tenantId: string
  /** Of the program that asks; any public client that the tenant knows. */
  clientId: string
  scope: string
  /** Empty: found out by our own application. */
  organizationName: string
}

/**
 * Asks Microsoft for a code against the tenant's `*.onmicrosoft.com` name, and waits in this process for the sign-in. Who
 * has a living code for the tenant gets that one. Throws AppError that names the field at fault.
 */
export async function startRestoreSignIn(actor: Actor, request: RestoreSignInRequest): Promise<{ id: string }> {
  requireMay(actor, 'tenants.change')
  const tenant = await readTenant(request.tenantId)
  if (!reaches(actor, tenant.id)) throw new AppError('not_found', 'tenant out of reach')
  if (tenant.purpose !== 'backup' || tenant.state !== 'connected') {
    throw new AppError('conflict', `tenant is ${tenant.state}`, {
      field: 'tenantId',
      say: 'Only a connected tenant can be restored to. Connect it first.',
    })
  }
  await settleOverdue()
  const living = await findLiving(actor, tenant.id)
  if (living !== null) return { id: living.id }
  const cloud = cloudByName(runtime().clouds, tenant.cloud)
  const asked = readRequest(request, cloud)
  const organizationName = await findOrganizationName(tenant, request.organizationName)
  const started = await askForCode(cloud, { ...asked, organizationName })
  const id = await writeStart(actor, tenant, { ...asked, organizationName }, started)
  void conduct(id, actor, tenant, started).catch((error: unknown) => {
    log.report(error)
  })
  return { id }
}

function findLiving(actor: Actor, tenantId: string) {
  const where = { tenantId, operatorId: actor.id, phase: 'code', codeExpiresAt: { gt: runtime().clock.now() } }
  return runtime().db.restoreSignIn.findFirst({ where, orderBy: { startedAt: 'desc' }, select: { id: true } })
}

interface Asked {
  clientId: string
  scope: string
  organizationName: string
}

function readRequest({ clientId, scope }: RestoreSignInRequest, cloud: Cloud): Omit<Asked, 'organizationName'> {
  const id = z.uuid().safeParse(clientId.trim().toLowerCase())
  if (!id.success) {
    throw new AppError('invalid_input', 'client id', {
      field: 'clientId',
      say: 'This is no application (client) ID. It has 36 characters, like the one of Azure CLI that stood here.',
    })
  }
  const asked = scope.trim().split(/\s+/).join(' ')
  const refusal = refuseRestoreScopes(asked, cloud.graphResource)
  if (refusal !== null) throw new AppError('invalid_input', 'scope', { field: 'scope', say: refusal })
  return { clientId: id.data, scope: asked }
}

async function askForCode(cloud: Cloud, asked: Asked): Promise<DeviceSignIn<Assertion>> {
  const { clock, settings, closing } = runtime()
  try {
    const { clientId, scope, organizationName: tenantId } = asked
    const timeoutMs = settings.MICROSOFT_TIMEOUT_SECONDS * 1000
    return await startAssertionSignIn({ cloud, tenantId, clientId, scope, clock, signal: closing, timeoutMs })
  } catch (error) {
    if (!isGraphError(error)) throw error
    const { title, text, answer } = endingOf(error.failure)
    const passing = ['lost', 'throttled', 'unavailable'].includes(error.failure.kind)
    throw new AppError(passing ? 'microsoft_unreachable' : 'conflict', `no code: ${error.failure.code}`, {
      ...(passing ? {} : { say: `${title}. ${text}` }),
      ...(answer === null ? {} : { answer }),
    })
  }
}

async function writeStart(actor: Actor, tenant: TenantRow, asked: Asked, started: DeviceSignIn<Assertion>) {
  const { db, clock } = runtime()
  return db.$transaction(async (tx) => {
    const { id } = await tx.restoreSignIn.create({
      data: {
        ...{ tenantId: tenant.id, operatorId: actor.id, operatorName: actor.name, ...asked },
        ...{ phase: 'code', startedAt: clock.now() },
        userCode: started.userCode,
        verificationUri: started.verificationUri,
        codeExpiresAt: new Date(started.expiresAt),
        lifetimeSeconds: Math.round(started.lifetimeSeconds),
        pollSeconds: Math.max(1, Math.round(started.intervalSeconds)),
      },
      select: { id: true },
    })
    await record(tx, {
      actor: labelOf(actor),
      action: 'restore.sign_in_started',
      subject: `tenant:${tenant.id}`,
      detail: { operator: actor.name, clientId: asked.clientId, domain: asked.organizationName },
    })
    return id
  })
}

async function conduct(id: string, actor: Actor, tenant: TenantRow, started: DeviceSignIn<Assertion>): Promise<void> {
  const result = await started.poll(async (at, next) => {
    const pollSeconds = Math.max(1, Math.round((next.getTime() - at.getTime()) / 1000))
    await moveSignIn(id, 'code', { lastPollAt: at, pollSeconds })
  })
  if (result.status === 'ended') return end(id, actor, tenant, endingOf(result.failure))
  const assertion = result.token
  const refusal = refuseAccount(assertion.account, tenant)
  if (refusal !== null) {
    assertion.drop()
    return end(id, actor, tenant, refusal)
  }
  await holdForOthers(id, { operatorId: actor.id, assertion })
  await writeReady(id, actor, tenant, assertion)
}

async function writeReady(id: string, actor: Actor, tenant: TenantRow, { account }: Assertion): Promise<void> {
  const { db, clock } = runtime()
  const upn = account.upn ?? 'an account without a name'
  const roles = roleNames(account.roleTemplateIds)
  await moveSignIn(id, 'code', {
    phase: 'ready',
    ...noCode,
    heldUntil: new Date(clock.now().getTime() + heldMs),
    signedInAs: json({ name: account.name ?? upn, upn, roles }),
  })
  await record(db, {
    actor: labelOf(actor),
    action: 'restore.signed_in',
    subject: `tenant:${tenant.id}`,
    detail: { operator: actor.name, account: upn, roles },
  })
}

async function end(id: string, actor: Actor, tenant: TenantRow, ending: RestoreEnding): Promise<void> {
  const { db, clock } = runtime()
  await moveSignIn(id, 'code', { phase: 'ended', ...noCode, endedAt: clock.now(), ending: endingData(ending) })
  await record(db, {
    actor: labelOf(actor),
    action: 'restore.sign_in_ended',
    subject: `tenant:${tenant.id}`,
    detail: { operator: actor.name, reason: ending.reason },
  })
}
