import type { EventKind, NewEvent } from '../events/events'
import { conditionName } from './condition-names'
import { isOpen, type Standing } from './condition-course'
import { isAlarming, reasonPhrase } from './reason-words'

/** Whose conditions they are, by the name that people know. */
export interface ConditionOwner {
  id: string
  customer: string
}

/** Until when somebody asked not to be told of a condition. */
interface Silence {
  /** The condition's type. */
  type: string
  until: Date
}

/**
 * What people are told of the way from one set of conditions to the next. One opening is one conversation: it opens once,
 * is continued when its reason or its object changes, and closes once. A snooze holds all but the close back; when it is
 * over, what still stands is told anew, whatever it is by then.
 */
export function conditionEvents(
  tenant: ConditionOwner,
  before: readonly Standing[],
  after: readonly Standing[],
  at: Date,
  snoozes: readonly Silence[] = [],
): readonly NewEvent[] {
  const types = new Set([...before, ...after].map(({ type }) => type))
  return [...types].flatMap((type) => {
    const old = before.find((one) => one.type === type && isOpen(one)) ?? null
    const now = after.find((one) => one.type === type) ?? null
    const snooze = snoozes.find((one) => one.type === type) ?? null
    return eventOf({ tenant, old, now, at, snooze }) ?? []
  })
}

interface Passage {
  tenant: ConditionOwner
  old: Standing | null
  now: Standing | null
  at: Date
  snooze: Silence | null
}

function eventOf({ tenant, old, now, at, snooze }: Passage): NewEvent | null {
  if (now !== null && isOpen(now)) {
    if (snooze !== null && snooze.until > at) return null
    if (snooze !== null) return tell(tenant, now, 'condition.changed', keyOf(now, `awake:${snooze.until.getTime()}`))
    if (old === null) return tell(tenant, now, 'condition.opened', keyOf(now, 'opened'))
    const isSame = old.status === now.status && old.reason === now.reason && old.about === now.about
    return isSame ? null : tell(tenant, now, 'condition.changed', keyOf(now, `changed:${at.getTime()}`))
  }
  return old === null ? null : close(tenant, old, now)
}

function keyOf({ openedAt }: Standing, what: string): string {
  return `${openedAt?.getTime() ?? 0}:${what}`
}

function tell(tenant: ConditionOwner, now: Standing, kind: EventKind, key: string): NewEvent {
  const { message, who, remedy, reason } = now
  return {
    ...about(tenant, now.type, key),
    kind,
    severity: now.status === 'failing' || isAlarming(reason) ? 'failing' : 'warning',
    facts: { title: `${tenant.customer}: ${headline(now)}`, message, who, remedy, reason },
  }
}

function close(tenant: ConditionOwner, old: Standing, now: Standing | null): NewEvent {
  return {
    ...about(tenant, old.type, keyOf(old, 'resolved')),
    kind: 'condition.resolved',
    severity: 'resolved',
    facts: {
      title: `${tenant.customer}: no longer: ${headline(old)}`,
      message: now?.message ?? 'The last check did not find it any more.',
      reason: now?.reason ?? old.reason,
    },
  }
}

function about({ id }: ConditionOwner, type: string, key: string) {
  return { key: `condition:${id}:${type}:${key}`, thread: `tenant:${id}:${type}`, tenantId: id }
}

function headline({ type, reason, status }: Standing): string {
  return reasonPhrase(reason) ?? `${conditionName(type)} ${status === 'failing' ? 'fails' : 'needs a look'}`
}
