// `npm test`: every check of the house, one after another, then one line that sums them up. Each check counts as one
// test; vitest and Playwright count their own.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { ensureChromium } from './chromium.mjs'
import { prepare, say } from './prepare.mjs'

const total = { passed: 0, failed: 0, skipped: 0 }
const reports = path.join('.latchkey', 'build', 'reports')
/** What failed, with the beginning of why: told once more at the end, where it is not buried by what passed. */
const failures = []

/** The longest first: two run side by side, for none of them uses more than one core. */
const checks = [
  ['lint', ['eslint', '--cache', '--cache-location', '.latchkey/build/eslint', '--quiet', '.']],
  ['types', ['tsc', '--noEmit']],
  ['formatting', ['prettier', '--check', '--log-level=warn', '.']],
  ['dead code', ['knip', '--no-progress', '--no-config-hints']],
  ['dependency rules', ['scripts/rooms.mjs']],
]

try {
  await prepare()
  rmSync(reports, { recursive: true, force: true })
  mkdirSync(reports, { recursive: true })
  await Promise.all([checkInTurn(), checkInTurn()])
  await runVitest()
  await runPlaywright()
} catch (error) {
  console.error(error.message)
  total.failed += 1
}
for (const { name, why } of failures) console.log(`\n✗ ${name}\n${why}`)
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exitCode = total.failed === 0 ? 0 : 1

async function checkInTurn() {
  for (let next = checks.shift(); next !== undefined; next = checks.shift()) await check(...next)
}

/** What it says is kept until it ends, so that two never speak at once. */
async function check(name, command) {
  const begun = Date.now()
  const said = []
  const isGreen = await run(command, {}, (piece) => said.push(piece))
  process.stdout.write(Buffer.concat(said))
  say(`${isGreen ? '✓' : '✗'} ${name} (${Math.round((Date.now() - begun) / 1000)} s)`)
  total[isGreen ? 'passed' : 'failed'] += 1
  if (!isGreen) failures.push({ name, why: '  what it said stands above' })
}

async function runVitest() {
  const file = path.join(reports, 'vitest.json')
  const isGreen = await run(['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`])
  const report = readReport(file)
  const counted = {
    passed: report?.numPassedTests ?? 0,
    failed: report?.numFailedTests ?? 0,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  }
  tellUnits(report?.testResults ?? [])
  add('unit, API and contract tests', counted, isGreen)
}

async function runPlaywright() {
  if (!existsSync('tests/e2e')) return
  const chromium = await ensureChromium(say)
  const file = path.join(reports, 'playwright.json')
  const isGreen = await run(['playwright', 'test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
    ...(chromium ? { CHROMIUM_PATH: chromium } : {}),
  })
  const report = readReport(file)
  const { expected = 0, flaky = 0, unexpected = 0, skipped = 0 } = report?.stats ?? {}
  tellJourneys(specsOf(report?.suites ?? []))
  add('browser journeys', { passed: expected, failed: unexpected + flaky, skipped }, isGreen)
}

/** A runner that failed without a failed test (a file that does not load, a setup that breaks) is a failure too. */
function add(name, counted, isGreen) {
  if (!isGreen && counted.failed === 0) counted.failed = 1
  if (isGreen && counted.passed === 0) counted.failed = 1
  for (const kind of Object.keys(total)) total[kind] += counted[kind]
  say(`${isGreen ? '✓' : '✗'} ${name}: ${counted.passed} passed, ${counted.failed} failed, ${counted.skipped} skipped`)
}

function tellUnits(files) {
  for (const { name: file, assertionResults: tests, message } of files) {
    const failed = tests.filter(({ status }) => status === 'failed')
    for (const { fullName, failureMessages } of failed) tell(file, fullName, failureMessages.join('\n'))
    if (failed.length === 0 && message) tell(file, 'the file as a whole', message)
  }
}

function tellJourneys(specs) {
  const isRed = ({ status }) => status === 'unexpected' || status === 'flaky'
  for (const { file, title, tests } of specs) {
    const errors = tests.filter(isRed).flatMap(({ results }) => results.flatMap((result) => result.errors))
    if (errors.length > 0) tell(path.join('tests', 'e2e', file), title, errors.map(({ message }) => message).join('\n'))
  }
}

function specsOf(suites) {
  return suites.flatMap((suite) => [...(suite.specs ?? []), ...specsOf(suite.suites ?? [])])
}

function tell(file, title, message) {
  const lines = stripVTControlCharacters(message).split('\n').slice(0, 12)
  failures.push({ name: `${path.relative('.', file)} › ${title}`, why: lines.map((line) => `  ${line}`).join('\n') })
}

function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}

/** A tool of this project by its name, or a script of ours. Without `hear` it speaks for itself. */
function run([name, ...words], environment = {}, hear) {
  const program = name.endsWith('.mjs') ? name : binaryOf(name)
  return new Promise((resolve) => {
    const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...environment }
    const output = hear === undefined ? 'inherit' : 'pipe'
    const child = spawn(process.execPath, [program, ...words], { stdio: ['ignore', output, output], env })
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', hear)
    child.on('error', () => resolve(false))
    child.on('close', (code) => resolve(code === 0))
  })
}

function binaryOf(name) {
  const folder = { tsc: 'typescript', playwright: '@playwright/test' }[name] ?? name
  const { bin } = JSON.parse(readFileSync(path.join('node_modules', folder, 'package.json'), 'utf8'))
  return path.join('node_modules', folder, typeof bin === 'string' ? bin : bin[name])
}
