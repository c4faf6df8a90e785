import path from 'node:path'
import { prepare } from './prepare.mjs'

try {
  await prepare({ pages: false })
  const { runMigrations } = await import(path.resolve('.latchkey', 'build', 'migrate.mjs'))
  await runMigrations(process.argv.slice(2))
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
