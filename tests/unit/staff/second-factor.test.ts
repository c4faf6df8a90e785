import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  beginSecondFactor,
  confirmSecondFactor,
  getAccount,
  readSecondFactorDraft,
  renewRecoveryCodes,
  turnOffSecondFactor,
} from '@/lib/staff/account'
import type { Actor } from '@/lib/staff/actor'
import {
  confirmHalfway,
  draftHalfway,
  finishEnrolment,
  passSecondFactor,
  setUpOwnerHere,
  signInHere,
  whoIs,
  whoIsHalfway,
} from '@/lib/staff/desk'
import { stepOfCode } from '@/lib/staff/one-time-code'
import { requireSecondFactor, resetSecondFactor } from '@/lib/staff/people'
import { hashRecoveryCode, makeRecoveryCodes } from '@/lib/staff/recovery-codes'
import { createSetupLink } from '@/lib/staff/setup'
import { appCode, openOffice, password, refusalOf, type Office } from './office'

let office: Office
let marta: Actor
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())
beforeEach(async () => {
  marta = await office.hire('owner')
  office.pass(60)
})

async function enrol(actor: Actor): Promise<{ text: string; codes: readonly string[] }> {
  const { text } = await beginSecondFactor(actor)
  return { text, codes: await confirmSecondFactor(actor, appCode(text, office.now())) }
}

async function signIn(actor: Actor): Promise<{ status: string; sessionId: string }> {
  const outcome = await signInHere({ email: actor.email, password, address: null, agent: 'Firefox/1 Linux' })
  if (!('sessionId' in outcome)) throw new Error(outcome.status)
  return outcome
}

describe('codes', () => {
  test.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
  ])('at %i s are those of RFC 6238, appendix B, in six digits', (seconds, eight) => {
    const at = new Date(seconds * 1000)
    expect(stepOfCode(Buffer.from('12345678901234567890'), eight.slice(2), at)).toBe(Math.floor(seconds / 30))
  })

  test('one step early or late fit, two do not', () => {
    const secret = Buffer.from('12345678901234567890')
    const fits = (seconds: number) => stepOfCode(secret, '050471', new Date(seconds * 1000)) !== null
    const start = Math.floor(1111111111 / 30) * 30
    expect([start - 31, start - 30, start, start + 59, start + 60].map(fits)).toEqual([false, true, true, true, false])
  })

  test.each(['', '12345', '1234567', '12345a', '１２３４５６'])('%j is no code', (typed) => {
    expect(stepOfCode(randomBytes(20), typed, new Date())).toBeNull()
  })
})

describe('recovery codes', () => {
  test('are ten, of 80 bits, and their hash is of their operator', () => {
    const codes = makeRecoveryCodes()
    expect(new Set(codes).size).toBe(10)
    for (const code of codes) expect(code).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/)
    expect(hashRecoveryCode('a', codes[0]!)).not.toBe(hashRecoveryCode('b', codes[0]!))
  })

  test('are read as people type them', () => {
    const code = '0123-4567-89ab-cdef'
    const right = hashRecoveryCode('a', code)
    for (const typed of ['0123456789ABCDEF', ' O123 4567 89ab cdef ', 'oI23-4567-89AB-CDEF', 'ol23-4567-89ab-cdef']) {
      expect(hashRecoveryCode('a', typed), typed).toBe(right)
    }
    for (const typed of ['', '123456', '0123-4567-89ab-cde', '0123-4567-89ab-cdeu']) {
      expect(hashRecoveryCode('a', typed), typed).toBeNull()
    }
  })
})

