// `npm start`: prepares the clone, then becomes the supervisor of everything that runs.
import path from 'node:path'
import { runProgram } from './run-program.mjs'

await runProgram('supervisor', {}, ({ supervise }) => supervise(path.join(import.meta.dirname, '..')))
