import type { Actor } from '@/lib/staff/actor'

/** Stands where somebody of another role finds a button. */
export function OnlyLooking({ role, what }: { role: Actor['role']; what: string }) {
  return (
    <p className="fine">
      Your role is {role}: you may look at {what} and not change it. An owner, a manager or an operator can.
    </p>
  )
}
