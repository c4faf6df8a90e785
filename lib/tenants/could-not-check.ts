/** Not ok and not wrong: nobody could tell. */
export function couldNotCheck(why = 'Microsoft did not answer the question.') {
  return {
    status: 'unknown',
    reason: 'CouldNotCheck',
    message: `Could not check. ${why}`,
    remedy: 'Nothing to do: it is tried again by itself.',
    who: null,
  } as const
}
