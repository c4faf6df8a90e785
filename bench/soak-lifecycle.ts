import { simulateLives } from '../tests/support/lives'
import makeTestHome from '../tests/support/test-home'

/** Do certificates renew themselves for years, whatever happens? `npm run soak lifecycle [tenants] [years]`. */
const [tenants = '200', years = '6'] = process.argv.slice(2)
const endDatabases = makeTestHome()
const lives = await simulateLives(Number(tenants), Number(years))
const lines: [string, string | number][] = [
  ['tenants', lives.tenants],
  ['years', lives.years],
  ['certificates renewed', lives.rotations],
  ['moments sampled', lives.samples],
  ['moments without a token (goal 0)', lives.samplesWithoutToken],
  ['most valid keys on one application (goal 2)', lives.mostValidKeys],
  ['keys that were not recorded (goal 0)', lives.unrecordedKeys],
  ['ends reached (goal 0)', lives.expiriesReached],
  ['notices told', lives.noticesTold],
  ['tenants with other notices than ruled (goal 0)', lives.noticesWrong.length],
  ['turns of the clock', lives.turns],
  ['wall time in seconds', lives.seconds],
]
for (const [what, value] of lines) console.log(`${what.padEnd(50)} ${value}`)
for (const wrong of lives.noticesWrong) console.log(`  ${wrong}`)
await endDatabases()
const isGood =
  lives.samplesWithoutToken + lives.unrecordedKeys + lives.expiriesReached + lives.noticesWrong.length === 0 &&
  lives.mostValidKeys <= 2
process.exit(isGood ? 0 : 1)
