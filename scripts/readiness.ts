import { get } from 'node:http'
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

/**
 * “silent”: somebody is there and does not answer in time; “closed”: nobody is there yet. The connection is closed with the
 * answer, because a kept one would hold up a stop that comes soon.
 */
function knock(page: string, milliseconds: number, shutdown: AbortSignal): Promise<number | 'silent' | 'closed'> {
  const late = AbortSignal.timeout(milliseconds)
  return new Promise((resolve) => {
    const options = { agent: false, signal: AbortSignal.any([late, shutdown]) }
    const request = get(page, options, (answer) => {
      answer.on('error', () => undefined) // its status is all that counts
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
    request.on('error', () => {
      resolve(late.aborted ? 'silent' : 'closed')
    })
  })
}

function broken({ title, log }: Pick<Program, 'title' | 'log'>, reason: string): Error {
  return new Error(`${title} does not work: ${reason}. Its log is ${log}.`)
}
