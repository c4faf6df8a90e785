import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isAppError } from '@/lib/errors'
import { getRestoreSignIn } from '@/lib/restore/sign-in-view'
import { takeAssertion } from '@/lib/restore/taking'
import type { Actor } from '@/lib/staff/actor'
import {
  azureCli,
  beginSignIn,
  guardedTenant,
  nameOf,
  readySignIn,
  seedScopes,
  untilSignIn,
} from '../../support/restore'
import type { Started } from '../../support/runs'
import { openHouse, type House } from '../../support/tenants'

let house: House
let tenant: Started
const children: ChildProcess[] = []

beforeAll(async () => {
  house = await openHouse()
  tenant = await guardedTenant(house)
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await house.close()
})

async function refusalOf(work: Promise<unknown>) {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  return isAppError(error) ? { code: error.code, field: error.field, say: error.say } : error
}

describe('a restore sign-in', () => {
  test('asks under the tenant’s own name, and gives the whole answer of Microsoft once', async () => {
    const id = await beginSignIn(house, tenant)
    const shown = await getRestoreSignIn(house.actor, id)
    expect(shown).toMatchObject({ phase: 'code', organizationName: nameOf(tenant), mine: true })
    await house.cloud.control.signIn({ userCode: shown.code?.userCode ?? '', person: 'global-administrator' })
    const ready = await untilSignIn(house, id, ({ phase }) => phase === 'ready')
    expect(ready.code).toBeNull()
    expect(ready.signedInAs?.roles).toEqual(['Global Administrator'])
    const assertion = await takeAssertion(house.actor, id, 'copied')
    expect(Object.keys(JSON.parse(assertion) as object)).toEqual(
      expect.arrayContaining(['token_type', 'scope', 'expires_in', 'ext_expires_in', 'access_token', 'refresh_token']),
    )
    expect(await refusalOf(takeAssertion(house.actor, id, 'copied'))).toMatchObject({
      code: 'conflict',
      say: expect.stringContaining('taken already') as string,
    })
    expect(await getRestoreSignIn(house.actor, id)).toMatchObject({ phase: 'taken', ending: { reason: 'copied' } })
  })

  test('gives it to one of twenty requests at the same moment', async () => {
    const id = await readySignIn(house, tenant)
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () => takeAssertion(house.actor, id, 'downloaded')),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('gives it to nobody but the operator who started it, who alone sees the code', async () => {
    const other: Actor = { ...house.actor, id: crypto.randomUUID(), name: 'Jonas Berg' }
    const started = await beginSignIn(house, tenant)
    expect((await getRestoreSignIn(other, started)).code).toBeNull()
    const id = await readySignIn(house, tenant)
    expect(await refusalOf(takeAssertion(other, id, 'copied'))).toMatchObject({ code: 'not_allowed' })
    expect(await takeAssertion(house.actor, id, 'copied')).toContain('access_token')
  })

  test('shows the living code again instead of a second one', async () => {
    const id = await beginSignIn(house, tenant)
    expect(await beginSignIn(house, tenant)).toBe(id)
    const { code } = await getRestoreSignIn(house.actor, id)
    await house.cloud.control.signIn({
      userCode: code?.userCode ?? '',
      person: 'global-administrator',
      outcome: 'decline',
    })
    const ended = await untilSignIn(house, id, ({ phase }) => phase === 'ended')
    expect(ended.ending).toMatchObject({ reason: 'declined' })
    const row = await house.database.db.restoreSignIn.findUniqueOrThrow({ where: { id } })
    expect(row.userCode).toBeNull()
  })

  test.each([
    ['guest', 'guest'],
    ['another-tenant', 'wrong-tenant'],
  ])('drops what a %s brought', async (person, reason) => {
    const id = await readySignIn(house, tenant, person)
    const { phase, ending } = await getRestoreSignIn(house.actor, id)
    expect(phase).toBe('ended')
    expect([reason, 'foreign-account']).toContain(ending?.reason)
    expect(await refusalOf(takeAssertion(house.actor, id, 'copied'))).toMatchObject({ code: 'conflict' })
  })

  test('keeps neither assertion nor token in the database', async () => {
    const id = await readySignIn(house, tenant)
    const { access_token, refresh_token } = JSON.parse(await takeAssertion(house.actor, id, 'copied')) as Record<
      string,
      string
    >
    const rows = JSON.stringify([
      await house.database.db.restoreSignIn.findMany(),
      await house.database.db.auditEntry.findMany({ select: { action: true, detail: true, subject: true } }),
    ])
    for (const secret of [access_token, refresh_token]) expect(rows).not.toContain(secret?.slice(-40) ?? '')
  })
})

describe('the form of a restore sign-in', () => {
  test.each([
    [{ clientId: 'azure' }, 'clientId', 'no application (client) ID'],
    [{ scope: 'User.Read offline_access' }, 'scope', 'Directory.Read.All'],
    [{ scope: 'Directory.Read.All offline_access' }, 'scope', 'User.Read'],
    [{ scope: 'Directory.Read.All User.Read' }, 'scope', 'offline_access'],
    [{ scope: `${seedScopes} openid` }, 'scope', 'Take it out'],
    [{ organizationName: 'contoso' }, 'organizationName', 'contoso.onmicrosoft.com'],
    [{ organizationName: 'nobody-here.onmicrosoft.example' }, 'organizationName', 'no tenant of this name'],
    [{ organizationName: 'northwind.onmicrosoft.example' }, 'organizationName', 'another tenant'],
  ])('refuses %j and says what to mend', async (given, field, mend) => {
    const refusal = await refusalOf(beginSignIn(house, tenant, given))
    expect(refusal).toMatchObject({ code: 'invalid_input', field, say: expect.stringContaining(mend) as string })
  })
})

describe('with several processes', () => {
  async function heldElsewhere() {
    const request = { tenantId: tenant.rowId, clientId: azureCli, scope: seedScopes, organizationName: '' }
    const file = 'tests/unit/restore/holding-process.ts'
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', file, JSON.stringify(house.actor), JSON.stringify(request)],
      { env: { ...process.env, ...house.environment }, stdio: ['ignore', 'pipe', 'inherit'] },
    )
    children.push(child)
    const [said] = (await once(child.stdout, 'data')) as [Buffer]
    const id = said.toString().trim()
    const { code } = await getRestoreSignIn(house.actor, id)
    await house.cloud.control.signIn({ userCode: code?.userCode ?? '', person: 'global-administrator' })
    await untilSignIn(house, id, ({ phase }) => phase === 'ready')
    return { id, child }
  }

  test('the one that holds the assertion gives it to the one that was asked', async () => {
    const { id } = await heldElsewhere()
    const assertion = JSON.parse(await takeAssertion(house.actor, id, 'downloaded')) as object
    expect(assertion).toHaveProperty('refresh_token')
  })

  test('an assertion goes with the process that held it, and the page says so', async () => {
    const { id, child } = await heldElsewhere()
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(await refusalOf(takeAssertion(house.actor, id, 'copied'))).toMatchObject({ code: 'conflict' })
    expect(await getRestoreSignIn(house.actor, id)).toMatchObject({ phase: 'ended', ending: { reason: 'lost' } })
  })
})
