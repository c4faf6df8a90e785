/**
 * What a machine may be given, each with the words for who gives it. `restore` is never given to an API client: only a
 * proved sign-in of the tenant's own administrator has it.
 */
export const scopeWords = {
  'tenants:read': 'See tenants, their conditions, certificates and permissions',
  'tenants:connect': 'Begin to connect a tenant; a person still signs in on the page of the run',
  'tenants:check': 'Check a tenant now',
  'tenants:rotate': 'Renew a certificate',
  'runs:read': 'Follow runs and their events',
  'customers:read': 'See customers',
  'audit:read': 'Export the audit trail',
  'tokens:issue': 'Get Microsoft tokens of a tenant’s application',
} as const

export type ClientScope = keyof typeof scopeWords
export type Scope = ClientScope | 'restore'

export const clientScopes = Object.keys(scopeWords) as readonly ClientScope[]

/** Microsoft's resources that a token may be asked for, by our names. */
export const resources = ['graph', 'exchange', 'sharepoint'] as const
export type Resource = (typeof resources)[number]

export function isScope(text: string): text is Scope {
  return text === 'restore' || text in scopeWords
}

export function isResource(text: string): text is Resource {
  return resources.some((known) => known === text)
}
