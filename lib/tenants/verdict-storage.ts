import { verdict, ways } from './verdict-parts'
import type { Verdict } from './verdict-views'

/** The database was away for longer than a run can wait with a sign-in in memory; it is back when this is shown. */
export function storageAway(written: string): Verdict {
  return verdict({
    reason: 'storage-away',
    title: 'The database of this installation was away in the middle. Sign in again to continue.',
    explanation:
      'What cannot be written down is not done, so Latchkey stopped and dropped the sign-in. The database answers again; the run goes on from where it was.',
    who: 'The administrator, once more',
    ways: [ways.newCode('Nothing is done twice.')],
    written,
  })
}

const roomText = [
  'Hello,',
  'the disk that holds the database of our Latchkey installation is full. It can be read, but nothing can be saved, so no tenant can be connected, checked or given a new certificate.',
  'Please make room on it or enlarge it. Nothing was lost: a private key that cannot be saved is never used, and nothing has to be undone. Tell us when it is done, and we continue.',
].join('\n\n')

/** Nothing can be saved: what is not durable never reaches Microsoft. */
export function storageFull(written: string): Verdict {
  return verdict({
    reason: 'storage-full',
    title: 'The disk of this installation is full',
    explanation:
      'Nothing can be saved until there is room. What cannot be saved is never sent to Microsoft, the private key first of all. The sign-in was dropped.',
    who: 'Who runs this installation',
    ways: [
      ways.newCode('After there is room on the disk.'),
      ways.copy('Tell who runs this installation', 'What is full, and that nothing was lost.', roomText),
    ],
    written,
  })
}
