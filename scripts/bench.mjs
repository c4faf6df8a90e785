// `npm run bench NAME` runs bench/NAME.ts on the prepared clone.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { prepare } from './prepare.mjs'

const [name, ...rest] = process.argv.slice(2)
process.chdir(`${import.meta.dirname}/..`)
const file = `bench/${name}.ts`
if (!name || !existsSync(file)) {
  const known = existsSync('bench') ? readdirSync('bench').map((each) => each.replace(/\.ts$/, '')) : []
  console.error(`Use: npm run bench NAME, where NAME is one of ${known.join(', ')}.`)
  process.exit(1)
}
await prepare()
process.exitCode = spawnSync(process.execPath, ['--import', 'tsx', file, ...rest], { stdio: 'inherit' }).status ?? 1