describe('setting one up', () => {
  test('counts from the first right code on, and rests sealed', async () => {
    const { text, link } = await beginSecondFactor(marta)
    expect(link).toMatch(/^otpauth:\/\/totp\/Latchkey:/)
    expect((await signIn(marta)).status).toBe('signed-in')
    expect(await refusalOf(confirmSecondFactor(marta, '000000'))).toMatchObject({
      code: 'invalid_input',
      field: 'code',
    })
    expect((await readSecondFactorDraft(marta))?.text).toBe(text)
    await confirmSecondFactor(marta, appCode(text, office.now()))
    expect(await readSecondFactorDraft(marta)).toBeNull()
    expect((await signIn(marta)).status).toBe('second-factor')
    const rows = JSON.stringify(await office.db.sealedSecret.findMany())
    expect(rows).not.toContain(text.replaceAll(' ', ''))
    expect((await refusalOf(beginSecondFactor(marta))).code).toBe('conflict')
    expect(await office.audit(marta)).toContain('staff.second-factor-on')
  })

  test('again before it was confirmed leaves one secret, the newer', async () => {
    const before = await office.db.sealedSecret.count()
    const first = await beginSecondFactor(marta)
    const second = await beginSecondFactor(marta)
    expect(await office.db.sealedSecret.count()).toBe(before + 1)
    expect((await refusalOf(confirmSecondFactor(marta, appCode(first.text, office.now())))).code).toBe('invalid_input')
    await confirmSecondFactor(marta, appCode(second.text, office.now()))
  })

  test('keeps only hashes of the recovery codes', async () => {
    const { codes } = await enrol(marta)
    expect(codes).toHaveLength(10)
    const rows = JSON.stringify(await office.db.recoveryCode.findMany())
    for (const code of codes) expect(rows).not.toContain(code)
  })
})

