import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

/** What Microsoft, people and machines really do to a run. */
const failures = [
  'Personal account',
  'Guest',
  'GDAP technician without the role',
  'Second factor demanded',
  'Application administrator only',
  'Policy caps the certificate',
  'Policy forbids self-signed certificates',
  'Our application found deleted',
  'Foreign application under our name',
  'One grant of twenty refused',
  'Resource service principal missing',
  'Graph lacks a role',
  'Throttled with Retry-After 60',
  '503 and 504 after the effect',
  'Reset after the effect at every write',
  'Lag of two minutes at every kind of read',
  'Stale observe on an existing connection',
  'Portal killed at every step',
  'Database away for ten seconds',
  'Disk full',
  'Browser closed and reopened elsewhere',
  'Two operators at once',
  'Clock ten minutes off',
]

interface Row {
  failure: string
  see: string
  who: string
  next: string
  written: string
  links: readonly { title: string; file: string }[]
}

const rows = readRows(readFileSync('docs/failures.md', 'utf8'))
const words = ['lib', 'app'].flatMap(sourcesUnder).join('\n').replaceAll(/\s+/g, ' ')

function readRows(text: string): Row[] {
  const lines = text.split('\n').filter((line) => /^\| (?!Failure|-)/.test(line))
  return lines.map((line) => {
    const [failure = '', see = '', who = '', next = '', written = '', ...tests] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim())
    const links = [...tests.join(' ').matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)]
    return {
      failure,
      see,
      who,
      next,
      written,
      links: links.map(([, title = '', target = '']) => ({ title, file: path.join('docs', target) })),
    }
  })
}

function sourcesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
}

/** The titles of all tests in a file, and the names of the cases that a loop makes into titles. */
function titlesIn(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  const titles = [...text.matchAll(/\btest(?:\.each\([^]*?\))?\(\s*(['`])((?:(?!\1)[^])*)\1/g)]
  const cases = [...text.matchAll(/^\s*\[\s*'([^']+)', \{/gm)]
  return [...titles.map(([, , title = '']) => title), ...cases.map(([, name = '']) => name)]
}

describe('the table of failures', () => {
  test('has a row for each failure, and no other', () => {
    expect(rows.map(({ failure }) => failure).toSorted()).toEqual(failures.toSorted())
  })

  test.each(rows.map((row) => [row.failure, row] as const))(
    '%s: says what people see, who acts, what comes next and what was written',
    (_, { see, who, next, written }) => {
      for (const cell of [see, who, next, written]) expect(cell).toMatch(/\w{3,}/)
      expect([see, who, next, written].join(' ')).not.toMatch(/AADSTS|\b\d{5,}\b/)
    },
  )

  test.each(rows.map((row) => [row.failure, row] as const))('%s: what it quotes is on a page', (_, { see }) => {
    const quotes = [...see.matchAll(/“([^”]+)”/g)].map(([, quote = '']) => quote.replace(/[.,]$/, ''))
    expect(quotes.filter((quote) => !words.includes(quote))).toEqual([])
  })

  test.each(rows.map((row) => [row.failure, row] as const))(
    '%s: names tests that exist, below the browser and in it',
    (_, { links }) => {
      expect(links.some(({ file }) => file.startsWith('tests/unit/'))).toBe(true)
      expect(links.some(({ file }) => file.startsWith('tests/e2e/'))).toBe(true)
      for (const { title, file } of links) {
        expect(existsSync(file), file).toBe(true)
        expect(
          titlesIn(file).filter((known) => known.includes(title)),
          `${title} in ${file}`,
        ).not.toEqual([])
      }
    },
  )
})
