// `npm start`: prepares the clone, then becomes the supervisor of everything that runs.
import path from 'node:path'
import { prepare } from './prepare.mjs'

const root = path.join(import.meta.dirname, '..')
try {
  await prepare()
  const { supervise } = await import(path.join(root, '.latchkey', 'build', 'supervisor.mjs'))
  process.exitCode = await supervise(root)
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
