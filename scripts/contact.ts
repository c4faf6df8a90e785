import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline/promises'
import { makeRuntime } from '@/lib/boot'
import { migrate } from '@/lib/db/migrate'
import { installRuntime, runtime } from '@/lib/runtime'
import type { Actor } from '@/lib/staff/actor'
import { withDatabaseUrl } from './connection'
import { differencesBetween, describeDifferences } from './contact-differences'
import { contactTenant, type ContactEnd, type Terminal } from './contact-journey'
import { Redaction } from './contact-redaction'
import { rehearse } from './contact-rehearsal'
import { innerExchanges, recordExchanges, type Exchange } from './exchanges'

const use = `Use: npm run first-contact -- DOMAIN [--yes] [--workloads exchange,sharepoint,…]

Takes a tenant through a look, a connect and a check, writes every exchange redacted into a folder, and lists where
Microsoft answers otherwise than the practice cloud. Nothing is written in the tenant before you have agreed; --yes agrees
beforehand.`

/** `npm run first-contact`: its exit code is 0 when the tenant is connected and checked. */
export async function makeFirstContact(words: readonly string[]): Promise<number> {
  const wish = readWords(words)
  if (wish === null) {
    console.log(use)
    return 2
  }
  return withDatabaseUrl(async (url, settings) => {
    await migrate(url, path.resolve('prisma/migrations'))
    const closing = new AbortController()
    const made = await makeRuntime(settings, url, closing.signal)
    installRuntime(made)
    try {
      const folder = path.join(
        settings.home,
        'first-contact',
        new Date().toISOString().slice(0, 19).replaceAll(':', '-'),
      )
      const actor = await firstOwner()
      console.log('Rehearsing with the practice cloud, to know what to expect …')
      const expected = await rehearse(settings, wish.workloads)
      const { end } = await contactAndCompare(actor, wish, terminalOf(wish.isAgreed), expected, folder)
      return end === 'connected' ? 0 : 1
    } finally {
      closing.abort()
      await Promise.allSettled([...made.liveRuns.values()].map((run) => run.rest))
      await made.bus.close()
      await made.db.$disconnect()
    }
  })
}

interface Wish {
  domain: string
  workloads: readonly string[]
  isAgreed: boolean
}

function readWords(words: readonly string[]): Wish | null {
  const plain = words.filter((word, index) => !word.startsWith('--') && words[index - 1] !== '--workloads')
  const [domain] = plain
  if (domain === undefined || plain.length > 1) return null
  const chosen = words[words.indexOf('--workloads') + 1]
  const workloads = words.includes('--workloads') ? (chosen ?? '').split(',') : defaultWorkloads
  return { domain, workloads, isAgreed: words.includes('--yes') }
}

const defaultWorkloads = ['exchange', 'sharepoint', 'teams', 'groups', 'own-registration']

async function firstOwner(): Promise<Actor> {
  const row = await runtime().db.operator.findFirst({
    where: { role: 'owner', disabledAt: null },
    orderBy: { createdAt: 'asc' },
  })
  if (row === null) throw new Error('There is no owner yet: run npm start, open the setup link, and try again.')
  return { kind: 'operator', id: row.id, name: row.name, email: row.email, role: 'owner', reach: 'all' }
}

function terminalOf(isAgreed: boolean): Terminal {
  return {
    say: (line) => {
      console.log(line)
    },
    showCode: ({ userCode, verificationUri }) => {
      console.log(`\n  Open ${verificationUri} and type ${userCode}\n`)
      return Promise.resolve()
    },
    agree: async (question) => {
      if (isAgreed) return true
      const asked = createInterface({ input: process.stdin, output: process.stdout })
      try {
        return /^y(es)?$/i.test((await asked.question(`${question} [y/N] `)).trim())
      } finally {
        asked.close()
      }
    },
  }
}

/** The whole contact on the runtime that stands; `expected` is what a rehearsal heard, `folder` gets what may be kept. */
export async function contactAndCompare(
  actor: Actor,
  wish: { domain: string; workloads: readonly string[] },
  terminal: Terminal,
  expected: readonly Exchange[],
  folder: string,
): Promise<{ end: ContactEnd; differences: readonly string[] }> {
  const recording = recordExchanges()
  const end = await contactTenant(actor, wish, terminal).finally(() => {
    recording.stop()
  })
  const differences = differencesBetween(withInner(recording.exchanges), withInner(expected))
  keep(folder, recording.exchanges, describeDifferences(end, differences))
  terminal.say(`${String(recording.exchanges.length)} exchanges, redacted, are in ${folder}.`)
  terminal.say(describeDifferences(end, differences))
  return { end, differences }
}

function withInner(exchanges: readonly Exchange[]): readonly Exchange[] {
  return exchanges.flatMap((each) => [each, ...innerExchanges(each)])
}

function keep(folder: string, exchanges: readonly Exchange[], differences: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const redaction = new Redaction()
  for (const [index, each] of exchanges.entries()) {
    const name = `${String(index + 1).padStart(3, '0')}-${each.method.toLowerCase()}-${String(each.status)}.json`
    writeFileSync(path.join(folder, name), `${JSON.stringify(redaction.exchange(each), null, 2)}\n`, { mode: 0o600 })
  }
  writeFileSync(path.join(folder, 'differences.txt'), `${redaction.words(differences)}\n`, { mode: 0o600 })
}
