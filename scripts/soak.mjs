// `npm run soak NAME` runs bench/soak-NAME.ts on the prepared clone: long simulations whose figures are kept in docs/soak.md.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { prepare } from './prepare.mjs'

const [name, ...rest] = process.argv.slice(2)
process.chdir(`${import.meta.dirname}/..`)
const file = `bench/soak-${name}.ts`
if (!name || !existsSync(file)) {
  const known = readdirSync('bench').flatMap((each) => /^soak-(.*)\.ts$/.exec(each)?.[1] ?? [])
  console.error(`Use: npm run soak NAME, where NAME is one of ${known.join(', ')}.`)
  process.exit(1)
}
await prepare({ pages: false })
process.exitCode = spawnSync(process.execPath, ['--import', 'tsx', file, ...rest], { stdio: 'inherit' }).status ?? 1
