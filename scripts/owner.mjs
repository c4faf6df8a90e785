import { runProgram } from './run-program.mjs'

await runProgram('owner', { pages: false }, ({ offerOwnerLink }) => offerOwnerLink(process.argv.slice(2)))
