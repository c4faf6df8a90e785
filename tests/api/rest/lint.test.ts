import { createConfig, lintFromString } from '@redocly/openapi-core'
import { Spectral, type RulesetDefinition } from '@stoplight/spectral-core'
import owasp from '@stoplight/spectral-owasp-ruleset'
import { oas } from '@stoplight/spectral-rulesets'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type House } from '../../support/tenants'
import { openDesk } from './desk'

/** DiagnosticSeverity.Error of Spectral. */
const isError = ({ severity }: { severity: number }) => severity === 0

let house: House
let text: string

beforeAll(async () => {
  house = await openHouse()
  text = await (await openDesk().send('GET', '/api/openapi.json')).text()
})
afterAll(() => house.close())

test('Spectral with the rules of OpenAPI and OWASP finds no error in the document', async () => {
  const spectral = new Spectral()
  spectral.setRuleset({ extends: [oas, owasp] as RulesetDefinition[] })
  const findings = await spectral.run(text)
  const errors = findings.filter(isError)
  expect(errors.map(({ code, path, message }) => `${code} at ${path.join('.')}: ${message}`)).toEqual([])
})

test('and it finds one where there is one, so that its silence means something', async () => {
  const spectral = new Spectral()
  spectral.setRuleset({ extends: [oas, owasp] as RulesetDefinition[] })
  const broken = JSON.parse(text) as { paths: Record<string, { get: { security?: unknown; responses: object } }> }
  broken.paths['/api/v1/tenants']!.get.responses = { 200: { description: 'no headers' } }
  const errors = (await spectral.run(broken)).filter(isError)
  expect(errors.map(({ code }) => code)).toContain('owasp:api4:2023-rate-limit')
})

test('Redocly finds no error in the document', async () => {
  const config = await createConfig({ extends: ['recommended'] })
  const findings = await lintFromString({ source: text, config })
  const errors = findings.filter(({ severity }) => severity === 'error')
  expect(errors.map(({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer ?? ''}: ${message}`)).toEqual(
    [],
  )
})
