/** A cell of a table and the subject of a mail have room for a phrase, not for the sentence. */
const phrases: Readonly<Record<string, string>> = {
  BlockedByPolicy: 'A policy there blocks our application',
  ApplicationDisabled: 'Our application is switched off',
  ApplicationDeleted: 'Our application was deleted',
  PrincipalDeleted: 'Our enterprise application was deleted',
  TenantGone: 'The tenant no longer exists',
  KeyNotAccepted: 'Our certificate is no longer accepted',
  KeyExpired: 'The certificate has ended',
  ClockWrong: 'The clock of this server is wrong',
  EwsEnded: 'Exchange Web Services has ended',
  RoleMissing: 'A permission is missing',
  RoleSurplus: 'A permission too many',
  ForeignKey: 'Unknown key on our application',
  ClientSecret: 'A secret on our application',
  FederatedCredential: 'Our application trusts somebody else',
  PrincipalCredential: 'A hidden secret on our application',
  OwnerAdded: 'A new owner of our application',
  RedirectAddress: 'A sign-in address on our application',
  AudienceWidened: 'Our application admits other companies',
  PublicClient: 'Our application may be used without a key',
  LockWeakened: 'The lock of our application was opened',
  DelegatedAccess: 'Our application may act for people',
  Renamed: 'Our application was renamed',
  DirectoryRoleAdded: 'A directory role too many',
  DirectoryRoleMissing: 'A directory role is missing',
  ApplicationReplaced: 'Another application has our name',
  GrantRefused: 'A permission was refused',
  RenewalDue: 'The certificate is due for renewal',
  RenewalLate: 'The certificate’s renewal is late',
  RunOpen: 'An open run holds the renewal up',
  NewKeyNotAccepted: 'The new key is not accepted',
  LifetimeTooShort: 'Their policy allows only short certificates',
  AuthorityNeeded: 'Their authority has to sign the next certificate',
  AccessBlocked: 'Their policy blocks the application',
  ProofRefused: 'The key cannot renew itself',
  KeysInTheWay: 'Two keys are in the way of the next',
  Refused: 'The key cannot be changed',
  ClockSkew: 'The clock of this server is off',
  AADSTS53003: 'Sign-in blocked by policy',
  AADSTS7000112: 'Application is switched off there',
  AADSTS700016: 'Application is gone there',
  AADSTS700027: 'The stored key is not known there',
  AADSTS90002: 'The tenant is gone',
  UncheckedForLong: 'No check came through for long',
}

/** Somebody else may be able to sign in as our application: told as loudly as a failure. */
export function isAlarming(reason: string): boolean {
  return ['ForeignKey', 'ClientSecret', 'FederatedCredential', 'PrincipalCredential', 'OwnerAdded'].includes(reason)
}

/** Null where the condition’s own name has to do. */
export function reasonPhrase(reason: string): string | null {
  return phrases[reason] ?? null
}
