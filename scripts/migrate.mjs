import { runProgram } from './run-program.mjs'

await runProgram('migrate', { pages: false }, ({ runMigrations }) => runMigrations(process.argv.slice(2)))
