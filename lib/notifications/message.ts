import { createHash } from 'node:crypto'
import type { EventFacts, EventSeverity } from '../events/events'

/** One event as channels render it: the words are the event’s own, the names those of its tenant. */
export interface Message {
  /** The same for every channel and every try: receivers know the event by it. */
  id: string
  kind: string
  at: Date
  severity: EventSeverity
  facts: EventFacts
  thread: string
  /** The event that began this conversation; its own id when it is the first. */
  openedBy: string
  tenant: MessageTenant | null
  /** The page of it, where people can reach this portal from elsewhere (PUBLIC_URL). */
  link: string | null
}

export interface MessageTenant {
  id: string
  entraTenantId: string
  domain: string
  displayName: string
  customer: string
  practice: boolean
}

/** Six characters that stay the same from the first message of a conversation to its last. */
export function threadMark(message: Pick<Message, 'openedBy'>): string {
  return createHash('sha256').update(`thread:${message.openedBy}`).digest('hex').slice(0, 6).toUpperCase()
}

/** One line that says it all: whose, what, and that it is practice where it is. */
export function headline({ facts, severity, tenant }: Pick<Message, 'facts' | 'severity' | 'tenant'>): string {
  const name = tenant?.customer ?? tenant?.displayName
  const whose = name === undefined || facts.title.includes(name) ? '' : `${name}: `
  const solved = severity === 'resolved' ? 'Solved: ' : ''
  return `${practiceMark(tenant)}${solved}${whose}${facts.title}`
}

function practiceMark(tenant: MessageTenant | null): string {
  return tenant?.practice === true ? 'Practice: ' : ''
}
