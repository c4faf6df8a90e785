import { afterAll, beforeAll, expect, test } from 'vitest'
import { needlesOf, searchBytes, searchDatabase, searchFolder } from '../../support/canary'
import { begin, rested, signIn } from '../../support/browser-runs'
import { ownApplication } from '../../support/own-application'
import { openHouse, untilRun, type House } from '../../support/tenants'

let house: House
const wire: { form: URLSearchParams; answer: Record<string, unknown> }[] = []
const send = globalThis.fetch

beforeAll(async () => {
  house = await openHouse()
  await ownApplication(house, 'first')
})
afterAll(async () => {
  globalThis.fetch = send
  await house.close()
})

/** Sees what goes over the wire and comes back, and changes nothing. */
function listen(): void {
  globalThis.fetch = async (input, init) => {
    const answer = await send(input, init)
    const form = new URLSearchParams(typeof init?.body === 'string' ? init.body : '')
    if (form.get('grant_type') === 'authorization_code') {
      wire.push({ form, answer: (await answer.clone().json()) as Record<string, unknown> })
    }
    return answer
  }
}

test('code, verifier, assertion and every token of a sign-in in the browser are nowhere at rest', async () => {
  listen()
  const connected = await begin(house)
  await signIn(house, connected.runId)
  expect((await untilRun(house, connected.runId, rested)).receipt).not.toBeNull()
  const refused = await begin(house)
  await signIn(house, refused.runId, { person: 'application-administrator' })
  await untilRun(house, refused.runId, rested)

  expect(wire).toHaveLength(2)
  const needles = wire.flatMap(({ form, answer }, index) => {
    const secrets = {
      code: form.get('code'),
      verifier: form.get('code_verifier'),
      assertion: form.get('client_assertion'),
      access: answer['access_token'],
      identity: answer['id_token'],
    }
    return Object.entries(secrets).flatMap(([name, secret]) => {
      if (typeof secret !== 'string' || secret.length < 20) throw new Error(`no ${name} went over the wire`)
      return needlesOf(`${name} ${index}`, secret)
    })
  })
  expect(searchBytes('here', Buffer.from(`x${wire[0]?.form.get('code_verifier') ?? ''}x`), needles)).not.toEqual([])
  const database = await searchDatabase(house.database.url, needles)
  expect([database.hits, searchFolder(house.home, needles).hits]).toEqual([[], []])
  expect(database.rows).toBeGreaterThan(30)
})
