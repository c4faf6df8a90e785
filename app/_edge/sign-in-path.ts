import type { Stage } from '@/lib/staff/session-store'

/** Where the next step of signing in is; `next` is a safe path, where it ends. */
export function pathOfStage(stage: Stage, next: string): string {
  if (stage === 'full') return next
  const page = stage === 'second-factor' ? '/sign-in/second-factor' : '/sign-in/enrol'
  return next === '/' ? page : `${page}?next=${encodeURIComponent(next)}`
}
