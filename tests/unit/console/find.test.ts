import { describe, expect, test } from 'vitest'
import { findDestinations } from '@/app/(console)/_shell/destinations'
import { countWords, groupItems } from '@/app/(console)/_shell/find-items'
import type { Found } from '@/app/(console)/_shell/use-found'
import { roles } from '@/lib/staff/actor'
import type { FoundTenant } from '@/lib/tenants/fleet-views'

const tenant: FoundTenant = {
  ...{ id: 't1', customer: 'R&D “Labs”', domain: 'labs.example', practice: false },
  state: 'ok',
  stateText: 'Proved',
}
const found: Found = { words: 'r&d', tenants: [tenant], matching: 12, failure: null }
const namesFor = (role: (typeof roles)[number], typed = '') => findDestinations({ role }, typed).map(({ name }) => name)

describe('pages and actions', () => {
  test('are those that the role may use', () => {
    const actions = ['Connect a tenant', 'Connect many', 'Invite a colleague', 'Add a webhook', 'Make an API client']
    const offered = (role: (typeof roles)[number]) => actions.filter((name) => namesFor(role).includes(name))
    expect(offered('owner')).toEqual(actions)
    expect(offered('manager')).toEqual(actions.filter((name) => name !== 'Add a webhook'))
    expect(offered('operator')).toEqual(['Connect a tenant', 'Connect many'])
    expect(offered('auditor')).toEqual([])
    expect(namesFor('operator')).not.toContain('Staff')
    for (const role of roles) expect(namesFor(role)).toEqual(expect.arrayContaining(['Fleet', 'Your account', 'Keys']))
  })

  test('are found by the beginnings of their words, in any order, with or without an apostrophe', () => {
    expect(namesFor('owner', 'tenant conn')).toContain('Connect a tenant')
    expect(namesFor('owner', 'shortcuts')).toEqual(['Keys'])
    expect(namesFor('owner', 'microsofts')).toEqual(['Help: Microsoft’s answers'])
    expect(namesFor('owner', 'onnect')).toEqual([])
  })
})

describe('the lines of Find', () => {
  test('are tenants, then all that match, then pages, and addresses hold any name', () => {
    const [tenants] = groupItems('owner', 'r&d', found)
    expect(tenants?.items.map(({ href, label }) => [href, label])).toEqual([
      ['/tenants/t1', 'R&D “Labs”'],
      ['/?q=r%26d', 'All 12 that match “r&d”'],
    ])
    expect(groupItems('owner', '', { ...found, words: '' }).map(({ title }) => title)).toEqual([
      'Need a person today',
      'Pages and actions',
    ])
  })

  test('after a failure are the plain search and the pages, and the sentence says so', () => {
    const failed: Found = { words: 'fleet', tenants: [], matching: 0, failure: 'Latchkey did not answer.' }
    const groups = groupItems('auditor', 'fleet', failed)
    expect(groups.flatMap(({ items }) => items.map(({ href }) => href))).toEqual(['/?q=fleet', '/'])
    expect(countWords(groups, failed)).toMatch(/^Latchkey did not answer\. .*plain search/)
  })

  test('are counted for ears', () => {
    expect(countWords(groupItems('auditor', 'x', { ...found, matching: 1 }), found)).toBe(
      '12 tenants, 0 pages and actions',
    )
    const none: Found = { words: 'zzz', tenants: [], matching: 0, failure: null }
    expect(countWords(groupItems('auditor', 'zzz', none), none)).toBe('Nothing matches “zzz”.')
  })
})
