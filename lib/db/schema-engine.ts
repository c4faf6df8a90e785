import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, DriverAdapterError } from '@prisma/driver-adapter-utils'
import pg from 'pg'
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg'

/** One migration file, in memory. */
export interface Migration {
  name: string
  sql: string
}

/** What the WebAssembly glue exports besides its declared types. */
interface Glue {
  __wbg_set_wasm(exports: WebAssembly.Exports): void
  SchemaEngine: { new: (typeof SchemaEngine)['new'] }
}

const wired = Symbol.for('latchkey.schema-engine')
const noFilters = { externalTables: [], externalEnums: [] }

/** Applies what the database lacks, in order, and answers with the names. Prisma's own table keeps the account. */
export async function applyMigrations(url: string, migrations: readonly Migration[]): Promise<string[]> {
  return await withEngine(url, async (engine) => {
    const answer = await engine.applyMigrations({ migrationsList: listOf(migrations), filters: noFilters })
    return answer.appliedMigrationNames
  })
}

/** SQL that leads from one text of schema.prisma to another, for developers; an empty `before` means no tables. */
export async function writeMigration(url: string, before: string, after: string): Promise<string> {
  return await withEngine(url, async (engine) => {
    const answer = await engine.diff({
      from: before === '' ? { tag: 'empty' } : { tag: 'schemaDatamodel', ...schemaOf(before) },
      to: { tag: 'schemaDatamodel', ...schemaOf(after) },
      script: true,
      exitCode: null,
      filters: noFilters,
    })
    return answer.stdout ?? ''
  })
}

function schemaOf(content: string): { files: { path: string; content: string }[] } {
  return { files: [{ path: 'schema.prisma', content }] }
}

/**
 * Prisma's adapter cuts scripts at each semicolon, which breaks functions and loses the transaction. Sent whole, a
 * script is one transaction by itself (PostgreSQL manual, 54.2.2.1 “Multiple Statements in a Simple Query”).
 */
class WholeScripts extends PrismaPg {
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool) {
    super(pool)
    this.#pool = pool
  }

  override async connect(): ReturnType<PrismaPg['connect']> {
    const adapter = await super.connect()
    adapter.executeScript = async (script) => {
      await this.#pool.query(script).catch(rethrowForEngine)
    }
    return adapter
  }
}

/** The shape in which the engine expects a refusal of the database. */
function rethrowForEngine(error: unknown): never {
  const { code = 'N/A', message, detail, column, hint } = error as Partial<pg.DatabaseError>
  const severity = (error as Partial<pg.DatabaseError>).severity ?? 'ERROR'
  throw new DriverAdapterError({ kind: 'postgres', code, severity, message: message ?? '', detail, column, hint })
}

/** One connection: the engine takes an advisory lock, which belongs to a session. */
async function withEngine<T>(url: string, run: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString: url, max: 1, connectionTimeoutMillis: 10_000 })
  pool.on('error', () => undefined) // the query under way rejects
  try {
    return await run(await startEngine(pool))
  } finally {
    await pool.end()
  }
}

async function startEngine(pool: pg.Pool): Promise<SchemaEngine> {
  const glue = (await import('@prisma/schema-engine-wasm/schema_engine_bg')) as unknown as Glue
  wireOnce(glue)
  return await glue.SchemaEngine.new(
    { datamodels: undefined },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(new WholeScripts(pool)),
  )
}

/**
 * Prisma's schema engine as WebAssembly: the native one is a download that closed networks refuse. The package has no
 * entry for Node, so it is wired by hand, as its JavaScript glue expects: once per process, since the glue keeps views of
 * the one memory it knows. The mark stands on globalThis, where it is as long-lived as the glue.
 */
function wireOnce(glue: Glue): void {
  const marks = globalThis as { [wired]?: boolean }
  if (marks[wired]) return
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const program = new WebAssembly.Module(readFileSync(entry.replace(/\.js$/, '.wasm')))
  const imports: WebAssembly.Imports = {}
  for (const { module } of WebAssembly.Module.imports(program)) {
    imports[module] = glue as unknown as WebAssembly.ModuleImports
  }
  const instance = new WebAssembly.Instance(program, imports)
  glue.__wbg_set_wasm(instance.exports)
  ;(instance.exports as { __wbindgen_start(): void }).__wbindgen_start()
  marks[wired] = true
}

function listOf(migrations: readonly Migration[]): MigrationList {
  return {
    baseDir: 'migrations',
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  }
}
