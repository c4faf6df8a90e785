import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { explanations, explanationsByKind, subjects } from '@/lib/microsoft/explanations/catalogue'
import { who } from '@/lib/microsoft/explanations/explanation'
import { findExplanation, searchExplanations } from '@/lib/microsoft/explanations/search'

const codes = Object.keys(explanations)
const all = [...Object.entries(explanations), ...Object.entries(explanationsByKind)]

function sourcesOf(folder: string): string {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(path.join(folder, name), 'utf8'))
    .join('\n')
}

function matches(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))]
}

describe('the catalogue of codes', () => {
  test('explains at least sixty codes of Entra and thirty of Graph, each in one chapter only', () => {
    expect(codes.filter((code) => code.startsWith('AADSTS')).length).toBeGreaterThanOrEqual(60)
    expect(codes.filter((code) => /^[A-Z][A-Za-z]+(_[A-Za-z]+)?$/.test(code)).length).toBeGreaterThanOrEqual(30)
    expect(subjects.flatMap(({ entries }) => Object.keys(entries)).toSorted()).toEqual(codes.toSorted())
  })

  test.each(all)('%s has meaning, cause and remedy as sentences without codes, and names who acts', (_code, entry) => {
    for (const text of [entry.meaning, entry.cause, entry.remedy]) {
      expect(text).toMatch(/^[A-Z].{8,}[.!?]$/)
      expect(text).not.toMatch(/AADSTS|\d{5,}|_|\b[a-z]+[A-Z]/)
    }
    expect(Object.values(who)).toContain(entry.who)
  })

  test('explains every number that lib/microsoft tells apart', () => {
    const kinds = readFileSync('lib/microsoft/failure-kinds.ts', 'utf8')
    const numbers = matches(kinds.slice(0, kinds.indexOf('kindByNumber:')), /\b(\d{4,})\b/g)
    expect(numbers.length).toBeGreaterThan(60)
    expect(numbers.filter((number) => !(`AADSTS${number}` in explanations))).toEqual([])
  })

  test('explains every name that lib/microsoft tells apart', () => {
    const kinds = readFileSync('lib/microsoft/failure-kinds.ts', 'utf8')
    const tables = kinds.slice(kinds.indexOf('const kindByOauthError'))
    const names = matches(tables, /^ {2}(\w+): '[\w-]+',$/gm)
    expect(names.length).toBeGreaterThan(35)
    expect(names.filter((name) => !(name in explanations))).toEqual([])
  })

  test('explains every failure that we find by ourselves', () => {
    const own = matches(
      ['lib/microsoft', 'lib/tenants'].map(sourcesOf).join('\n'),
      /failureOf\(\s*'[\w-]+',\s*'(\w+)'/g,
    )
    expect(own.length).toBeGreaterThan(5)
    expect(own.filter((code) => !(code in explanations))).toEqual([])
  })

  test('explains every number that the practice cloud sends or shows', () => {
    const sources = ['entra', 'faults', 'graph'].map((room) => sourcesOf(`practice-cloud/${room}`)).join('\n')
    const numbers = [
      ...matches(sources, /^ {2}(\d{5,}): \{ error: /gm),
      ...matches(sources, /EntraRefusal\(\s*(\d{5,})/g),
      ...matches(sources, /(?<!error )\bcode: (\d{5,})/g),
      ...matches(sources, /say: '(\d{5,}):/g),
    ]
    expect(numbers.length).toBeGreaterThan(25)
    expect(numbers.filter((number) => !(`AADSTS${number}` in explanations))).toEqual([])
  })

  test('explains every code that the practice cloud’s Graph sends', () => {
    const sources = ['graph', 'faults'].map((room) => sourcesOf(`practice-cloud/${room}`)).join('\n')
    const names = [
      ...matches(sources, /(?:GraphRefusal|detailed)\(\s*\d+,\s*'(\w+)'/g),
      ...matches(sources, /\bcode: '([A-Z]\w+)'/g),
    ]
    expect(names.length).toBeGreaterThan(15)
    expect(names.filter((name) => !(name in explanations))).toEqual([])
  })
})

describe('looking a code up', () => {
  test.each(['AADSTS53003', 'aadsts53003', '53003', ' 53003 '])('“%s” finds exactly that code', (query) => {
    expect(searchExplanations(query).flatMap(({ entries }) => entries.flatMap((entry) => entry.codes))).toEqual([
      'AADSTS53003',
    ])
  })

  test('a word that happens to be a code in small letters is a word', () => {
    const codesFor = (query: string) => searchExplanations(query).flatMap(({ entries }) => entries)
    expect(codesFor('cancelled').length).toBeGreaterThan(codesFor('Cancelled').length)
  })

  test('words narrow: every one of them has to occur', () => {
    const found = (query: string) => searchExplanations(query).flatMap(({ entries }) => entries).length
    expect(found('')).toBeGreaterThan(found('certificate'))
    expect(found('certificate')).toBeGreaterThan(found('certificate policy'))
    expect(found('certificate policy')).toBeGreaterThan(0)
    expect(found('certificate no-such-word')).toBe(0)
  })

  test('a part of a number finds the family', () => {
    const found = searchExplanations('5300').flatMap(({ entries }) => entries.flatMap((entry) => entry.codes))
    expect(found).toContain('AADSTS53000')
    expect(found).toContain('AADSTS53003')
    expect(found).not.toContain('AADSTS50020')
  })

  test('a code as it came finds its entry with those that mean the same; an unknown one finds nothing', () => {
    expect(findExplanation('70020')).toMatchObject({ code: 'AADSTS70020', chapter: 'The code and Microsoft’s page' })
    expect(findExplanation('AADSTS70020')?.codes).toContain('AADSTS70019')
    expect(findExplanation('AADSTS1')).toBeNull()
    expect(findExplanation('constructor')).toBeNull()
  })
})
