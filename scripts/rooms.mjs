// The dependency rules over the whole tree. It also fails when the tool saw fewer modules than there are files: a parser
// that silently reads nothing would otherwise be green.
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { createRequire } from 'node:module'
import { cruise } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'

const places = ['lib', 'app', 'practice-cloud', 'scripts'].filter((place) => existsSync(place))
const { options, forbidden } = createRequire(import.meta.url)(path.resolve('.dependency-cruiser.cjs'))
const ruleSet = { forbidden }
const settings = { ...options, ruleSet, validate: true }
const { output } = await cruise(places, settings, undefined, { tsConfig: extractTSConfig('tsconfig.json') })

const isSource = (name) => /\.(ts|tsx|mjs)$/.test(name) && !name.endsWith('.d.ts')
const files = places.flatMap((place) => readdirSync(place, { recursive: true }).filter(isSource))
const seen = output.modules.filter(({ source }) => places.some((place) => source.startsWith(`${place}/`))).length

for (const { rule, from, to } of output.summary.violations) {
  const { comment } = forbidden.find(({ name }) => name === rule.name) ?? {}
  console.error(`${rule.name}: ${from} → ${to}\n  ${comment ?? ''}`)
}
if (seen < files.length)
  console.error(`too-few-modules: ${seen} of ${files.length} files were seen, so nothing is proved.`)
const isClean = output.summary.violations.length === 0 && seen >= files.length && seen > 0
console.log(`${seen} modules, ${output.summary.violations.length} violations`)
process.exitCode = isClean ? 0 : 1
