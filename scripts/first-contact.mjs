import { runProgram } from './run-program.mjs'

await runProgram('first-contact', { pages: false }, ({ makeFirstContact }) => makeFirstContact(process.argv.slice(2)))
