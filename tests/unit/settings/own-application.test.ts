import { X509Certificate } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { listEntries } from '@/lib/audit/audit'
import {
  choosePreference,
  forgetOwnCertificate,
  readOwnProgram,
  renewOwnCertificate,
  saveClientId,
  saveHome,
} from '@/lib/settings/own-application'
import { startOwnApplicationTest } from '@/lib/settings/own-application-test'
import { getOwnApplication } from '@/lib/settings/own-application-view'
import type { NewApplication } from '@/practice-cloud/control/control'
import {
  goThere,
  homeDomain,
  ownApplication,
  redirectAddress,
  registered,
  testNow,
  visit,
} from '../../support/own-application'
import { openHouse, type House } from '../../support/tenants'

let house: House

beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())
beforeEach(async () => {
  await house.database.db.ownApplication.deleteMany()
  await house.database.db.ownApplicationKey.deleteMany()
})

const view = () => getOwnApplication(house.actor, visit.servedAt)
const operator = () => ({ ...house.actor, role: 'operator' as const })

describe('before a test has passed', () => {
  test('there is a certificate to upload, made here, and nothing can be switched on', async () => {
    await registered(house)
    const { keys, home, redirectAddress: shown, proved } = await view()
    const certificate = new X509Certificate(keys[0]?.pem ?? '')
    expect(certificate.subject).toContain(`Latchkey sign-in ${homeDomain}`)
    expect([home?.domain, shown, proved, keys[0]?.state]).toEqual([homeDomain, redirectAddress, false, 'new'])
    await expect(choosePreference(house.actor, 'first')).rejects.toMatchObject({ code: 'conflict' })
    expect(await readOwnProgram('practice')).toBeNull()
  })

  test('a domain that nobody has, an id that is none and a test of nothing are refused with the mend', async () => {
    await expect(saveHome(house.actor, 'nobody-lives-here.example')).rejects.toMatchObject({ field: 'domain' })
    await expect(startOwnApplicationTest(house.actor, visit)).rejects.toMatchObject({ code: 'conflict' })
    await saveHome(house.actor, homeDomain)
    await expect(saveClientId(house.actor, 'the object id')).rejects.toMatchObject({ field: 'clientId' })
  })

  test('only an owner may change or test anything', async () => {
    await registered(house)
    const acts = [
      saveHome(operator(), homeDomain),
      saveClientId(operator(), visit.sessionId),
      renewOwnCertificate(operator()),
      choosePreference(operator(), 'off'),
      startOwnApplicationTest(operator(), visit),
    ]
    for (const act of await Promise.allSettled(acts)) expect(act).toMatchObject({ reason: { code: 'not_allowed' } })
  })
})

describe('a test', () => {
  test('that passes says when, by whom and as whom, and lets it be switched on', async () => {
    await ownApplication(house, 'when-blocked')
    const { test: last, proved, preference, keys } = await view()
    expect(last).toMatchObject({ status: 'passed', by: house.actor.name, code: null })
    expect(last?.account).toMatch(/@provider\.practice\.example$/)
    expect([proved, preference, keys[0]?.state]).toEqual([true, 'when-blocked', 'in-use'])
    expect(await readOwnProgram('practice')).toMatchObject({ redirectUri: redirectAddress })
    expect(await readOwnProgram('global')).toBeNull()
    const [entry] = await listEntries(house.database.db, { subject: 'setting:ownApplication', limit: 1 })
    expect(entry?.detail).toMatchObject({ setting: 'ownApplication.preference', after: 'when-blocked' })
  })

  test('asks for nothing but who signs in', async () => {
    await registered(house)
    const { url } = await startOwnApplicationTest(house.actor, visit)
    expect(new URL(url).searchParams.get('scope')).toBe('openid')
    expect((await view()).test?.status).toBe('open')
  })

  test.each<[string, Partial<NewApplication>, string]>([
    ['under Single-page application', { redirectUris: { spa: [redirectAddress] } }, 'Single-page application'],
    ['under Public client', { redirectUris: { publicClient: [redirectAddress] } }, 'Mobile and desktop applications'],
    ['without the certificate', { certificatePem: undefined }, 'certificate'],
  ])('of a registration %s names what to change where', async (_what, differently, word) => {
    await registered(house, differently)
    const last = await testNow(house)
    expect(last).toMatchObject({ status: 'failed', by: house.actor.name })
    expect(last?.title).toContain(word)
    expect(`${last?.title ?? ''} ${last?.explanation ?? ''} ${last?.mend ?? ''}`).not.toMatch(/AADSTS/)
    expect(last?.mend).toMatch(/Web|Upload/)
    expect(last?.reference).toMatch(/AADSTS\d+ · trace .+ · correlation /)
    expect((await view()).proved).toBe(false)
  })

  test.each<[string, Partial<NewApplication>, string]>([
    ['another redirect address', { redirectUris: { web: ['https://elsewhere.example/back'] } }, 'AADSTS50011'],
    ['a single tenant', { signInAudience: 'AzureADMyOrg' }, 'AADSTS50194'],
  ])(
    'of a registration with %s stays at Microsoft, and the guide explains its page',
    async (_what, differently, code) => {
      await registered(house, differently)
      const { url } = await startOwnApplicationTest(house.actor, visit)
      const { location, shown } = await house.cloud.control.authorizeAs({ url, person: 'global-administrator' })
      expect([location, shown?.code]).toEqual([undefined, Number(code.slice(6))])
      const { test: last, shownByMicrosoft } = await view()
      expect(last?.status).toBe('open')
      expect(shownByMicrosoft.map((one) => one.code)).toContain(code)
    },
  )

  test('of an application that is not there is explained too', async () => {
    await registered(house)
    await saveClientId(house.actor, '11111111-1111-4111-8111-111111111111')
    const { url } = await startOwnApplicationTest(house.actor, visit)
    expect(await goThere(house, url)).toBeNull()
    expect((await view()).shownByMicrosoft.map(({ code }) => code)).toContain('AADSTS700016')
  })

  test('by somebody of another tenant proves nothing', async () => {
    await registered(house)
    const last = await testNow(house, { person: 'ada.admin@fabrikam.example' })
    expect([last?.status, last?.title]).toEqual(['failed', 'That was not an account of your own tenant'])
  })

  test.each([
    ['decline', 'The sign-in was cancelled at Microsoft'],
    ['consent-declined', 'The question for consent was answered with no'],
  ] as const)('that ends with %s says so and blames nothing', async (outcome, title) => {
    await registered(house)
    expect(await testNow(house, { outcome })).toMatchObject({ status: 'failed', title })
  })

  test('blocked by a policy of the provider’s own is explained', async () => {
    await registered(house)
    await house.cloud.control.fault('*', { name: 'browser-sign-in-blocked' })
    expect((await testNow(house))?.title).toContain('policy of your own tenant')
    await house.cloud.control.clearFaults('*')
  })
})

