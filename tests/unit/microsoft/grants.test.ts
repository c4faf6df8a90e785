import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exchangeAppId, graphAppId, resolveRoles } from '@/lib/microsoft/permissions'
import { globalReader } from '@/lib/microsoft/roles'
import {
  applicationInput,
  deskWith,
  done,
  openRegistered,
  type Desk,
  type Registered,
} from '@/tests/support/directory-desk'
import { startPractice, type Practice } from '@/tests/support/practice'

let practice: Practice
beforeAll(async () => (practice = await startPractice()))
afterAll(() => practice.close())

const roles = ['User.Read.All', 'Group.Read.All', 'Sites.Read.All']

async function wishesFor(desk: Desk, names: readonly string[] = roles, resourceAppId = graphAppId) {
  const seen = await desk.directory.observe(desk.scope)
  return resolveRoles(
    seen,
    names.map((role) => ({ resourceAppId, role })),
  ).resolved
}

async function granted(desk: Registered): Promise<string[]> {
  return (await practice.control.god(desk.tenant.tenantId)).grants.map(({ role }) => role).sort()
}

describe('granting permissions', () => {
  test('together answers each in its place, with its id', async () => {
    const desk = await openRegistered(practice)
    const answers = await desk.directory.grantAppRoles(desk.principalId, await wishesFor(desk))
    expect(answers.map((answer) => [answer.result, answer.result === 'done' && answer.created])).toEqual([
      ['done', true],
      ['done', true],
      ['done', true],
    ])
    expect(new Set(answers.map((answer) => done(answer)?.assignmentId)).size).toBe(3)
    expect(await granted(desk)).toEqual([...roles].sort())
  })

  test('again is done, creates nothing, and finds the ids that stand', async () => {
    const desk = await openRegistered(practice)
    const wishes = await wishesFor(desk)
    const first = await desk.directory.grantAppRoles(desk.principalId, wishes)
    const second = await desk.directory.grantAppRoles(desk.principalId, wishes)
    expect(second.map((answer) => answer.result === 'done' && answer.created)).toEqual([false, false, false])
    expect(second.map((answer) => done(answer))).toEqual(first.map((answer) => done(answer)))
    expect(await granted(desk)).toHaveLength(3)
  })

  test('again is done even while the list of grants is stale', async () => {
    const desk = await openRegistered(practice)
    const wishes = await wishesFor(desk)
    await practice.control.fault(desk.tenant.tenantId, { name: 'replication-lag', reads: 'grants', seconds: 60 })
    await desk.directory.grantAppRoles(desk.principalId, wishes)
    const again = await desk.directory.grantAppRoles(desk.principalId, wishes)
    expect(again.map((answer) => done(answer))).toEqual([null, null, null])
  })

  test('to a principal that is not known everywhere yet is refused as spreading', async () => {
    const desk = await openRegistered(practice)
    const wishes = await wishesFor(desk)
    const app = done(await desk.directory.upsertApplication(applicationInput(null, 'latchkey/test/second')))
    await practice.control.fault(desk.tenant.tenantId, { name: 'replication-lag', reads: 'reference', seconds: 60 })
    const principal = done(await desk.directory.upsertServicePrincipal(app?.appId ?? ''))
    const answers = await desk.directory.grantAppRoles(principal?.objectId ?? '', wishes)
    for (const answer of answers) expect(answer).toMatchObject({ result: 'refused', failure: { kind: 'spreading' } })
  })

  test('one that is refused does not stop the others', async () => {
    const desk = await openRegistered(practice)
    await practice.control.fault(desk.tenant.tenantId, { name: 'refuse-grant', role: 'Group.Read.All' })
    const answers = await desk.directory.grantAppRoles(desk.principalId, await wishesFor(desk))
    expect(answers.map(({ result }) => result)).toEqual(['done', 'refused', 'done'])
    expect(answers[1]).toMatchObject({ failure: { kind: 'not-allowed', code: 'Authorization_RequestDenied' } })
  })

  test.each([409, 429] as const)(
    'met by other changes at the same moment (%i) is repeated one by one',
    async (status) => {
      const desk = await openRegistered(practice)
      const wishes = await wishesFor(desk)
      await practice.control.fault(desk.tenant.tenantId, { name: 'concurrency-refusal', status, times: 2 })
      const answers = await desk.directory.grantAppRoles(desk.principalId, wishes)
      expect(answers.map(({ result }) => result)).toEqual(['done', 'done', 'done'])
      expect(await granted(desk)).toEqual([...roles].sort())
    },
  )

  test('whose answer is lost leaves every effect open, and is not repeated', async () => {
    const desk = await openRegistered(practice)
    const wishes = await wishesFor(desk)
    await practice.control.fault(desk.tenant.tenantId, { name: 'reset-after-effect', times: 1 })
    const answers = await desk.directory.grantAppRoles(desk.principalId, wishes)
    expect(answers.map(({ result }) => result)).toEqual(['unknown', 'unknown', 'unknown'])
    const again = await desk.directory.grantAppRoles(desk.principalId, wishes)
    expect(again.map(({ result }) => result)).toEqual(['done', 'done', 'done'])
    expect(await granted(desk)).toEqual([...roles].sort())
  })

  test('of Graph by an Application Administrator is refused, of Exchange it is not', async () => {
    const desk = await openRegistered(practice)
    const token = await practice.signIn(desk.tenant, 'application-administrator')
    const { directory } = deskWith(practice, desk.tenant, token)
    const [graph] = await directory.grantAppRoles(desk.principalId, await wishesFor(desk, ['User.Read.All']))
    const [exchange] = await directory.grantAppRoles(
      desk.principalId,
      await wishesFor(desk, ['full_access_as_app'], exchangeAppId),
    )
    expect(graph).toMatchObject({ result: 'refused', failure: { kind: 'not-allowed' } })
    expect(exchange?.result).toBe('done')
  })
})

