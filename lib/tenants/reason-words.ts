/** A cell of a table and the subject of a mail have room for a phrase, not for the sentence. */
const phrases: Readonly<Record<string, string>> = {
  RoleMissing: 'A permission is missing',
  RoleSurplus: 'A permission too many',
  ForeignKey: 'Unknown key on our application',
  GrantRefused: 'A permission was refused',
  RenewalDue: 'The certificate is due for renewal',
  ClockSkew: 'The clock of this server is off',
  UncheckedForLong: 'No check came through for long',
}

/** Null where the condition’s own name has to do. */
export function reasonPhrase(reason: string): string | null {
  return phrases[reason] ?? null
}
