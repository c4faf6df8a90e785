import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { settingsSchema } from '@/lib/env'

const decisions = filesUnder('docs/decisions')
const documents = ['README.md', 'SECURITY.md', ...filesUnder('docs').filter((file) => file.endsWith('.md'))]
const settings = new Set(Object.keys(settingsSchema.shape))
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
const rootEntries = new Set(readdirSync('.'))
/** What git ignores is made by a start; on a clean clone it is not there. */
const ignored = read('.gitignore').split('\n').filter(Boolean)
const program = ['lib', 'scripts', 'app', 'practice-cloud']
  .flatMap(filesUnder)
  .filter((file) => /\.(ts|tsx|mjs)$/.test(file))
  .map(read)
  .join('\n')

function read(file: string): string {
  return readFileSync(file, 'utf8')
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
}

/** A wrong word and the kind of thing that it should be. */
type Finding = `${'path' | 'link' | 'command' | 'setting' | 'label'} ${string}`

/** Everything that a document names and that does not exist; `file` is where its relative links start. */
function inspect(text: string, file: string): Finding[] {
  const code = [...text.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span)
  const blocks = [...text.matchAll(/^```[a-z]*\n([\s\S]*?)^```/gm)].map(([, block = '']) => block)
  return [
    ...linksIn(text).flatMap((link): Finding[] => (leadsSomewhere(link, file) ? [] : [`link ${link}`])),
    ...code.filter(isPath).flatMap((name): Finding[] => (pathExists(name) ? [] : [`path ${name}`])),
    ...commandsIn(text).flatMap((command): Finding[] => (commandExists(command) ? [] : [`command ${command}`])),
    ...[...code, ...blocks]
      .flatMap(settingsIn)
      .flatMap((name): Finding[] => (settings.has(name) ? [] : [`setting ${name}`])),
    ...labelsIn(text).flatMap((label): Finding[] => (program.includes(label) ? [] : [`label ${label}`])),
  ]
}

function linksIn(text: string): string[] {
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
  return targets.filter((target) => !/^[a-z]+:/.test(target))
}

function leadsSomewhere(link: string, file: string): boolean {
  const [place = '', fragment] = link.split('#')
  const target = place === '' ? file : path.join(path.dirname(file), place)
  if (!existsSync(target)) return false
  return fragment === undefined || anchorsOf(read(target)).includes(fragment)
}

/** GitHub's anchors: lower case, spaces to hyphens, punctuation gone. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  )
}

/** A code span that begins with something at the root of this repository, or that ends like a file of ours. */
function isPath(span: string): boolean {
  if (!/^[\w.@()[\]/-]+$/.test(span) || span.startsWith('/')) return false
  const [first = ''] = span.split('/')
  return rootEntries.has(first) || isIgnored(span) || /\.(ts|tsx|mjs|cjs|md|sql|prisma|png)$/.test(span)
}

function isIgnored(name: string): boolean {
  return ignored.some((rule) => name === rule || (rule.endsWith('/') && `${name}/`.startsWith(rule)))
}

/** A file of the home does not exist yet, but some program has to name it. */
function pathExists(name: string): boolean {
  if (!isIgnored(name)) return existsSync(name)
  const parts = name.split('/').filter((part) => part !== '' && !ignored.includes(`${part}/`))
  return parts.every(
    (part) => ignored.includes(part) || new RegExp(`['/]${part.replaceAll('.', '\\.')}['/]`).test(program),
  )
}

function commandsIn(text: string): string[] {
  return [...text.matchAll(/\bnpm (?:run [\w-]+(?: (?:-- )?[\w-]+)?|start|test)/g)].map(([command]) => command)
}

function commandExists(command: string): boolean {
  const [name = '', word] = command.replace(/^npm (run )?/, '').split(/ (?:-- )?/)
  if (!(name in scripts)) return false
  if (name === 'bench') return word === undefined || existsSync(`bench/${word}.ts`)
  return word?.startsWith('--') !== true || program.includes(`'${word}'`)
}

