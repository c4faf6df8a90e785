import type { FailureKind } from './observed'

/** What a failure means for a person. `who` is who can mend it: a role of ours or of the customer's. */
export interface Explanation {
  meaning: string
  cause: string
  remedy: string
  who: string
}

const administrator = 'The tenant’s administrator'
const operator = 'You'
const nobody = 'Nobody; it passes by itself'

const policyBlocks: Explanation = {
  meaning: 'A Conditional Access policy of the tenant does not allow this sign-in.',
  cause: 'Many tenants block sign-in by code, as Microsoft itself recommends; some also restrict applications.',
  remedy:
    'Set the application up by hand with the script, or ask for an exception from the named policy for a few minutes.',
  who: administrator,
}

const secondFactor: Explanation = {
  meaning: 'Microsoft wants a second factor that this sign-in did not give.',
  cause: 'The tenant asks administrators for multifactor authentication.',
  remedy: 'Get a new code and finish the second factor while signing in.',
  who: administrator,
}

const deviceRules: Explanation = {
  meaning: 'The tenant only lets managed or compliant devices sign in.',
  cause: 'The browser that entered the code runs on a device that the tenant does not know.',
  remedy: 'Enter the code in a browser on a managed device, or set the application up by hand.',
  who: administrator,
}

const foreignAccount: Explanation = {
  meaning: 'This account does not belong to the tenant.',
  cause: 'The browser was signed in with another account, often one of another company.',
  remedy: 'Get a new code, open the page in a private window and choose an account of this tenant.',
  who: administrator,
}

const codeExpired: Explanation = {
  meaning: 'The code ran out before anybody finished signing in.',
  cause: 'A code lives for about fifteen minutes.',
  remedy: 'Get a new code when the administrator is ready.',
  who: operator,
}

const tenantUnknown: Explanation = {
  meaning: 'Microsoft knows no tenant by this name.',
  cause: 'The domain is misspelt, is not verified in any tenant, or its tenant was deleted.',
  remedy: 'Check the spelling, or use the tenant’s onmicrosoft.com domain.',
  who: operator,
}

const applicationGone: Explanation = {
  meaning: 'The tenant does not know our application.',
  cause: 'It was deleted there, or it was made moments ago and Microsoft is still spreading it.',
  remedy: 'Wait a few minutes after a first set-up; otherwise connect the tenant again.',
  who: administrator,
}

const resourceMissing: Explanation = {
  meaning: 'The tenant has no such service.',
  cause: 'The service is not licensed there, or was never switched on.',
  remedy: 'Leave this workload out, or license the service and check again.',
  who: administrator,
}

const consentNeeded: Explanation = {
  meaning: 'The program may not ask for these permissions in this tenant.',
  cause: 'Nobody with the right to consent has agreed to them, or the tenant reserves consent to few people.',
  remedy: 'Let a Global Administrator sign in, or use a sign-in program that was agreed to.',
  who: administrator,
}

const busy: Explanation = {
  meaning: 'Microsoft asks us to slow down.',
  cause: 'Too many requests for this tenant in a short time, not necessarily ours.',
  remedy: 'Nothing to do; we wait as long as Microsoft says and go on.',
  who: nobody,
}

const down: Explanation = {
  meaning: 'Microsoft’s service did not work for a moment.',
  cause: 'A fault on Microsoft’s side.',
  remedy: 'Nothing to do; it is tried again. If it lasts, look at Microsoft’s service health page.',
  who: nobody,
}

const keyUnknown: Explanation = {
  meaning: 'The tenant’s application does not hold our certificate.',
  cause: 'It was removed there, or it was added moments ago and Microsoft is still spreading it.',
  remedy: 'Wait a few minutes after adding it; otherwise let an administrator sign in so that a new one can be added.',
  who: administrator,
}

