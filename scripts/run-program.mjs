import path from 'node:path'
import { prepare } from './prepare.mjs'

/**
 * Prepares the clone, runs one of the built programs and ends with the exit code that it answers. It ends by itself
 * when the work is done: the schema engine leaves a timer of ten seconds behind, which nobody should wait for.
 */
export async function runProgram(name, options, run) {
  try {
    await prepare(options)
    const program = await import(path.resolve('.latchkey', 'build', `${name}.mjs`))
    process.exit((await run(program)) ?? 0)
  } catch (error) {
    console.error(error.message)
    process.exit(1)
  }
}
