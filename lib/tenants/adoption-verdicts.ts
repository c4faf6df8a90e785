import type { TakeOver } from './adoption-preview'
import { sayDay } from './days'
import { nothingWritten, verdict, ways } from './verdict-parts'
import type { VerdictContext } from './verdict-texts'
import type { Verdict, Way } from './verdict-views'

/** What taking it over would change, before anything is written: the operator agrees, then somebody signs in once more. */
export function takeOverOffered({ domain }: VerdictContext, takeOver: TakeOver): Verdict {
  const { displayName, keys, notes } = takeOver
  return verdict({
    reason: 'take-over',
    status: 'waiting',
    title: `“${displayName}” can be taken over. Agree before anything is changed.`,
    explanation: [
      'Our certificate is added and the missing permissions are granted. Everything else on it stays as it is.',
      ...notes,
    ].join(' '),
    who: `You; then an administrator of ${domain} signs in, because the first sign-in was dropped`,
    compared: ['There now', 'After taking over'],
    comparison: rowsOf(takeOver),
    ways: [takeItOver, ...(keys.length === 0 ? [] : [takeItOverAlone(keys.length)])],
    written: nothingWritten,
  })
}

const takeItOver: Way = {
  kind: 'take-over',
  title: 'Take it over, and leave what is there',
  explanation: 'Keys of others keep working beside ours. A check will go on naming them.',
  label: 'Take it over',
  text: null,
}

function takeItOverAlone(count: number): Way {
  const which = count === 1 ? 'the other certificate is' : `the ${count} other certificates are`
  return {
    kind: 'take-over-alone',
    title: 'Take it over, and take the other certificates off',
    explanation: `After ours has signed in, ${which} removed. Whatever still signs in with ${count === 1 ? 'it' : 'them'} stops working.`,
    label: 'Take it over alone',
    text: null,
  }
}

function rowsOf(takeOver: TakeOver): Verdict['comparison'] {
  const { keys, secrets, added, held, notOffered, notWanted, owners, redirectAddresses } = takeOver
  return [
    row('Application', takeOver.appId, 'the same, with its name'),
    row('Certificates', keys.map(sayKey).join('; ') || 'none', sayBeside(keys.length), true),
    ...when(secrets > 0, row('Client secrets', String(secrets), 'stay')),
    row(
      'Permissions',
      `${held.length} of ${held.length + added.length} that are wanted`,
      sayAdded(added),
      added.length > 0,
    ),
    ...when(notOffered.length > 0, row('Not offered there', notOffered.join(', '), 'left out')),
    ...when(notWanted.length > 0, row('Not wanted, granted by others', notWanted.join(', '), 'stay')),
    ...when(owners.length > 0, row('Owners', owners.join(', '), 'stay')),
    ...when(redirectAddresses.length > 0, row('Redirect addresses', redirectAddresses.join(', '), 'stay')),
  ]
}

function sayKey({ displayName, sha1, notAfter }: TakeOver['keys'][number]): string {
  const name = displayName ?? `${sha1.slice(0, 8)}…`
  return notAfter === '' ? name : `${name}, until ${sayDay(new Date(notAfter))}`
}

function sayBeside(others: number): string {
  if (others === 0) return 'ours'
  return others === 1 ? 'ours beside it, or ours alone' : 'ours beside them, or ours alone'
}

function sayAdded(added: readonly string[]): string {
  return added.length === 0 ? 'none is missing' : `${added.length} added: ${added.join(', ')}`
}

function row(what: string, expected: string, found: string, differs = false): Verdict['comparison'][number] {
  return { what, expected, found, differs }
}

function when<T>(is: boolean, item: T): readonly T[] {
  return is ? [item] : []
}

/** `appId` null: one of an earlier installation was looked for. */
export function nothingFound({ domain }: VerdictContext, appId: string | null): Verdict {
  return verdict({
    reason: 'nothing-to-take-over',
    title:
      appId === null
        ? 'No application of an earlier installation is registered there'
        : 'No application with this id is registered there',
    explanation:
      appId === null
        ? `Latchkey looked for one that carries its tag and its name. If it was renamed, name its application id instead, or connect ${domain} with a new one.`
        : `${domain} has no registration with the application id ${appId}. An enterprise application that another company registered cannot be taken over. Check the id under App registrations, Overview.`,
    who: 'You',
    ways: [startAgain, ways.newCode('After it was registered or restored there.')],
  })
}

/** More than one installation was here before: only people know which is meant. */
export function manyFound(
  { domain }: VerdictContext,
  found: readonly { displayName: string; appId: string; createdAt: string | null }[],
): Verdict {
  return verdict({
    reason: 'nothing-to-take-over',
    title: `${found.length} applications of earlier installations are registered there`,
    explanation: `Only people know which one still counts in ${domain}. Stop this run, and start again with the application id of the one that is meant.`,
    who: 'You',
    compared: ['Name', 'Made'],
    comparison: found.map(({ displayName, appId, createdAt }) =>
      row(appId, displayName, createdAt === null ? 'unknown' : sayDay(new Date(createdAt))),
    ),
    ways: [startAgain],
  })
}

const startAgain: Way = {
  kind: 'back',
  title: 'Start again',
  explanation: 'Stop this run first. The form remembers what was chosen.',
  label: 'Back to the form',
  text: null,
}
