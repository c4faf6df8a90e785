import type { Actor } from '@/lib/staff/actor'
import { may, type Verb } from '@/lib/staff/permissions'

export interface Destination {
  href: string
  name: string
  /** Other words that somebody may type for it. */
  words: string
  /** Who lacks it would be refused there, and is not led there. */
  verb?: Verb
}

/** Everywhere that Find leads besides tenants: each page without an id in its address, and what is done on one. */
const destinations: readonly Destination[] = [
  { href: '/tenants/connect', name: 'Connect a tenant', words: 'add new customer onboard', verb: 'tenants.change' },
  {
    ...{ href: '/tenants/connect/many', name: 'Connect many', words: 'add list csv tenants onboard' },
    verb: 'tenants.change',
  },
  { href: '/', name: 'Fleet', words: 'home start tenants overview' },
  { href: '/restore', name: 'Restore', words: 'sign-in assertion backup servers' },
  { href: '/tenants/former', name: 'Former tenants', words: 'taken back decommissioned receipts' },
  { href: '/settings', name: 'Settings', words: 'sign-in program expiry levels' },
  { href: '/settings/own-application', name: 'Your own application', words: 'settings browser sign-in script' },
  { href: '/settings/staff', name: 'Staff', words: 'settings people roles second factor', verb: 'staff.read' },
  { href: '/settings/staff', name: 'Invite a colleague', words: 'staff add operator auditor', verb: 'staff.manage' },
  { href: '/settings/notifications', name: 'Notifications', words: 'settings mail webhook teams calendar metrics' },
  {
    ...{ href: '/settings/notifications/new/webhook', name: 'Add a webhook', words: 'notifications channel' },
    verb: 'settings.change',
  },
  { href: '/settings/api-clients', name: 'API clients', words: 'settings machines tokens', verb: 'clients.read' },
  {
    ...{ href: '/settings/api-clients/new', name: 'Make an API client', words: 'machine token secret key' },
    verb: 'clients.manage',
  },
  { href: '/help/errors', name: 'Help: Microsoft’s answers', words: 'codes errors aadsts' },
  { href: '/help/problems', name: 'Help: problems that the API answers', words: 'codes errors rest' },
  { href: '/account', name: 'Your account', words: 'password second factor sessions profile' },
  { href: '/account#keys', name: 'Keys', words: 'keyboard shortcuts help single letters' },
]

/** Those that this role may use, and whose words begin as the words that were typed; without words all. */
export function findDestinations(actor: Pick<Actor, 'role'>, typed: string): readonly Destination[] {
  const wanted = wordsOf(typed)
  return destinations.filter(({ name, words, verb }) => {
    const known = wordsOf(`${name} ${words}`)
    return (verb === undefined || may(actor, verb)) && wanted.every((word) => known.some((one) => one.startsWith(word)))
  })
}

function wordsOf(text: string): readonly string[] {
  return (
    text
      .toLowerCase()
      .replaceAll('’', '')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  )
}