/** Names with an underscore, or with a value; what stands alone in capitals may be anything. */
function settingsIn(code: string): string[] {
  const names = code.matchAll(/(?<![\w.'"/])(?:[A-Z]+(?:_[A-Z]+)+(?![\w.])|[A-Z]{3,}(?==))/g)
  return [...names].map(([name]) => name)
}

/** In the steps of a document, bold is what stands on a page. */
function labelsIn(text: string): string[] {
  const steps = [...text.matchAll(/^\d+\. .*(?:\n {3}.*)*/gm)].map(([step]) => step.replaceAll(/\n */g, ' '))
  return steps.flatMap((step) => [...step.matchAll(/\*\*([^*]+)\*\*/g)].map(([, label = '']) => label))
}

describe('the documents', () => {
  test.each(documents)('%s names only paths, links, commands, settings and labels that exist', (file) => {
    expect(inspect(read(file), file)).toEqual([])
  })

  test('name enough for that to mean something', () => {
    const text = documents.map(read).join('\n')
    const spans = [...text.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span)
    expect(spans.filter(isPath).length).toBeGreaterThan(60)
    expect(new Set(commandsIn(text)).size).toBeGreaterThanOrEqual(6)
    expect(new Set(spans.flatMap(settingsIn)).size).toBeGreaterThanOrEqual(5)
    expect(labelsIn(read('README.md')).length).toBeGreaterThanOrEqual(8)
  })

  const planted: [what: string, text: string, finding: Finding][] = [
    ['a file', 'See `lib/gone.ts`.', 'path lib/gone.ts'],
    ['a folder', 'See `docs/gone/`.', 'path docs/gone/'],
    ['a file of the home that no program names', 'See `.latchkey/gone.json`.', 'path .latchkey/gone.json'],
    ['a link', '[here](docs/gone.md)', 'link docs/gone.md'],
    ['a heading', '[here](SECURITY.md#gone)', 'link SECURITY.md#gone'],
    ['a picture', '![here](docs/guide/gone.png)', 'link docs/guide/gone.png'],
    ['a script', 'Run `npm run gone`.', 'command npm run gone'],
    ['a question of the bench', 'Run `npm run bench gone`.', 'command npm run bench gone'],
    ['an option', 'Run `npm run owner -- --gone`.', 'command npm run owner -- --gone'],
    ['a setting', 'Set `GONE_SECONDS`.', 'setting GONE_SECONDS'],
    ['a setting with a value', 'Set `GONE=off`.', 'setting GONE'],
    ['a button', '1. Choose\n   **Do the gone thing**.', 'label Do the gone thing'],
  ]
  test.each(planted)('%s that does not exist is found', (_what, text, finding) => {
    expect(inspect(text, 'README.md')).toEqual([finding])
  })
})

describe('a decision', () => {
  test('has a number of its own, and none is missing', () => {
    const numbers = decisions.map((file) => Number(path.basename(file).slice(0, 3)))
    expect(numbers).toEqual(numbers.map((_number, index) => index + 1))
    expect(numbers.length).toBeGreaterThanOrEqual(10)
  })

  test.each(decisions)('%s has a context, a decision and consequences', (file) => {
    const text = read(file)
    expect(text.match(/^# (\d{3}): /)?.[1]).toBe(path.basename(file).slice(0, 3))
    expect([...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title)).toEqual(['Context', 'Decision', 'Consequences'])
  })
})

test('every file that SECURITY.md calls a test is one that npm test runs', () => {
  const named = [...read('SECURITY.md').matchAll(/`(tests\/[^`]+)`/g)].map(([, file = '']) => file)
  expect(named.length).toBeGreaterThan(20)
  expect(named.filter((file) => !/\.(test\.tsx?|spec\.ts)$/.test(file))).toEqual([])
})
