import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { migrate, readMigrations, resolveMigration } from '@/lib/db/migrate'
import { writeMigration } from '@/lib/db/schema-engine'
import { withDatabaseUrl } from './connection'

const folder = path.resolve('prisma/migrations')
const schemaFile = 'prisma/schema.prisma'

/** `npm run migrate`: applies what is missing. `--resolve NAME` declares a failed one undone; `--create NAME` is for developers. */
export async function runMigrations([option, name]: readonly string[]): Promise<void> {
  await withDatabaseUrl(async (url) => {
    if (option === '--create' && name) await create(url, name)
    else if (option === '--resolve' && name) await resolve(url, name)
    else if (option === undefined) await apply(url)
    else
      throw new Error('Use: npm run migrate, npm run migrate -- --resolve NAME, or npm run migrate -- --create NAME.')
  })
}

async function apply(url: string): Promise<void> {
  const applied = await migrate(url, folder)
  console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}.`)
}

async function resolve(url: string, name: string): Promise<void> {
  if (!(await resolveMigration(url, name))) throw new Error(`No unfinished migration is called ${name}.`)
  console.log(`${name} will be applied again at the next start.`)
}

/** Compares the schema with the one that was committed together with the newest migration. */
async function create(url: string, name: string): Promise<void> {
  const committed = git('log', '-1', '--format=%H', '--', folder)
  const before = committed === '' ? '' : git('show', `${committed}:${schemaFile}`)
  const sql = await writeMigration(url, before, readFileSync(schemaFile, 'utf8'))
  const number = Number(readMigrations(folder).at(-1)?.name.slice(0, 4) ?? 0) + 1
  const target = path.join(folder, `${String(number).padStart(4, '0')}_${name}`)
  mkdirSync(target)
  writeFileSync(path.join(target, 'migration.sql'), sql)
  console.log(`Written: ${path.relative('.', target)}/migration.sql. Read it before you commit it.`)
}

function git(...words: string[]): string {
  return execFileSync('git', words, { encoding: 'utf8' }).trim()
}
