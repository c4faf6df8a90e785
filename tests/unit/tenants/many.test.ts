import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findPlace, getBatch } from '@/lib/tenants/batches'
import { listMany, mendRow, startRow } from '@/lib/tenants/many'
import { readList } from '@/lib/tenants/many-list'
import { expectConnected, signInTo, startRun } from '../../support/runs'
import { openHouse, untilRun, type House } from '../../support/tenants'

describe('a pasted list', () => {
  test.each([
    [
      'contoso.com\n\nfabrikam.com',
      [
        ['', 'contoso.com'],
        ['', 'fabrikam.com'],
      ],
    ],
    ['Customer,Domain\nContoso,contoso.com', [['Contoso', 'contoso.com']]],
    ['contoso.com;Contoso Ltd.', [['Contoso Ltd.', 'contoso.com']]],
    ['"Smith, Jones & Co",smith.example', [['Smith, Jones & Co', 'smith.example']]],
    [
      'Contoso\tcontoso.com\r\nWoodgrove\twoodgrove.com',
      [
        ['Contoso', 'contoso.com'],
        ['Woodgrove', 'woodgrove.com'],
      ],
    ],
    ['no domain here', [['', 'no domain here']]],
  ])('%j is read as it is meant', (text, rows) => {
    expect(readList(text).map(({ customer, domain }) => [customer, domain])).toEqual(rows)
  })

  test('whatever is pasted, it is rows or a refusal of the field, never a crash', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        try {
          expect(readList(text).length).toBeGreaterThan(0)
        } catch (error) {
          expect(error).toMatchObject({ code: 'invalid_input', field: 'list' })
        }
      }),
      { numRuns: 2000 },
    )
  })
})

describe('a list of tenants', () => {
  let house: House
  beforeAll(async () => {
    house = await openHouse()
  })
  afterAll(() => house.close())

  async function list(lines: readonly string[]): Promise<string> {
    const { batchId } = await listMany(house.actor, {
      ...{ list: lines.join('\n'), baseline: 'exchange-only' },
      workloads: ['directory', 'exchange', 'own-registration'],
    })
    return batchId
  }

  async function asked(batchId: string) {
    for (;;) {
      const batch = await getBatch(house.actor, batchId)
      if (batch.counts.todo + batch.counts.doing === 0) return batch
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  test('every row is asked about before anything starts, and each bad one says why', async () => {
    const connected = await startRun(house, [], { workloads: ['exchange'] })
    await signInTo(house, connected)
    await expectConnected(house, connected)
    const good = await house.newTenant()
    const before = await house.database.db.run.count()
    const lines = [good.domain, 'nobody-lives-here.example', connected.domain, `Again, ${good.domain}.`, 'not a domain']
    const { rows } = await asked(await list(lines))
    expect(rows.map(({ state, reason }) => [state, reason])).toEqual([
      ['waiting', null],
      ['refused', 'domain_unknown'],
      ['refused', 'connected'],
      ['refused', 'duplicate'],
      ['refused', 'invalid_input'],
    ])
    for (const { state, text } of rows.filter((row) => row.state === 'refused'))
      expect([state, text.length > 20]).toEqual(['refused', true])
    expect(await house.database.db.run.count()).toBe(before)
  })

  test('a corrected row is asked about anew; good rows are connected one after the other; a failed one goes again', async () => {
    const [first, second] = [await house.newTenant(), await house.newTenant()]
    const batchId = await list([`First, ${first.domain}`, 'Second, typo.example'])
    await asked(batchId)
    await mendRow(house.actor, { batchId, position: 1, customer: 'Second', domain: second.domain })
    expect((await getBatch(house.actor, batchId)).counts.waiting).toBe(2)

    const run = await startRow(house.actor, { batchId, position: 0 })
    expect(await findPlace(house.actor, run.runId)).toMatchObject({ size: 2, next: { customer: 'Second' } })
    await signInTo(house, run, 'global-administrator', 'decline')
    await untilRun(house, run.runId, ({ verdict }) => verdict !== null)
    expect((await getBatch(house.actor, batchId)).rows[0]).toMatchObject({ state: 'failed', reason: 'declined' })

    for (const position of [0, 1]) {
      const { runId } = await startRow(house.actor, { batchId, position })
      const { code } = await untilRun(house, runId, (view) => view.code !== null || view.verdict !== null)
      if (code === null) continue
      await signInTo(house, { runId })
      await untilRun(house, runId, ({ endedAt }) => endedAt !== null)
    }
    expect((await getBatch(house.actor, batchId)).rows.map(({ state }) => state)).toEqual(['done', 'done'])
  })
})