describe('signing in with one', () => {
  test('the password alone opens no page, the code then opens a new session', async () => {
    const { text } = await enrol(marta)
    office.pass(1)
    const { sessionId } = await signIn(marta)
    expect(await whoIs(sessionId, true)).toBeNull()
    expect((await whoIsHalfway(sessionId))?.stage).toBe('second-factor')
    const pass = await passSecondFactor(sessionId, appCode(text, office.now()))
    expect(pass.sessionId).not.toBe(sessionId)
    expect((await whoIs(pass.sessionId, true))?.id).toBe(marta.id)
    expect(await whoIsHalfway(sessionId)).toBeNull()
    expect((await refusalOf(passSecondFactor(sessionId, '000000'))).code).toBe('not_signed_in')
  })

  test('a code works once, in any session, and an older one not after a newer', async () => {
    const { text } = await enrol(marta)
    const used = appCode(text, office.now())
    expect(await refusalOf(passSecondFactor((await signIn(marta)).sessionId, used))).toMatchObject({ field: 'code' })
    office.pass(1)
    const older = appCode(text, new Date(office.now().getTime() - 30_000))
    await passSecondFactor((await signIn(marta)).sessionId, appCode(text, office.now()))
    expect(await refusalOf(passSecondFactor((await signIn(marta)).sessionId, older))).toMatchObject({ field: 'code' })
  })

  test('of eight with the same code at the same moment, one gets in', async () => {
    const { text } = await enrol(marta)
    office.pass(1)
    const code = appCode(text, office.now())
    const sessions = await Promise.all(Array.from({ length: 8 }, async () => (await signIn(marta)).sessionId))
    const settled = await Promise.allSettled(sessions.map((id) => passSecondFactor(id, code)))
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('a recovery code works once, and the audit says how many are left', async () => {
    const { codes } = await enrol(marta)
    await passSecondFactor((await signIn(marta)).sessionId, codes[3]!.toUpperCase())
    expect((await getAccount(marta, '')).recoveryCodesLeft).toBe(9)
    expect(await refusalOf(passSecondFactor((await signIn(marta)).sessionId, codes[3]!))).toMatchObject({
      field: 'code',
    })
    expect(await office.audit(marta)).toContain('staff.recovery-code-used')
  })

  test('guessing ends in a wait, for the right code too', async () => {
    const { text } = await enrol(marta)
    office.pass(1)
    const { sessionId } = await signIn(marta)
    for (let n = 0; n < 10; n++)
      expect((await refusalOf(passSecondFactor(sessionId, `00000${n}`))).code).toBe('invalid_input')
    expect(await refusalOf(passSecondFactor(sessionId, appCode(text, office.now())))).toMatchObject({
      code: 'too_many_tries',
      say: expect.stringMatching(
        /^Too many tries\. The next one is possible in \d+ minutes; nothing is locked\.$/,
      ) as string,
    })
  })

  test('halfway lasts a quarter of an hour', async () => {
    await enrol(marta)
    const { sessionId } = await signIn(marta)
    office.pass(14)
    expect(await whoIsHalfway(sessionId)).not.toBeNull()
    office.pass(1)
    expect(await whoIsHalfway(sessionId)).toBeNull()
  })
})

describe('losing one', () => {
  test('turning it off needs the password and a code, and the secret is gone', async () => {
    const { text, codes } = await enrol(marta)
    office.pass(1)
    const code = appCode(text, office.now())
    expect(await refusalOf(turnOffSecondFactor(marta, { password: 'not it', code }))).toMatchObject({
      field: 'password',
    })
    expect(await refusalOf(turnOffSecondFactor(marta, { password, code: '000000' }))).toMatchObject({ field: 'code' })
    const { secretRef } = await office.db.secondFactor.findUniqueOrThrow({ where: { operatorId: marta.id } })
    await turnOffSecondFactor(marta, { password, code })
    expect((await signIn(marta)).status).toBe('signed-in')
    expect(await office.db.sealedSecret.count({ where: { ref: secretRef } })).toBe(0)
    expect(await office.db.recoveryCode.count({ where: { operatorId: marta.id } })).toBe(0)
    expect(codes).toHaveLength(10)
    expect(await office.audit(marta)).toContain('staff.second-factor-off')
  })

  test('new recovery codes make the old ones worthless', async () => {
    const { codes } = await enrol(marta)
    const next = await renewRecoveryCodes(marta, codes[0]!)
    const { sessionId } = await signIn(marta)
    expect(await refusalOf(passSecondFactor(sessionId, codes[1]!))).toMatchObject({ field: 'code' })
    await passSecondFactor(sessionId, next[1]!)
  })

  test('an owner resets it for another, whose sessions end; nobody else may, and not for oneself', async () => {
    const tunde = await office.hire('operator')
    await enrol(tunde)
    office.pass(1)
    const { sessionId } = await signIn(tunde)
    const manager = await office.hire('manager')
    expect((await refusalOf(resetSecondFactor(manager, tunde.id))).code).toBe('not_allowed')
    expect((await refusalOf(resetSecondFactor(marta, marta.id))).code).toBe('conflict')
    await resetSecondFactor(marta, tunde.id)
    expect(await whoIsHalfway(sessionId)).toBeNull()
    expect((await signIn(tunde)).status).toBe('signed-in')
    expect(await office.audit(tunde)).toContain('staff.second-factor-reset')
  })

  test('a setup link that renews the owner takes the lost second factor away, and says so in the audit', async () => {
    await enrol(marta)
    const { token } = await createSetupLink(office.db, { minutes: 60, now: office.now() })
    const secrets = await office.db.sealedSecret.count()
    const pass = await setUpOwnerHere(token, { name: 'Marta', email: marta.email, password }, null)
    expect(pass.stage).toBe('full')
    expect(await office.db.sealedSecret.count()).toBe(secrets - 1)
    expect((await signIn(marta)).status).toBe('signed-in')
    expect(await office.audit(marta)).toContain('staff.second-factor-reset')
  })
})

describe('required of everybody', () => {
  test('the next sign-in sets one up before anything else, and shows the recovery codes before it opens', async () => {
    expect((await refusalOf(requireSecondFactor(await office.hire('manager'), true))).code).toBe('not_allowed')
    await requireSecondFactor(marta, true)
    try {
      const { status, sessionId } = await signIn(marta)
      expect(status).toBe('enrol')
      expect(await whoIs(sessionId, true)).toBeNull()
      expect((await refusalOf(finishEnrolment(sessionId))).code).toBe('not_signed_in')
      const { text } = await draftHalfway(sessionId)
      expect(await refusalOf(confirmHalfway(sessionId, '000000'))).toMatchObject({ field: 'code' })
      expect(await confirmHalfway(sessionId, appCode(text, office.now()))).toHaveLength(10)
      expect(await whoIs(sessionId, true)).toBeNull()
      const pass = await finishEnrolment(sessionId)
      expect((await whoIs(pass.sessionId, true))?.id).toBe(marta.id)
      expect((await signIn(marta)).status).toBe('second-factor')
    } finally {
      await requireSecondFactor(marta, false)
    }
    expect((await signIn(await office.hire('operator'))).status).toBe('signed-in')
    expect((await office.audit(marta)).filter((action) => action === 'staff.second-factor-required')).toHaveLength(2)
  })
})
