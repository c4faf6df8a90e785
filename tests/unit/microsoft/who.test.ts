import { describe, expect, test } from 'vitest'
import { readAccount } from '@/lib/microsoft/claims'
import { roleNames } from '@/lib/microsoft/roles'
import { judgeAdministrator } from '@/lib/microsoft/who'

const tenant = '11111111-1111-4111-8111-111111111111'
const other = '22222222-2222-4222-8222-222222222222'
const personal = '9188040d-6c67-4c5b-b112-36a304b66dad'
const global = '62e90394-69f5-4237-9190-012177145e10'
const privileged = 'e8611ab8-c189-46e8-94e1-60213ab1f814'
const applications = '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3'
const ordinary = 'b79fbf4d-3ef9-4689-8143-76b194e85509'

function token(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'none' })}.${part(claims)}.x`
}

function account(claims: object) {
  return readAccount(
    token({ tid: tenant, acct: 0, idp: `https://sts.windows.net/${tenant}/`, upn: 'a@b.example', ...claims }),
  )
}

function judge(claims: object, membersMayRegister: boolean | 'unknown' = 'unknown') {
  return judgeAdministrator(account(claims), tenant, { membersMayRegister })
}

describe('who may connect a tenant', () => {
  test('a Global Administrator may', () => {
    expect(judge({ wids: [global, ordinary] })).toEqual({ fit: true, roles: ['Global Administrator'], partner: false })
  })

  test('a Privileged Role Administrator may where members may register applications', () => {
    expect(judge({ wids: [privileged] }, true).fit).toBe(true)
  })

  test('a Privileged Role Administrator may not where members may not, and the missing role is named', () => {
    expect(judge({ wids: [privileged] }, false)).toMatchObject({
      fit: false,
      reason: 'missing-role',
      missingRole: 'Application Administrator',
    })
  })

  test('a Privileged Role Administrator who is an Application Administrator too may in any case', () => {
    expect(judge({ wids: [privileged, applications] }, false).fit).toBe(true)
  })

  test('a Privileged Role Administrator gets the benefit of the doubt while the rule is unknown', () => {
    expect(judge({ wids: [privileged] }, 'unknown').fit).toBe(true)
  })

  test('an Application Administrator alone may not, because Graph’s roles are out of reach', () => {
    expect(judge({ wids: [applications] })).toMatchObject({ fit: false, missingRole: 'Global Administrator' })
  })

  test('an ordinary user may not, and holds no role', () => {
    expect(judge({ wids: [ordinary] })).toMatchObject({ fit: false, reason: 'missing-role', roles: [] })
  })

  test('a partner’s technician may, by the roles that the relationship gives in this tenant', () => {
    const claims = {
      idp: `https://sts.windows.net/${other}/`,
      acct: 1,
      wids: [privileged, applications],
      upn: 't@partner.example',
    }
    expect(judge(claims)).toMatchObject({ fit: true, partner: true })
  })

  test('an administrator of another tenant may not, whatever the role', () => {
    expect(judge({ tid: other, wids: [global] })).toMatchObject({ fit: false, reason: 'wrong-tenant' })
  })

  test('a token that names no tenant is of the wrong tenant', () => {
    expect(judge({ tid: undefined, wids: [global] })).toMatchObject({ fit: false, reason: 'wrong-tenant' })
  })

  test('a personal account may not', () => {
    expect(judge({ tid: personal, idp: 'live.com', wids: [global] })).toMatchObject({ reason: 'personal-account' })
  })

  test('a guest may not', () => {
    const claims = { acct: 1, upn: 'gus_adatum.example#EXT#@b.onmicrosoft.example', unique_name: 'gus@adatum.example' }
    expect(judge(claims)).toMatchObject({ reason: 'guest' })
    expect(account(claims).upn).toBe('gus@adatum.example')
  })

  test('upper case in identifiers makes no difference', () => {
    expect(judge({ tid: tenant.toUpperCase(), wids: [global.toUpperCase()] }).fit).toBe(true)
  })
})

describe('claims', () => {
  test.each(['', 'x', 'a.b', 'a.%%%.c', token([]), token({ wids: 'no', scp: 5, tid: {} })])(
    'a token like %j says nothing, and nothing breaks',
    (text) => {
      expect(readAccount(text)).toEqual({
        tenantId: null,
        upn: null,
        name: null,
        objectId: null,
        kind: 'member',
        roleTemplateIds: [],
        scopes: [],
      })
    },
  )

  test('scopes are read one by one', () => {
    expect(account({ scp: 'User.Read  Application.ReadWrite.All' }).scopes).toEqual([
      'User.Read',
      'Application.ReadWrite.All',
    ])
  })

  test('an unknown role is shown by its id', () => {
    expect(roleNames([ordinary, global, other])).toEqual(['Global Administrator', other])
  })
})
