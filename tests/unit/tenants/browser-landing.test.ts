import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listEntries } from '@/lib/audit/audit'
import { receiveLanding } from '@/lib/settings/landings'
import { startBrowserSignIn } from '@/lib/tenants/browser-sign-in'
import { cancelRun } from '@/lib/tenants/connecting'
import { getRun } from '@/lib/tenants/run-view'
import { begin, rested } from '../../support/browser-runs'
import { comeBack, goThere, ownApplication, visit } from '../../support/own-application'
import { openHouse, untilRun, type House } from '../../support/tenants'

let house: House

beforeAll(async () => {
  house = await openHouse()
  await ownApplication(house, 'first')
})
afterAll(() => house.close())

describe('an answer that nobody waits for', () => {
  async function waiting() {
    const { runId, tenantId } = await begin(house)
    const { url } = await startBrowserSignIn(house.actor, runId, visit)
    const answer = (await goThere(house, url)) ?? new URLSearchParams()
    return { runId, tenantId, answer }
  }
  const refusals = async (subject: string) =>
    (await listEntries(house.database.db, { subject, limit: 5 })).map(({ action, detail }) => [
      action,
      detail['reason'],
    ])

  test('in another session does nothing, is audited, and the right session can still come back', async () => {
    const { runId, answer } = await waiting()
    expect(await comeBack(house, answer, 'session-two')).toEqual({ stopped: 'other-session' })
    expect(await refusals(`run:${runId}`)).toEqual([['sign_in.answer_refused', 'other-session']])
    expect((await getRun(house.actor, runId)).browser?.until).not.toBeNull()
    await comeBack(house, answer)
    expect((await untilRun(house, runId, rested)).receipt).not.toBeNull()
  })

  test('without a session does nothing and is audited', async () => {
    const { runId, answer } = await waiting()
    expect(await receiveLanding(null, null, answer)).toEqual({ stopped: 'signed-out' })
    expect(await refusals(`run:${runId}`)).toEqual([['sign_in.answer_refused', 'signed-out']])
    expect((await getRun(house.actor, runId)).phase).toBe('sign-in')
    await cancelRun(house.actor, runId)
  })

  test.each([
    [
      'a state that was tampered with',
      (answer: URLSearchParams) => answer.set('state', `${answer.get('state') ?? ''}x`),
    ],
    ['two states', (answer: URLSearchParams) => answer.append('state', 'another')],
    ['no state', (answer: URLSearchParams) => answer.delete('state')],
  ])('with %s does nothing and is audited', async (_what, change) => {
    const { runId, answer } = await waiting()
    change(answer)
    expect(await comeBack(house, answer)).toEqual({ stopped: 'unknown' })
    expect((await refusals('portal'))[0]).toEqual(['sign_in.answer_refused', 'unknown'])
    expect((await getRun(house.actor, runId)).phase).toBe('sign-in')
    await cancelRun(house.actor, runId)
  })

  test('a second time is refused: the state counts once', async () => {
    const { runId, answer } = await waiting()
    await comeBack(house, answer)
    expect(await comeBack(house, answer)).toEqual({ stopped: 'unknown' })
    expect((await untilRun(house, runId, rested)).receipt).not.toBeNull()
  })

  test('of a run that was stopped, or that began again, is refused', async () => {
    const { runId, answer } = await waiting()
    const again = await startBrowserSignIn(house.actor, runId, visit)
    expect(await comeBack(house, answer)).toEqual({ stopped: 'unknown' })
    const second = await goThere(house, again.url)
    await cancelRun(house.actor, runId)
    expect(await comeBack(house, second ?? new URLSearchParams())).toEqual({ stopped: 'unknown' })
  })

  test('with a nonce or a code of another sign-in ends the run’s sign-in without a token', async () => {
    const [one, two] = [await waiting(), await waiting()]
    const swapped = new URLSearchParams({ code: two.answer.get('code') ?? '', state: one.answer.get('state') ?? '' })
    await comeBack(house, swapped)
    const run = await untilRun(house, one.runId, rested)
    expect([run.receipt, run.signedInAs, run.phase]).toEqual([null, null, 'waiting'])
    await cancelRun(house.actor, two.runId)
  })
})
