import { describe, expect, test } from 'vitest'
import { readRole, roles } from '@/lib/staff/actor'
import { manageableRoles, may, orList, requireMay, requireRank, type Verb } from '@/lib/staff/permissions'

const verbs: readonly Verb[] = [
  ...(['tenants.change', 'settings.change', 'restore.open', 'restore.servers'] as const),
  ...(['staff.read', 'staff.manage', 'staff.rule', 'clients.read', 'clients.manage'] as const),
]

describe('what each role may do', () => {
  test('is this table', () => {
    const table = Object.fromEntries(roles.map((role) => [role, verbs.filter((verb) => may({ role }, verb))]))
    expect(table).toEqual({
      owner: verbs,
      manager: ['tenants.change', 'restore.servers', 'staff.read', 'staff.manage', 'clients.read', 'clients.manage'],
      operator: ['tenants.change'],
      auditor: ['staff.read', 'clients.read'],
    })
  })

  test('a role that nobody knows may what an auditor may', () => {
    expect(readRole('administrator')).toBe('auditor')
    expect(readRole('')).toBe('auditor')
  })

  test('a refusal says the role and who may', () => {
    const refuse = () => {
      requireMay({ role: 'auditor' }, 'tenants.change')
    }
    expect(refuse).toThrow(
      expect.objectContaining({
        code: 'not_allowed',
        say: 'Your role is auditor, and this is for an owner, a manager or an operator. Ask one of them.',
      }),
    )
    expect(orList(['owner'])).toBe('an owner')
  })
})

describe('whom one may invite, change and disable', () => {
  test('managers act on operators and auditors, never on owners or other managers', () => {
    for (const role of roles) {
      const attempt = () => {
        requireRank({ role: 'manager' }, role)
      }
      if (role === 'operator' || role === 'auditor') expect(attempt).not.toThrow()
      else expect(attempt).toThrow(expect.objectContaining({ code: 'not_allowed' }))
    }
  })

  test('operators and auditors act on nobody, owners on everybody', () => {
    expect(manageableRoles({ role: 'operator' })).toEqual([])
    expect(manageableRoles({ role: 'auditor' })).toEqual([])
    expect(manageableRoles({ role: 'owner' })).toEqual([...roles])
  })
})
