import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PracticeCloud } from '@/practice-cloud/server'
import { claimsOf, newTenant, startCloud } from './support'
import type { Visitor } from './support'

let cloud: PracticeCloud
beforeAll(async () => {
  cloud = await startCloud()
})
afterAll(() => cloud.close())

async function get(path: string) {
  const response = await fetch(`${cloud.origin}${path}`)
  return { status: response.status, headers: response.headers, text: await response.text() }
}

async function post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  const body = new URLSearchParams(fields)
  const response = await fetch(`${cloud.origin}${path}`, { method: 'POST', body, headers, redirect: 'manual' })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

const title = (text: string) => /<h1>([^<]*)<\/h1>/.exec(text)?.[1]?.trim()
const hidden = (text: string, name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(text)?.[1] ?? ''

interface Begun {
  visitor: Visitor
  deviceCode: unknown
  step: string
  text: string
}

async function begin(): Promise<Begun> {
  const visitor = await newTenant(cloud)
  const started = await visitor.deviceCode()
  const typed = String(started.body['user_code'])
    .toLowerCase()
    .replace(/(....)/, '$1 - ')
  const { text } = await post('/device', { code: typed })
  return { visitor, deviceCode: started.body['device_code'], step: hidden(text, 'step'), text }
}

async function person({ visitor }: Begun, kind: string): Promise<string> {
  const tenants = await cloud.control.tenants()
  const mine = tenants.find((tenant) => tenant.tenantId === visitor.tenantId)
  return mine?.people.find((each) => each.kind === kind)?.upn ?? 'nobody'
}

describe('the device page, by forms alone', () => {
  test('leads an administrator through code, person, question and second factor to a token', async () => {
    const it = await begin()
    expect(title(it.text)).toBe('Pick an account')
    expect(it.text).toContain('Microsoft Azure CLI')
    expect(it.text).toContain('A practice tenant')
    expect(it.text).toContain('Global Administrator')
    const asked = await post('/device/person', { step: it.step, person: await person(it, 'global-administrator') })
    expect(title(asked.text)).toBe('Are you trying to sign in to Microsoft Azure CLI?')
    const factor = await post('/device/confirm', { step: it.step, answer: 'continue' })
    expect(title(factor.text)).toBe('Approve the sign-in')
    const done = await post('/device/second-factor', { step: it.step })
    expect(title(done.text)).toBe('You have signed in')
    const { body } = await it.visitor.poll(it.deviceCode)
    expect(claimsOf(String(body['access_token']))['upn']).toBe(await person(it, 'global-administrator'))
  })

  test('asks an ordinary user for no second factor', async () => {
    const it = await begin()
    await post('/device/person', { step: it.step, person: await person(it, 'ordinary-user') })
    expect(title((await post('/device/confirm', { step: it.step, answer: 'continue' })).text)).toBe(
      'You have signed in',
    )
  })

  test('cancel declines', async () => {
    const it = await begin()
    await post('/device/person', { step: it.step, person: await person(it, 'global-administrator') })
    expect(title((await post('/device/confirm', { step: it.step, answer: 'cancel' })).text)).toBe(
      'You cancelled the sign-in',
    )
    expect((await it.visitor.poll(it.deviceCode)).body['error']).toBe('authorization_declined')
  })

  test('the second factor cannot be skipped by its address: nothing is approved without a person', async () => {
    const it = await begin()
    expect(title((await post('/device/second-factor', { step: it.step })).text)).toBe('Pick an account')
    expect((await it.visitor.poll(it.deviceCode)).body['error']).toBe('authorization_pending')
  })

  test('a wrong code, an empty one and a used one are said on the page', async () => {
    expect((await post('/device', { code: 'WRONGCODE' })).text).toContain('That code did not work')
    expect((await post('/device', { code: '' })).text).toContain('That code did not work')
    const it = await begin()
    await cloud.control.signIn({ userCode: 'x', person: 'ordinary-user' })
    await post('/device/person', { step: it.step, person: await person(it, 'ordinary-user') })
    await post('/device/confirm', { step: it.step, answer: 'continue' })
    const again = await post('/device/person', { step: it.step, person: await person(it, 'ordinary-user') })
    expect(again.text).toContain('That code did not work')
  })

  test('a policy that blocks is shown with its number', async () => {
    const it = await begin()
    await cloud.control.fault(it.visitor.tenantId, { name: 'device-code-blocked', variant: 'page-only' })
    await post('/device/person', { step: it.step, person: await person(it, 'ordinary-user') })
    const blocked = await post('/device/confirm', { step: it.step, answer: 'continue' })
    expect(blocked.text).toContain('53003')
  })
})

describe('both pages', () => {
  test.each(['/', '/device'])(
    '%s has no script, no inline style, a strict policy, and says what it is',
    async (path) => {
      const { status, headers, text } = await get(path)
      expect(status).toBe(200)
      expect(text).not.toMatch(/<script|style=|onclick=|javascript:/i)
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(headers.get('content-security-policy')).not.toContain('unsafe')
      expect(text).toContain('Practice cloud, not Microsoft')
    },
  )

  test('a form of another site is refused', async () => {
    const { visitor } = await begin()
    const foreign = { origin: 'https://evil.example' }
    expect((await post('/device', { code: 'ABC' }, foreign)).status).toBe(403)
    expect((await post('/control/fault', { tenant: '*', name: 'tenant-gone' }, foreign)).status).toBe(403)
    expect((await post('/control/reset', {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await visitor.deviceCode()).status).toBe(200)
  })

  test('what people typed is shown as text', async () => {
    await cloud.control.createTenant({ domain: 'markup.example', displayName: '<b>"Bold" & Co</b>' })
    const { text } = await get('/')
    expect(text).toContain('&lt;b&gt;&quot;Bold&quot; &amp; Co&lt;/b&gt;')
    expect(text).not.toContain('<b>')
  })
})

describe('the control page', () => {
  const csrf = async () => hidden((await get('/')).text, 'csrf')

  test('switches a fault on and off again', async () => {
    const visitor = await newTenant(cloud)
    const form = {
      csrf: await csrf(),
      tenant: visitor.tenantId,
      name: 'throttle',
      details: '{"retryAfterSeconds": 9}',
      times: '',
    }
    const on = await post('/control/fault', form)
    expect([on.status, on.headers.get('location')]).toEqual([303, '/'])
    const throttled = await visitor.deviceCode()
    expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, '9'])
    const [active] = (await cloud.control.faults()).filter((each) => each.tenant === visitor.tenantId)
    await post('/control/drop-fault', { csrf: await csrf(), id: active?.id ?? '' })
    expect((await visitor.deviceCode()).status).toBe(200)
  })

  test('refuses a form without its token, and explains details that are wrong', async () => {
    const before = await cloud.control.faults()
    expect((await post('/control/fault', { csrf: 'guessed', tenant: '*', name: 'tenant-gone' })).status).toBe(400)
    const wrong = await post('/control/fault', {
      csrf: await csrf(),
      tenant: '*',
      name: 'latency',
      details: '{"colour":1}',
    })
    expect([wrong.status, wrong.text.includes('role="alert"')]).toEqual([400, true])
    expect(await cloud.control.faults()).toEqual(before)
  })

  test('makes a tenant', async () => {
    await post('/control/tenant', { csrf: await csrf(), domain: 'by-hand.example', displayName: 'By hand' })
    expect((await cloud.control.tenants()).map((tenant) => tenant.domain)).toContain('by-hand.example')
  })
})
