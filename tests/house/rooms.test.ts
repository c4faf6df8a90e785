import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

let house: string

type Plant = [rule: string, file: string, content: string]

/** A small house with every room and no fault: each test plants some. */
const sound: Record<string, string> = {
  'lib/errors.ts': 'export const refusal = 1\n',
  'lib/log.ts': 'export const log = 1\n',
  'lib/runtime.ts':
    "import type { db } from './db/client'\nexport const runtime = (): typeof db | undefined => undefined\n",
  'lib/boot.ts':
    "import { db } from './db/client'\nimport { tenants } from './tenants/tenant'\nexport const boot = [db, tenants]\n",
  'lib/db/client.ts': "import { generated } from '../../prisma/generated/client'\nexport const db = generated\n",
  'lib/db/notify.ts': 'export const bus = 1\n',
  'prisma/generated/client.ts': 'export const generated = 1\n',
  'lib/microsoft/directory.ts': 'export interface Directory { name: string }\nexport const directory = 1\n',
  'lib/microsoft/graph.ts': "import { log } from '../log'\nexport const graph = log\n",
  'lib/certificates/issue.ts': "import { refusal } from '../errors'\nexport const issue = refusal\n",
  'lib/keys/store.ts': "import { db } from '../db/client'\nexport const store = db\n",
  'lib/keys/custodian.ts':
    "import type { db } from '../db/client'\nexport type Custodian = typeof db\nexport const custodian = 1\n",
  'lib/reconcile/diff.ts':
    "import type { Directory } from '../microsoft/directory'\nexport const diff = (it: Directory) => it\n",
  'lib/audit/audit.ts': 'export const audit = 1\n',
  'lib/staff/actor.ts': 'export interface Actor { id: string }\n',
  'lib/staff/setup.ts': "import { audit } from '../audit/audit'\nexport const setup = audit\n",
  'lib/settings/settings.ts': "import { audit } from '../audit/audit'\nexport const settings = audit\n",
  'lib/tenants/run-store.ts': "import { db } from '../db/client'\nexport const runs = db\n",
  'lib/tenants/tenant.ts':
    "import { diff } from '../reconcile/diff'\nimport { runs } from './run-store'\nimport type { Actor } from '../staff/actor'\nexport const tenants = (actor: Actor) => [diff, runs, actor]\n",
  'app/page.tsx':
    "import { tenants } from '@/lib/tenants/tenant'\nexport default function Page() { return <p>{String(tenants)}</p> }\n",
  'practice-cloud/main.ts': "import { clock } from './clock'\nexport const main = clock\n",
  'practice-cloud/clock.ts': 'export const clock = 1\n',
  'scripts/start.ts': "import { boot } from '../lib/boot'\nexport const start = boot\n",
}

beforeEach(() => {
  house = mkdtempSync(path.join(os.tmpdir(), 'house-'))
  for (const [file, content] of Object.entries(sound)) plant(file, content)
  for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) cpSync(file, path.join(house, file))
  symlinkSync(path.resolve('node_modules'), path.join(house, 'node_modules'))
})
afterEach(() => {
  rmSync(house, { recursive: true })
})

function plant(file: string, content: string): void {
  mkdirSync(path.dirname(path.join(house, file)), { recursive: true })
  writeFileSync(path.join(house, file), content)
}

function inspect(): { isGreen: boolean; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.resolve('scripts/rooms.mjs')], {
    cwd: house,
    encoding: 'utf8',
  })
  return { isGreen: status === 0, said: stdout + stderr }
}

/** As few houses as hold every fault, because the tool takes a second for each. */
function oneFaultPerFile(plants: readonly Plant[]): Plant[][] {
  const groups: Plant[][] = []
  for (const plant of plants) {
    const free = groups.find((group) => group.every(([, file]) => file !== plant[1]))
    if (free === undefined) groups.push([plant])
    else free.push(plant)
  }
  return groups
}

function namesOf(group: readonly Plant[]): string {
  return group.map(([rule]) => rule).join(', ')
}

/** A room that has a rule and no folder yet: its first file asks for a planted violation. */
function isEmptyRoom(rule: string): boolean {
  return rule.startsWith('room-') && !existsSync(path.resolve('lib', rule.slice('room-'.length)))
}

