// `npm run clients`: large public clients, as they come, against the practice cloud. Optional: they are fetched into a
// temporary folder, which takes minutes, and nothing of them stays.
import { spawnSync } from 'node:child_process'
import { prepare } from './prepare.mjs'

process.chdir(`${import.meta.dirname}/..`)
await prepare({ pages: false })
const words = ['--import', 'tsx', 'scripts/client-tour.ts', ...process.argv.slice(2)]
process.exitCode = spawnSync(process.execPath, words, { stdio: 'inherit' }).status ?? 1