/** By code: Entra’s `AADSTS…`, an OAuth error name where no number comes, or a Graph code. */
export const explanations: Readonly<Record<string, Explanation>> = {
  authorization_declined: {
    meaning: 'The administrator said no.',
    cause: 'Somebody entered the code and chose Cancel.',
    remedy: 'Talk to the administrator, then get a new code.',
    who: administrator,
  },
  AADSTS65004: {
    meaning: 'The administrator did not agree to what the program asked for.',
    cause: 'Somebody signed in and refused at the consent question.',
    remedy: 'Explain what is asked and why, then get a new code.',
    who: administrator,
  },
  expired_token: codeExpired,
  code_expired: codeExpired,
  AADSTS70019: codeExpired,
  AADSTS70020: codeExpired,
  bad_verification_code: { ...codeExpired, meaning: 'Microsoft no longer knows this code.' },
  AADSTS70018: { ...codeExpired, meaning: 'Microsoft no longer knows this code.' },
  AADSTS53003: policyBlocks,
  AADSTS53011: { ...policyBlocks, meaning: 'Microsoft considers this account at risk and stopped the sign-in.' },
  AADSTS50131: policyBlocks,
  AADSTS530032: policyBlocks,
  AADSTS530034: policyBlocks,
  AADSTS530035: { ...policyBlocks, cause: 'Security defaults of the tenant stopped the sign-in.' },
  AADSTS53000: deviceRules,
  AADSTS53001: deviceRules,
  AADSTS53002: { ...deviceRules, meaning: 'The tenant admits approved apps only, and ours is not among them.' },
  AADSTS50097: deviceRules,
  AADSTS530033: deviceRules,
  AADSTS50072: { ...secondFactor, remedy: 'Register a second factor first, then get a new code.' },
  AADSTS50074: secondFactor,
  AADSTS50076: secondFactor,
  AADSTS50078: { ...secondFactor, cause: 'The last second factor is too old for the tenant’s rules.' },
  AADSTS50079: { ...secondFactor, remedy: 'Register a second factor first, then get a new code.' },
  AADSTS50158: { ...secondFactor, cause: 'The tenant uses a second factor of another company.' },
  AADSTS53004: { ...secondFactor, remedy: 'Register a second factor from a trusted place first, then get a new code.' },
  AADSTS16000: foreignAccount,
  AADSTS50020: foreignAccount,
  AADSTS50034: foreignAccount,
  AADSTS90072: foreignAccount,
  AADSTS50105: {
    meaning: 'The sign-in program is limited to certain people in this tenant, and this account is not one of them.',
    cause: 'The program’s enterprise application demands that users are assigned.',
    remedy: 'Assign the administrator to it, or sign in with an account that is assigned.',
    who: administrator,
  },
  AADSTS50057: {
    meaning: 'The account that signed in is disabled.',
    cause: 'Somebody switched the account off in the tenant.',
    remedy: 'Sign in with an account that is in use.',
    who: administrator,
  },
  AADSTS50053: {
    meaning: 'The account is locked for the moment.',
    cause: 'Too many wrong passwords, or a sign-in from an address that Microsoft distrusts.',
    remedy: 'Wait a while, or sign in with another administrator account.',
    who: administrator,
  },
  AADSTS90002: tenantUnknown,
  AADSTS900023: { ...tenantUnknown, meaning: 'This is not a name that a tenant can have.' },
  AADSTS50059: tenantUnknown,
  AADSTS90038: { ...tenantUnknown, meaning: 'The tenant lives in another national cloud of Microsoft.' },
  AADSTS500021: {
    meaning: 'The network through which the sign-in went admits other tenants only.',
    cause: 'A proxy adds a list of permitted tenants, and this one is missing.',
    remedy: 'Sign in from another network, or have the tenant added to the list.',
    who: administrator,
  },
  AADSTS700016: applicationGone,
  AADSTS7000229: { ...applicationGone, meaning: 'Our application exists, but has no service principal in the tenant.' },
  AADSTS7000112: {
    meaning: 'Our application is switched off in the tenant.',
    cause: 'Somebody disabled sign-in for the enterprise application.',
    remedy: 'Enable it again in the Entra admin centre, under Enterprise applications.',
    who: administrator,
  },
  AADSTS700027: keyUnknown,
  AADSTS700024: {
    meaning: 'Microsoft thinks that our proof of identity is from another time.',
    cause: 'The clock of this server is wrong by more than a few minutes.',
    remedy: 'Set the server’s clock right (NTP), then check again.',
    who: operator,
  },
  AADSTS500011: resourceMissing,
  AADSTS500014: { ...resourceMissing, meaning: 'The service is switched off in the tenant.' },
  AADSTS650052: resourceMissing,
  AADSTS65001: consentNeeded,
  AADSTS65002: {
    ...consentNeeded,
    remedy: 'Use another sign-in program in the settings; this one may not ask for that.',
  },
  AADSTS90094: consentNeeded,
  AADSTS50196: busy,
  AADSTS90055: busy,
  AADSTS90033: down,
  Authorization_RequestDenied: {
    meaning: 'The directory does not allow this to whoever is signed in.',
    cause: 'A role or a permission is missing.',
    remedy: 'Sign in as Global Administrator, or let one repeat this step.',
    who: administrator,
  },
  CredentialInvalidLifetimeAsPerAppPolicy: {
    meaning: 'The tenant limits how long a certificate may live, and ours is longer.',
    cause: 'An app management policy of the tenant.',
    remedy: 'Nothing to do; a certificate with a shorter life is made.',
    who: nobody,
  },
  CredentialTypeNotAllowedAsPerAppPolicy: {
    meaning: 'The tenant does not accept this kind of certificate.',
    cause: 'An app management policy forbids certificates, or self-signed ones.',
    remedy: 'Exempt this application from the policy, or provide a certificate of an authority that the tenant trusts.',
    who: administrator,
  },
  Directory_QuotaExceeded: {
    meaning: 'The account may not create any more objects in the directory.',
    cause: 'An ordinary account may own 250 objects; deleted ones count for thirty days.',
    remedy: 'Sign in as an administrator, whom this limit does not bind.',
    who: administrator,
  },
  Directory_ResourceSizeExceeded: {
    meaning: 'The application has grown beyond what the directory can store.',
    cause: 'Too many certificates or settings stand on it.',
    remedy: 'Remove certificates that nobody uses from the application.',
    who: administrator,
  },
  Authentication_MissingOrMalformed: {
    meaning: 'The directory did not accept our proof that we hold the key.',
    cause: 'The key that signed the proof is no longer, or not yet, known there.',
    remedy: 'It is tried again; if it lasts, an administrator’s sign-in replaces the certificate.',
    who: nobody,
  },
  Request_ResourceNotFound: {
    meaning: 'The directory does not find this object.',
    cause: 'It was deleted, or it was made moments ago and Microsoft is still spreading it.',
    remedy: 'Nothing to do at first; it is looked for again.',
    who: nobody,
  },
}

/** Where the code says nothing more than the kind does. */
export const explanationsByKind: Readonly<Partial<Record<FailureKind, Explanation>>> = {
  throttled: busy,
  unavailable: down,
  lost: {
    meaning: 'No answer came back from Microsoft.',
    cause: 'The connection broke or took too long; what was asked may have been done all the same.',
    remedy: 'Nothing to do; we look what is there, and go on from that.',
    who: nobody,
  },
  concurrency: {
    meaning: 'Somebody changed the same object at the same moment.',
    cause: 'Two changes met at Microsoft.',
    remedy: 'Nothing to do; the change is made again, one at a time.',
    who: nobody,
  },
  spreading: {
    meaning: 'Microsoft is still spreading what was just made.',
    cause: 'Its servers agree with each other after seconds, sometimes minutes.',
    remedy: 'Nothing to do; it is tried again until it works.',
    who: nobody,
  },
  'blocked-by-policy': policyBlocks,
  'mfa-needed': secondFactor,
  'tenant-unknown': tenantUnknown,
  'name-taken': {
    meaning: 'A deleted application still holds our name.',
    cause: 'Deleted applications rest in the tenant’s recycle bin for thirty days.',
    remedy: 'Restore it, or delete it for good.',
    who: administrator,
  },
}
