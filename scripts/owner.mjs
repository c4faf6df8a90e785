import path from 'node:path'
import { prepare } from './prepare.mjs'

try {
  await prepare({ pages: false })
  const { offerOwnerLink } = await import(path.resolve('.latchkey', 'build', 'owner.mjs'))
  await offerOwnerLink(process.argv.slice(2))
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
