import { runtime } from '../runtime'
import type { OwnProgram } from '../settings/own-application'
import { readOwnProgram } from '../settings/own-application'
import { browserFirst } from './browser-verdicts'
import { conduct } from './conduct'
import { makeContext } from './run-context'
import { claimRun, readRunRow, releaseRun, restingData, updateRun } from './run-store'
import { readTenant } from './tenant-store'
import type { Verdict, Way } from './verdict-views'

/** A run needs an administrator: by a code, unless the provider prefers the browser or this run went that way before. */
export async function askForSignIn(runId: string): Promise<void> {
  const row = await readRunRow(runId)
  const program = await readOwnProgram((await readTenant(row.tenantId)).cloud)
  if (program === null || !isPreferred(program, row.signInWay)) {
    await conduct(runId, 'sign-in')
    return
  }
  const claimed = await claimRun(runId)
  if (claimed === null) return
  const { words, key } = await makeContext(claimed, runtime().closing)
  const verdict = browserFirst(words)
  await updateRun(key, { ...restingData('waiting', verdict.reason, verdict), signInWay: 'browser' })
  await releaseRun(claimed)
}

function isPreferred({ preference }: OwnProgram, signInWay: string): boolean {
  return preference === 'first' || signInWay === 'browser'
}

/** Ends where a code was, or may have been, what the tenant did not like. */
const codeTrouble = new Set(['code-blocked', 'code-expired'])

/**
 * The verdict with the way through the browser, where it is switched on and a sign-in would help. It is added when the
 * run is read, so that a run which rests already gets it as soon as the settings allow.
 */
export function withBrowserWay(verdict: Verdict, program: OwnProgram | null, signInWay: string): Verdict {
  const code = verdict.ways.findIndex(({ kind }) => kind === 'new-code')
  if (program === null || code < 0) return verdict
  const wanted = isPreferred(program, signInWay)
  if (!wanted && !codeTrouble.has(verdict.reason)) return verdict
  const at = verdict.reason === 'code-blocked' ? 0 : Math.min(code, firstChoice(verdict))
  return { ...verdict, ways: [...verdict.ways.slice(0, at), browserWay, ...verdict.ways.slice(at)] }
}

/** After a refused registration or a policy, the same way again is not the best one. */
function firstChoice({ reason }: Verdict): number {
  return reason === 'own-application-refused' || reason === 'browser-blocked' ? 2 : 0
}

const browserWay: Way = {
  kind: 'browser-sign-in',
  title: 'Sign in at Microsoft, in this browser',
  explanation:
    'Microsoft’s page opens in this tab and comes back here. Your own application asks, so no code is needed.',
  label: 'Sign in at Microsoft',
  text: null,
}
