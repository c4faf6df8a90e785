import { expect, test } from 'vitest'
import { normaliseDomain } from '@/lib/microsoft/discovery'

test.each([
  ['contoso.com', 'contoso.com'],
  ['  Contoso.COM. ', 'contoso.com'],
  ['ada@contoso.com', 'contoso.com'],
  ['mailto:ada@contoso.com', 'contoso.com'],
  ['https://www.contoso.com/about?x=1#y', 'www.contoso.com'],
  ['http://ada@contoso.com:8080/', 'contoso.com'],
  ['contoso.onmicrosoft.com', 'contoso.onmicrosoft.com'],
  ['BÜCHER.example', 'xn--bcher-kva.example'],
  ['bu\u0308cher.example', 'xn--bcher-kva.example'],
  ['例え.jp', 'xn--r8jz45g.jp'],
])('%j is read as %s', (input, domain) => {
  expect(normaliseDomain(input)).toBe(domain)
})

test.each([
  '',
  ' ',
  'contoso',
  '.com',
  'contoso..com',
  '-contoso.com',
  'contoso-.com',
  'con toso.com',
  'contoso.com/../common',
  'contoso_x.com',
  '127.0.0.1',
  '[::1]',
  'contoso.c',
  'a'.repeat(64) + '.com',
  ('a'.repeat(60) + '.').repeat(5) + 'com',
  'contoso.com%2fcommon',
  '\u0000contoso.com',
])('%j is no domain', (input) => {
  const read = normaliseDomain(input)
  expect(read === null || read === 'contoso.com').toBe(true)
  expect(read ?? '').not.toMatch(/[/%_\s]/)
})