describe('revoking a permission', () => {
  test('takes it away, and again is done', async () => {
    const desk = await openRegistered(practice)
    const [answer] = await desk.directory.grantAppRoles(desk.principalId, await wishesFor(desk, ['User.Read.All']))
    const id = (answer && done(answer))?.assignmentId ?? ''
    expect(await desk.directory.revokeAppRole(desk.principalId, id)).toMatchObject({ result: 'done' })
    expect(await granted(desk)).toEqual([])
    expect(await desk.directory.revokeAppRole(desk.principalId, id)).toMatchObject({ result: 'done' })
  })
})

test('a refusal to revoke is not taken for “gone already” while nobody can tell', async () => {
  const desk = await openRegistered(practice)
  await practice.control.fault(desk.tenant.tenantId, { name: 'unavailable', match: { operation: 'listGrants' } })
  const answer = await desk.directory.revokeAppRole(desk.principalId, 'unheard-of')
  expect(answer).toMatchObject({ result: 'refused' })
})

describe('a directory role', () => {
  test('is assigned once, and again is done', async () => {
    const desk = await openRegistered(practice)
    expect(await desk.directory.assignDirectoryRole(desk.principalId, globalReader)).toMatchObject({ created: true })
    expect(await desk.directory.assignDirectoryRole(desk.principalId, globalReader)).toMatchObject({ created: false })
    const { directoryRoles } = await practice.control.god(desk.tenant.tenantId)
    expect(directoryRoles.map(({ role }) => role)).toEqual(['Global Reader'])
  })

  test('that the tenant does not let us assign is refused, not retried', async () => {
    const desk = await openRegistered(practice)
    await practice.control.fault(desk.tenant.tenantId, { name: 'refuse-grant', role: 'Global Reader' })
    expect(await desk.directory.assignDirectoryRole(desk.principalId, globalReader)).toMatchObject({
      result: 'refused',
      failure: { kind: 'not-allowed' },
    })
  })
})