describe('the rules of the house', () => {
  test('a house that keeps them is green', () => {
    expect(inspect()).toEqual({ isGreen: true, said: `${Object.keys(sound).length - 1} modules, 0 violations\n` })
  })

  const planted: Plant[] = [
    ['ground-floor', 'lib/errors.ts', "import { db } from './db/notify'\nexport const refusal = db\n"],
    ['room-db', 'lib/db/notify.ts', "import { audit } from '../audit/audit'\nexport const bus = audit\n"],
    ['room-microsoft', 'lib/microsoft/graph.ts', "import { bus } from '../db/notify'\nexport const graph = bus\n"],
    [
      'room-microsoft',
      'lib/microsoft/graph.ts',
      "import { runtime } from '../runtime'\nexport const graph = runtime\n",
    ],
    [
      'room-certificates',
      'lib/certificates/issue.ts',
      "import { custodian } from '../keys/custodian'\nexport const issue = custodian\n",
    ],
    [
      'room-keys',
      'lib/keys/custodian.ts',
      "import { issue } from '../certificates/issue'\nexport const custodian = issue\n",
    ],
    [
      'room-audit',
      'lib/audit/audit.ts',
      "import type { Directory } from '../microsoft/directory'\nexport const audit = (it: Directory) => it\n",
    ],
    ['room-queue', 'lib/queue/worker.ts', "import { audit } from '../audit/audit'\nexport const worker = audit\n"],
    [
      'room-events',
      'lib/events/events.ts',
      "import { tenants } from '../tenants/tenant'\nexport const events = tenants\n",
    ],
    ['room-jobs', 'lib/jobs/handlers.ts', "import { setup } from '../staff/setup'\nexport const jobs = setup\n"],
    ['room-staff', 'lib/staff/setup.ts', "import { tenants } from '../tenants/tenant'\nexport const setup = tenants\n"],
    [
      'room-settings',
      'lib/settings/settings.ts',
      "import { setup } from '../staff/setup'\nexport const settings = setup\n",
    ],
    [
      'room-api-clients',
      'lib/api-clients/tokens.ts',
      "import { tenants } from '../tenants/tenant'\nexport const tokens = tenants\n",
    ],
    ['room-broker', 'lib/broker/broker.ts', "import { setup } from '../staff/setup'\nexport const broker = setup\n"],
    [
      'room-notifications',
      'lib/notifications/channels.ts',
      "import { setup } from '../staff/setup'\nexport const channels = setup\n",
    ],
    ['room-restore', 'lib/restore/door.ts', "import { setup } from '../staff/setup'\nexport const door = setup\n"],
    ['room-tenants', 'lib/tenants/tenant.ts', "import { setup } from '../staff/setup'\nexport const tenants = setup\n"],
    [
      'kernel-runtime',
      'lib/reconcile/diff.ts',
      "import { directory } from '../microsoft/directory'\nexport const diff = directory\n",
    ],
    [
      'kernel-types',
      'lib/reconcile/diff.ts',
      "import type { Custodian } from '../keys/custodian'\nexport const diff = (it: Custodian) => it\n",
    ],
    ['store-only', 'lib/tenants/tenant.ts', "import { db } from '../db/client'\nexport const tenants = db\n"],
    [
      'store-only',
      'lib/keys/custodian.ts',
      "import { generated } from '../../prisma/generated/client'\nexport const custodian = generated\n",
    ],
    ['street-side', 'app/page.tsx', "import { bus } from '@/lib/db/notify'\nexport default () => bus\n"],
    [
      'street-side',
      'app/page.tsx',
      "import { generated } from '../prisma/generated/client'\nexport default () => generated\n",
    ],
    ['street-side', 'app/page.tsx', "import { graph } from '@/lib/microsoft/graph'\nexport default () => graph\n"],
    ['street-side', 'app/page.tsx', "import { diff } from '@/lib/reconcile/diff'\nexport default () => diff\n"],
    [
      'house-without-street',
      'lib/tenants/tenant.ts',
      "import { redirect } from 'next/navigation'\nexport const tenants = redirect\n",
    ],
    ['house-without-street', 'lib/staff/setup.ts', "import page from '../../app/page'\nexport const setup = page\n"],
    [
      'practice-cloud-alone',
      'practice-cloud/main.ts',
      "import { refusal } from '../lib/errors'\nexport const main = refusal\n",
    ],
    [
      'practice-cloud-alone',
      'practice-cloud/main.ts',
      "import type { Directory } from '@/lib/microsoft/directory'\nexport const main = (it: Directory) => it\n",
    ],
    [
      'house-without-practice-cloud',
      'lib/microsoft/graph.ts',
      "import { clock } from '../../practice-cloud/clock'\nexport const graph = clock\n",
    ],
    ['roots-last', 'lib/tenants/tenant.ts', "import { boot } from '../boot'\nexport const tenants = boot\n"],
    ['no-circle', 'practice-cloud/clock.ts', "import { main } from './main'\nexport const clock = () => main\n"],
    ['no-development-part', 'lib/microsoft/graph.ts', "import { test } from 'vitest'\nexport const graph = test\n"],
    ['resolvable', 'lib/microsoft/graph.ts', "import { gone } from './gone'\nexport const graph = gone\n"],
  ]

  const circle = planted.filter(([rule]) => rule === 'no-circle') // two files at once, so by itself
  const others = planted.filter(([rule]) => rule !== 'no-circle')

  test.each([circle, ...oneFaultPerFile(others)].map((group) => [namesOf(group), group] as const))(
    'violations planted side by side are all found: %s',
    (_, group) => {
      for (const [, file, content] of group) plant(file, content)
      const { isGreen, said } = inspect()
      for (const [rule, file] of group) expect(said).toContain(`${rule}: ${file} → `)
      expect(isGreen).toBe(false)
    },
  )

  test('every rule has a planted violation', async () => {
    const { default: rules } = (await import(path.resolve('.dependency-cruiser.cjs'))) as {
      default: { forbidden: { name: string }[] }
    }
    const proved = new Set(planted.map(([rule]) => rule))
    const unproved = rules.forbidden.map(({ name }) => name).filter((name) => !proved.has(name))
    expect(unproved.filter((name) => !isEmptyRoom(name))).toEqual([])
  })

  test('a tool that sees too few modules is not green', () => {
    const config = path.join(house, '.dependency-cruiser.cjs')
    writeFileSync(
      path.join(house, 'rules.cjs'),
      `module.exports = require(${JSON.stringify(path.resolve('.dependency-cruiser.cjs'))})`,
    )
    writeFileSync(
      config,
      "const rules = require('./rules.cjs')\nmodule.exports = { ...rules, options: { ...rules.options, exclude: { path: 'lib' } } }\n",
    )
    const { isGreen, said } = inspect()
    expect(said).toContain('too-few-modules')
    expect(isGreen).toBe(false)
  })
})
