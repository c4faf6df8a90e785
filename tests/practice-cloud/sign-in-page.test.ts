import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PracticeCloud } from '@/practice-cloud/server'
import { askFor, redeem, REDIRECT, registerBootstrap } from './bootstrap'
import type { Asked, Bootstrap } from './bootstrap'
import { newCertificate, newTenant, startCloud } from './support'
import type { Visitor } from './support'

let cloud: PracticeCloud
beforeAll(async () => {
  cloud = await startCloud()
})
afterAll(() => cloud.close())

async function open(url: string, fields?: Record<string, string> | FormData) {
  const body = fields === undefined ? undefined : fields instanceof FormData ? fields : new URLSearchParams(fields)
  const response = await fetch(new URL(url, cloud.origin), {
    redirect: 'manual',
    ...(body === undefined ? {} : { method: 'POST', body }),
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

const title = (text: string) => /<h1>([^<]*)<\/h1>/.exec(text)?.[1]?.trim()
const hidden = (text: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? ''

interface Begun {
  visitor: Visitor
  bootstrap: Bootstrap
  asked: Asked
  step: string
  text: string
  policy: string
}

async function begin(change: Record<string, string> = {}): Promise<Begun> {
  const visitor = await newTenant(cloud)
  const bootstrap = await registerBootstrap(cloud)
  const asked = askFor(visitor, bootstrap.appId, change)
  const { text, headers } = await open(asked.url)
  return {
    visitor,
    bootstrap,
    asked,
    text,
    step: hidden(text, 'step'),
    policy: headers.get('content-security-policy') ?? '',
  }
}

async function upnOf({ visitor }: Begun, kind: string): Promise<string> {
  const tenants = await cloud.control.tenants()
  const mine = tenants.find((tenant) => tenant.tenantId === visitor.tenantId)
  return mine?.people.find((each) => each.kind === kind)?.upn ?? 'nobody'
}

describe('the sign-in page, by forms alone', () => {
  test('leads an administrator through person, second factor and consent back to the application', async () => {
    const it = await begin()
    expect(title(it.text)).toBe('Pick an account')
    expect(it.text).toContain('Provider setup')
    const factor = await open('/sign-in/person', { step: it.step, person: await upnOf(it, 'global-administrator') })
    expect(title(factor.text)).toBe('Approve the sign-in')
    const asked = await open('/sign-in/second-factor', { step: it.step })
    expect(title(asked.text)).toBe('Permissions requested')
    expect(asked.text).toContain('Manage app permission grants and app role assignments')
    expect(asked.text).toContain('Consent on behalf of your organization')
    const back = await open('/sign-in/consent', { step: it.step, answer: 'accept', organization: 'yes' })
    const location = new URL(back.headers.get('location') ?? '')
    expect([back.status, location.origin + location.pathname, location.searchParams.get('state')]).toEqual([
      302,
      REDIRECT,
      'state-1',
    ])
    const code = location.searchParams.get('code') ?? ''
    expect((await redeem(it.visitor, it.bootstrap, it.asked, code)).status).toBe(200)
    const [grant] = (await cloud.control.god(it.visitor.tenantId)).delegatedGrants
    expect(grant?.consentType).toBe('AllPrincipals')
    expect(title((await open('/sign-in/second-factor', { step: it.step })).text)).toBe('This sign-in is over')
  })

  test('lets the browser be sent to the application and nowhere else', async () => {
    const { policy, text } = await begin()
    expect(policy).toContain("form-action 'self' https://portal.example;")
    expect(policy).not.toContain('unsafe')
    expect(text).not.toMatch(/<script|style=|onclick=/i)
  })

  test('cancel at the picker and at the consent go back with an error', async () => {
    const first = await begin()
    const cancelled = await open('/sign-in/cancel', { step: first.step })
    expect(new URL(cancelled.headers.get('location') ?? '').searchParams.get('error_subcode')).toBe('cancel')
    const second = await begin()
    await open('/sign-in/person', { step: second.step, person: await upnOf(second, 'global-administrator') })
    await open('/sign-in/second-factor', { step: second.step })
    const declined = await open('/sign-in/consent', { step: second.step, answer: 'cancel' })
    expect(new URL(declined.headers.get('location') ?? '').searchParams.get('error_description')).toContain(
      'AADSTS65004',
    )
  })

  test('stops an ordinary user with a link back, and skips the second factor for them', async () => {
    const it = await begin()
    const stopped = await open('/sign-in/person', { step: it.step, person: await upnOf(it, 'ordinary-user') })
    expect(title(stopped.text)).toBe('Need admin approval')
    expect(stopped.text).toMatch(
      /href="https:\/\/portal\.example\/microsoft\/return\?error=access_denied[^"]*">Return to the application/,
    )
  })

  test('posts the answer where form_post was asked for, by one script that the policy names', async () => {
    const it = await begin({ response_mode: 'form_post' })
    const back = await open('/sign-in/cancel', { step: it.step })
    expect(back.text).toContain(`<form method="post" action="${REDIRECT}">`)
    expect([hidden(back.text, 'error'), hidden(back.text, 'state')]).toEqual(['access_denied', 'state-1'])
    expect(back.headers.get('content-security-policy')).toMatch(/script-src 'sha256-[^']+'$/)
  })

  test('has the hinted account chosen, and leaves personal accounts out for a hinted domain', async () => {
    const visitor = await newTenant(cloud)
    const { appId } = await registerBootstrap(cloud)
    const hints = { login_hint: 'tess.tech@partner.example', domain_hint: 'organizations' }
    const { text } = await open(askFor(visitor, appId, hints).url)
    expect(text).toMatch(/value="tess\.tech@partner\.example"\s+required\s+checked/)
    expect(text).not.toContain('pat.person@home.example')
  })

  test('a form of another site is refused', async () => {
    const { step } = await begin()
    const headers = { origin: 'https://evil.example' }
    const body = new URLSearchParams({ step })
    expect((await fetch(`${cloud.origin}/sign-in/cancel`, { method: 'POST', body, headers })).status).toBe(403)
  })

  test('the device page asks for consent, too', async () => {
    const visitor = await newTenant(cloud)
    const { appId } = await registerBootstrap(cloud, { isFallbackPublicClient: true })
    const started = await visitor.deviceCode({ client_id: appId })
    const { text } = await open('/device', { code: String(started.body['user_code']) })
    const step = hidden(text, 'step')
    const person = hidden(text.replace(/type="radio" /, ''), 'person')
    await open('/device/person', { step, person })
    await open('/device/confirm', { step, answer: 'continue' })
    expect(title((await open('/device/second-factor', { step })).text)).toBe('Permissions requested')
    expect(title((await open('/device/consent', { step, answer: 'accept' })).text)).toBe('You have signed in')
    expect((await visitor.poll(started.body['device_code'], { client_id: appId })).status).toBe(200)
  })
})

describe('app registrations', () => {
  const form = async (fields: Record<string, string>) => {
    const body = new FormData()
    body.set('csrf', hidden((await open('/app-registrations')).text, 'csrf'))
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    return body
  }
  const provider = async () =>
    (await cloud.control.tenants()).find((tenant) => tenant.domain === 'provider.practice.example')?.tenantId ?? ''

  test('makes an application that can sign people in at once, and shows its id', async () => {
    const { privateKey, der, sha256 } = newCertificate()
    const body = await form({
      displayName: 'By hand',
      tenant: await provider(),
      multiTenant: 'yes',
      platform: 'web',
      redirectUri: REDIRECT,
      scope: 'User.Read',
    })
    const pem = `-----BEGIN CERTIFICATE-----\n${der.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`
    body.set('certificateFile', new File([pem], 'provider.pem'))
    const made = await open('/app-registrations', body)
    const location = made.headers.get('location') ?? ''
    const appId = new URL(location, cloud.origin).searchParams.get('made') ?? ''
    expect((await open(location)).text).toContain(`<code>${appId}</code>`)
    const visitor = await newTenant(cloud)
    const scope = 'openid https://graph.microsoft.com/.default'
    const asked = askFor(visitor, appId, { scope })
    const back = await cloud.control.authorizeAs({ url: asked.url, person: 'ordinary-user' })
    const code = new URL(back.location ?? '').searchParams.get('code') ?? ''
    const bootstrap = { appId, objectId: '', certificate: { privateKey, der, sha256 } }
    expect((await redeem(visitor, bootstrap, asked, code)).status).toBe(200)
  })

  test.each([
    ['a redirect address without https', { redirectUri: 'http://portal.example' }, 'cannot be a redirect address'],
    ['a certificate that is none', { certificate: 'hello' }, 'cannot be read'],
    ['no name', { displayName: '' }, 'needs a name'],
  ])('explains %s, and keeps what was typed', async (_what, fields, words) => {
    const body = await form({ displayName: 'By hand', tenant: await provider(), platform: 'web', ...fields })
    const answer = await open('/app-registrations', body)
    expect([answer.status, answer.text.includes(words)]).toEqual([400, true])
    for (const value of Object.values(fields)) expect(answer.text).toContain(value)
  })

  test('refuses a form without its token', async () => {
    const body = await form({ displayName: 'Guessed', tenant: await provider() })
    body.set('csrf', 'guessed')
    expect((await open('/app-registrations', body)).status).toBe(400)
    expect((await cloud.control.god(await provider())).applications.map((each) => each.displayName)).not.toContain(
      'Guessed',
    )
  })
})
