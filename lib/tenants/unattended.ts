/** Runs that scheduled work carries: no process adopts them, and a person's run takes their place. */
export const unattendedKinds = ['rotate', 'revoke'] as const

/** Hours of overlap and retries make such a run no place where somebody is waited for. */
export function isUnattended(kind: string): boolean {
  return unattendedKinds.some((one) => one === kind)
}
