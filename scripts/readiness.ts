import type { Program } from './program'
import type { Shutdown } from './shutdown'

/** The whole wait, and each try of it: who takes a connection and says nothing must not hold up the start. */
const patience = { wholeMilliseconds: 60_000, tryMilliseconds: 15_000 }
const pauseMilliseconds = 25

/**
 * Waits until `page` is answered. The first request also loads what the first person would otherwise wait for. A house that
 * refused to boot answers 500, and waiting longer would not help. Throws one sentence with the program's own reason.
 */
export async function untilAnswering(
  program: Pick<Program, 'title' | 'log' | 'complaint'>,
  page: string,
  shutdown: Pick<Shutdown, 'signal' | 'refuseIfBegun'>,
  { wholeMilliseconds, tryMilliseconds } = patience,
): Promise<void> {
  const deadline = Date.now() + wholeMilliseconds
  for (;;) {
    shutdown.refuseIfBegun()
    const answer = await knock(page, tryMilliseconds, shutdown.signal)
    if (typeof answer === 'number' && answer < 500) return
    if (typeof answer === 'number') throw broken(program, program.complaint())
    if (Date.now() > deadline) {
      throw broken(program, answer === 'silent' ? 'it takes requests and answers none' : program.complaint())
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds))
  }
}

/** “silent”: somebody is there and does not answer in time; “closed”: nobody is there yet. */
async function knock(page: string, milliseconds: number, shutdown: AbortSignal): Promise<number | 'silent' | 'closed'> {
  const late = AbortSignal.timeout(milliseconds)
  try {
    const answer = await fetch(page, { redirect: 'manual', signal: AbortSignal.any([late, shutdown]) })
    await answer.body?.cancel()
    return answer.status
  } catch {
    return late.aborted ? 'silent' : 'closed'
  }
}

function broken({ title, log }: Pick<Program, 'title' | 'log'>, reason: string): Error {
  return new Error(`${title} does not work: ${reason}. Its log is ${log}.`)
}
