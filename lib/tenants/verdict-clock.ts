import type { Evidence, MicrosoftFailure } from '../microsoft/observed'
import { describeSkew } from './server-clock'
import { verdict, ways } from './verdict-parts'
import { referenceOf } from './verdict-texts'
import type { Verdict } from './verdict-views'

const who = 'Who runs this installation'

const text = (measured: string) =>
  [
    'Hello,',
    `the clock of the server that Latchkey runs on is ${measured}. Microsoft admits at most five minutes, so no tenant can be connected, checked or given a new certificate until it is right.`,
    'Please set it by NTP: on Linux `timedatectl set-ntp true`, on Windows `w32tm /resync`; in a virtual machine, let the host keep the time. Nothing else has to be changed, and nothing has to be undone.',
  ].join('\n\n')

/** Our clock is off by more than Microsoft admits: named as such, not as a refused certificate. */
export function clockWrong(seconds: number | null): Verdict {
  const measured = seconds === null ? 'off by more than five minutes' : describeSkew(seconds)
  return verdict({
    reason: 'clock',
    title: `The clock of this server is ${measured}`,
    explanation:
      'Microsoft believes a proof of identity only when both clocks agree within five minutes. The certificate and the account are not at fault. Set the clock right, then continue.',
    who,
    ways: [
      ways.newCode('After the clock is right.'),
      ways.copy('Tell who runs this server', 'What is wrong and two commands that mend it.', text(measured)),
    ],
  })
}

/** The same, met when everything was written already: nobody has to sign in again. */
export function clockWrongAtProof(
  seconds: number | null,
  failure: MicrosoftFailure,
  evidence: readonly Evidence[],
  written: string,
): Verdict {
  const before = clockWrong(seconds)
  return {
    ...before,
    ways: [
      {
        kind: 'retry-proof',
        title: 'Prove it again',
        explanation: 'After the clock is right. Nobody has to sign in here.',
        label: 'Prove it again',
        text: null,
      },
      ...before.ways.filter((way) => way.kind === 'copy-text'),
    ],
    evidence,
    reference: referenceOf(failure),
    written,
  }
}
