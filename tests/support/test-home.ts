import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { findEmbedded } from '@/lib/db/embedded'

/** Global setup: a home for the run, in which the first test that wants a database starts the server that all share. */
export default function makeTestHome(): () => Promise<void> {
  const home = mkdtempSync(path.join(os.tmpdir(), 'latchkey-test-'))
  process.env['LATCHKEY_TEST_HOME'] = home
  return async () => {
    await (await findEmbedded(home))?.stop()
    rmSync(home, { recursive: true, force: true })
  }
}
