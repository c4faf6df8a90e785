import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { roles, type Actor } from '@/lib/staff/actor'
import { acceptInvitationHere, readInvitationHere, whoIs } from '@/lib/staff/desk'
import { inviteColleague, withdrawInvitation } from '@/lib/staff/invitations'
import { changeRole, disablePerson, getStaff } from '@/lib/staff/people'
import { openOffice, refusalOf, type Office } from './office'

let office: Office
let marta: Actor
let count = 0
const person = { name: 'Tunde Bello', password: 'lantern gravel october' }

beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())
beforeEach(async () => {
  marta = await office.hire('owner')
})

function address(): string {
  count += 1
  return `colleague${count}@relecloud.example`
}

async function invite(by = marta, role: Actor['role'] = 'operator', email = address()) {
  const { path } = await inviteColleague(by, { email, role })
  return { token: path.slice('/invite-staff/'.length), email }
}

async function accept(token: string) {
  return acceptInvitationHere(token, person, null)
}

describe('an invitation', () => {
  test('makes an account with its address and role, and signs in', async () => {
    const { token, email } = await invite(marta, 'manager')
    expect(await readInvitationHere(token)).toMatchObject({ email, role: 'manager' })
    const { sessionId } = await accept(token)
    const actor = await whoIs(sessionId, true)
    expect(actor).toMatchObject({ email, role: 'manager', name: 'Tunde Bello' })
    expect(await office.audit(actor!)).toEqual(['staff.invitation-accepted', 'staff.signed-in'])
    expect(await office.audit(marta)).toContain('staff.invited')
  })

  test('accepted by fifty at the same moment makes one account', async () => {
    const { token, email } = await invite()
    const settled = await Promise.allSettled(Array.from({ length: 50 }, () => accept(token)))
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await office.db.operator.count({ where: { email } })).toBe(1)
  }, 60_000)

  test('is not used up by looking, or by a form that was refused', async () => {
    const { token } = await invite()
    for (let n = 0; n < 20; n++) await readInvitationHere(token)
    expect(await refusalOf(acceptInvitationHere(token, { ...person, name: ' ' }, null))).toMatchObject({
      field: 'name',
    })
    expect(await refusalOf(acceptInvitationHere(token, { ...person, password: 'short' }, null))).toMatchObject({
      field: 'password',
    })
    await accept(token)
    expect((await refusalOf(accept(token))).code).toBe('invitation_invalid')
  })

  test('lasts 72 hours', async () => {
    const [early, late] = [await invite(), await invite()]
    office.pass(72 * 60 - 1)
    await accept(early.token)
    office.pass(1)
    expect(await readInvitationHere(late.token)).toBeNull()
    expect((await refusalOf(accept(late.token))).code).toBe('invitation_invalid')
  })

  test('rests as a hash, and a guess is told from it before anything typed is read', async () => {
    const { token } = await invite()
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    expect(JSON.stringify(await office.db.staffInvitation.findMany())).not.toContain(token)
    expect((await refusalOf(acceptInvitationHere('guess', { ...person, password: 'short' }, null))).code).toBe(
      'invitation_invalid',
    )
  })

  test('is dead once it is withdrawn, or replaced by a newer one for the same address', async () => {
    const { token, email } = await invite()
    const newer = await invite(marta, 'auditor', email)
    expect(await readInvitationHere(token)).toBeNull()
    const open = (await getStaff(marta)).invitations.filter((one) => one.email === email)
    expect(open).toHaveLength(1)
    await withdrawInvitation(marta, open[0]!.id)
    expect((await refusalOf(accept(newer.token))).code).toBe('invitation_invalid')
    expect(await office.audit(marta)).toContain('staff.invitation-withdrawn')
  })

  test('dies with the right of who sent it', async () => {
    const [one, other] = [await office.hire('manager'), await office.hire('manager')]
    const [first, second] = [await invite(one), await invite(other)]
    await disablePerson(marta, one.id)
    await changeRole(marta, other.id, 'operator')
    expect((await refusalOf(accept(first.token))).code).toBe('invitation_invalid')
    expect((await refusalOf(accept(second.token))).code).toBe('invitation_invalid')
  })

  test('is not made for an address that has an account, disabled or not', async () => {
    const tunde = await office.hire('operator')
    const attempt = () =>
      refusalOf(inviteColleague(marta, { email: ` ${tunde.email.toUpperCase()} `, role: 'operator' }))
    expect(await attempt()).toMatchObject({ code: 'invalid_input', field: 'email' })
    await disablePerson(marta, tunde.id)
    expect(await attempt()).toMatchObject({ field: 'email' })
    expect(await refusalOf(inviteColleague(marta, { email: 'no address', role: 'operator' }))).toMatchObject({
      field: 'email',
    })
  })
})

describe('who may invite and withdraw', () => {
  test('owners everybody, managers operators and auditors, others nobody', async () => {
    const table: Record<string, string[]> = {}
    for (const role of roles) {
      const actor = await office.hire(role)
      table[role] = []
      for (const wanted of roles) {
        const done = await inviteColleague(actor, { email: address(), role: wanted }).then(
          () => true,
          () => false,
        )
        if (done) table[role].push(wanted)
      }
    }
    expect(table).toEqual({ owner: [...roles], manager: ['operator', 'auditor'], operator: [], auditor: [] })
  })

  test('a manager cannot withdraw the invitation of an owner', async () => {
    const { token } = await invite(marta, 'owner')
    const manager = await office.hire('manager')
    const { id } = (await getStaff(manager)).invitations.find(({ role }) => role === 'owner')!
    expect((await refusalOf(withdrawInvitation(manager, id))).code).toBe('not_allowed')
    expect(await readInvitationHere(token)).not.toBeNull()
  })
})