describe('what was proved', () => {
  test('is proved no longer when client id or tenant change, and is switched off', async () => {
    const appId = await ownApplication(house, 'first')
    await saveClientId(house.actor, '11111111-1111-4111-8111-111111111111')
    expect(await view()).toMatchObject({ proved: false, preference: 'off', test: null })
    await saveClientId(house.actor, appId)
    expect((await view()).proved).toBe(false)
    await testNow(house)
    await choosePreference(house.actor, 'first')
    await saveHome(house.actor, 'fabrikam.example')
    expect(await view()).toMatchObject({ proved: false, preference: 'off', clientId: null })
  })

  test('stays when the same values are saved again', async () => {
    const appId = await ownApplication(house, 'first')
    await saveHome(house.actor, homeDomain)
    await saveClientId(house.actor, ` ${appId.toUpperCase()} `)
    expect(await view()).toMatchObject({ proved: true, preference: 'first' })
  })

  test('names the address that sign-ins come back to, when the portal is opened at another', async () => {
    await ownApplication(house)
    expect((await getOwnApplication(house.actor, 'http://localhost:4000')).redirectMoved).toBe(redirectAddress)
    const numbered = await getOwnApplication(house.actor, 'http://127.0.0.1:3000')
    expect(numbered.redirectProblem).toContain('http://localhost:3000')
    expect((await getOwnApplication(house.actor, 'http://10.0.0.7:3000')).redirectProblem).toContain('https')
  })
})

describe('the certificate', () => {
  test('is renewed beside the old one: the old stays in use until a test has passed with the new', async () => {
    await ownApplication(house)
    const [old] = (await view()).keys
    await renewOwnCertificate(house.actor)
    const { keys, script, proved } = await view()
    expect(keys.map(({ state }) => state)).toEqual(['new', 'in-use'])
    expect(proved).toBe(true)
    for (const { keyId } of keys) expect(script).toContain(keyId)
    await expect(renewOwnCertificate(house.actor)).rejects.toMatchObject({ code: 'conflict' })
    await expect(forgetOwnCertificate(house.actor, old?.keyId ?? '')).rejects.toMatchObject({ code: 'conflict' })
    expect((await testNow(house))?.status).toBe('failed')
    expect((await view()).proved).toBe(true)
    await registered(house)
    expect((await testNow(house))?.status).toBe('passed')
    expect((await view()).keys.map(({ state }) => state)).toEqual(['in-use', 'replaced'])
    await forgetOwnCertificate(house.actor, old?.keyId ?? '')
    expect((await view()).keys).toHaveLength(1)
    const [row] = await house.database.db.sealedKey.findMany({ where: { certificateId: old?.keyId ?? '' } })
    expect([row?.purpose, row?.ciphertext]).toEqual(['bootstrap', null])
  })
})
