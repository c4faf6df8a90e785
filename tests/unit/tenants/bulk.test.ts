import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handlers } from '@/lib/jobs/handlers'
import { workOnce } from '@/lib/queue/worker'
import { exportBatch, getBatch } from '@/lib/tenants/batches'
import { actOnMany } from '@/lib/tenants/bulk'
import { writeCsv } from '@/lib/tenants/csv'
import { exportFleet, getFleet } from '@/lib/tenants/fleet'
import { noteCondition } from '@/lib/tenants/condition-store'
import { unsnooze } from '@/lib/tenants/snoozes'
import type { Fleet, FleetQuery } from '@/lib/tenants/fleet-views'
import { expectConnected, signInTo, startRun } from '../../support/runs'
import { openHouse, type House } from '../../support/tenants'
import { day, passYears } from '../../support/years'

const read = (csv: string): string[][] => parse(csv, { bom: true, relax_column_count: true })
const dangerous = /^[=+\-@\t\r\n\0]/
const has = (id: string) => (some: readonly { id: string }[]) => some.some((one) => one.id === id)
const whole: FleetQuery = { search: '', state: 'all', page: 1, sort: 'customer' }

describe('a file for a spreadsheet', () => {
  test('says the same text to another parser, and no cell begins like a formula', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.stringMatching(/^[=+\-@\t\r\n"',;|' ]{0,6}[a-z(]{0,6}$/),
    )
    const table = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 8 })
    fc.assert(
      fc.property(table, (rows) => {
        const lines = read(writeCsv(['A', 'B', 'C'], rows))
        expect(lines.slice(1)).toHaveLength(rows.length)
        for (const [index, cells] of lines.slice(1).entries()) {
          expect(cells.filter((text) => dangerous.test(text))).toEqual([])
          expect(cells).toEqual((rows[index] ?? []).map((text) => (dangerous.test(text) ? `'${text}` : text)))
        }
      }),
      { numRuns: 3000 },
    )
  })
})

describe('one order for many tenants', () => {
  let house: House
  const ids: string[] = []
  beforeAll(async () => {
    house = await openHouse()
    for (let n = 0; n < 2; n += 1) {
      const started = await startRun(house, [], { workloads: ['exchange'] })
      await signInTo(house, started)
      await expectConnected(house, started)
      ids.push(started.rowId)
    }
    ids.push((await startRun(house, [], { workloads: ['exchange'] })).rowId)
  })
  afterAll(() => house.close())

  const order = (deed: string, tag = '') => actOnMany(house.actor, { deed, tag, chosen: { ids } })

  test('a check has a result for each: what was found, or why none was begun', async () => {
    const { batchId } = await order('check')
    const before = await getBatch(house.actor, batchId)
    expect(before.rows.map(({ state }) => state)).toEqual(['todo', 'todo', 'refused'])
    await workOnce({ check: handlers['check']! })
    const after = await getBatch(house.actor, batchId)
    expect(after.rows.map(({ state, text }) => [state, text])).toEqual([
      ['done', 'Proved.'],
      ['done', 'Proved.'],
      ['refused', 'Is not connected yet.'],
    ])
    expect(after.endedAt).not.toBeNull()
    const { csv } = await exportBatch(house.actor, batchId)
    expect(read(csv).map((cells) => cells[2])).toEqual([...['Result', 'done', 'done', 'not begun']])
  })

  test('a tag is added once, found by the filter, and taken away again', async () => {
    await order('tag', ' gold ')
    await order('tag', 'gold')
    const found = await getFleet(house.actor, { ...whole, tag: 'gold' })
    expect(found.rows.map(({ tags }) => tags)).toEqual([['gold'], ['gold'], ['gold']])
    expect(found.tags).toEqual([{ tag: 'gold', count: 3 }])
    await actOnMany(house.actor, {
      deed: 'untag',
      tag: 'gold',
      chosen: { matching: { ...whole, state: 'setting-up' } },
    })
    expect((await getFleet(house.actor, { ...whole, tag: 'gold' })).matching).toBe(2)
    await expect(order('tag', '=cmd()')).rejects.toMatchObject({ code: 'invalid_input' })
  })

  test('Reconfigure is a line of sign-ins, and each row says how far its run is', async () => {
    const { batchId } = await order('reconfigure')
    expect((await getBatch(house.actor, batchId)).counts).toMatchObject({ waiting: 2, refused: 1 })
  })

  test('a renewal is done for each once its new key is in use', async () => {
    const { batchId } = await order('rotate')
    expect((await getBatch(house.actor, batchId)).counts).toMatchObject({ doing: 2, refused: 1 })
    const years = passYears(house)
    const isOver = async () => (await getBatch(house.actor, batchId)).endedAt !== null
    await years.live(new Date(years.now().getTime() + 2 * day), isOver)
    years.stop()
    const { rows } = await getBatch(house.actor, batchId)
    expect(rows.map(({ state }) => state)).toEqual(['done', 'done', 'refused'])
    expect(rows[0]?.text).toMatch(/new key|Renewed/)
  })

  test('nothing chosen is said, and who may only look may not order', async () => {
    await expect(actOnMany(house.actor, { deed: 'check', tag: '', chosen: { ids: [] } })).rejects.toMatchObject({
      say: 'Choose at least one tenant in the list first.',
    })
    const auditor = { ...house.actor, role: 'auditor' as const }
    const asked = actOnMany(auditor, { deed: 'check', tag: '', chosen: { ids } })
    await expect(asked).rejects.toMatchObject({ code: 'not_allowed' })
  })

  test('the file of the fleet has a line for each tenant that the filters let through', async () => {
    const lines = read(await exportFleet(house.actor, { ...whole, state: 'ok' }))
    expect(lines).toHaveLength(3)
    expect(lines[1]).toContain('Proved')
  })

  test('what is snoozed is not among the needs and is counted, until somebody ends it', async () => {
    const [id = ''] = ids
    const what = { type: 'Permissions', reason: 'RoleMissing', message: 'One is missing.', remedy: null, who: null }
    await noteCondition({ id, customer: 'Customer' }, { ...what, status: 'failing', evidence: [] })
    const ofIt = (fleet: Fleet) => [fleet.needs.flatMap(({ tenants }) => tenants), fleet.snoozed].map(has(id))
    expect(ofIt(await getFleet(house.actor, whole))).toEqual([true, false])
    const until = new Date(Date.now() + 5 * day).toISOString().slice(0, 10)
    const wish = { deed: 'snooze', tag: '', chosen: { ids: ids.slice(0, 2) }, until }
    await expect(actOnMany(house.actor, { ...wish, reason: ' ' })).rejects.toMatchObject({ field: 'reason' })
    const { batchId } = await actOnMany(house.actor, { ...wish, reason: 'Their audit' })
    expect((await getBatch(house.actor, batchId)).rows.map(({ state }) => state)).toEqual(['done', 'refused'])
    expect(ofIt(await getFleet(house.actor, whole))).toEqual([false, true])
    await unsnooze(house.actor, id, 'Permissions')
    expect(ofIt(await getFleet(house.actor, whole))).toEqual([true, false])
  })
})
