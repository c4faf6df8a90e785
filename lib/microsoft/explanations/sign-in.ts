import { who, type Explanation, type Explanations } from './explanation'

export const foreignAccount: Explanation = {
  meaning: 'This account does not belong to the tenant.',
  cause: 'The browser was signed in with another account, often one of another company.',
  remedy: 'Get a new code, open the page in a private window and choose an account of this tenant.',
  who: who.administrator,
}

const personalAccount: Explanation = {
  meaning: 'A personal Microsoft account was used where a work account is needed.',
  cause: 'The browser offered a private account, and somebody chose it.',
  remedy: 'Get a new code, open the page in a private window and choose the work account.',
  who: who.administrator,
}

const passwordEnded: Explanation = {
  meaning: 'The password of this account has expired.',
  cause: 'The tenant limits how long a password may be used.',
  remedy: 'Change the password first, then get a new code.',
  who: who.administrator,
}

const wrongPassword: Explanation = {
  meaning: 'The account name or the password was wrong.',
  cause: 'A typing mistake, or an old password.',
  remedy: 'Get a new code and sign in once more.',
  who: who.administrator,
}

const sessionOver: Explanation = {
  meaning: 'Microsoft ended the session of this account.',
  cause: 'The password was changed, an administrator ended all sessions, or the session grew too old.',
  remedy: 'Get a new code and sign in afresh.',
  who: who.administrator,
}

export const secondFactor: Explanation = {
  meaning: 'Microsoft wants a second factor that this sign-in did not give.',
  cause: 'The tenant asks administrators for multifactor authentication.',
  remedy: 'Get a new code and finish the second factor while signing in.',
  who: who.administrator,
}

const factorToRegister: Explanation = {
  ...secondFactor,
  remedy: 'Register a second factor first, then get a new code.',
}

/** Accounts and second factors. */
export const signIn: Explanations = {
  AADSTS16000: foreignAccount,
  AADSTS50020: foreignAccount,
  AADSTS50034: {
    ...foreignAccount,
    meaning: 'Microsoft does not find this account in the tenant.',
    cause: 'The account name is misspelt, or it lives in another tenant.',
  },
  AADSTS51004: {
    ...foreignAccount,
    meaning: 'The tenant’s directory has no such account.',
    cause: 'The account was never made in this tenant, or was deleted there.',
  },
  AADSTS90072: {
    ...foreignAccount,
    meaning: 'The account belongs to another company and is no guest here.',
    cause: 'The account comes from another company and was not invited as a guest, so this tenant cannot judge it.',
  },
  AADSTS50014: {
    ...foreignAccount,
    meaning: 'This guest account is not ready: its invitation was never accepted.',
    cause: 'Somebody invited the account, and nobody accepted the invitation yet.',
    remedy: 'Sign in with an account of the tenant itself; a guest may not set up applications anyway.',
  },
  AADSTS500208: personalAccount,
  AADSTS50053: {
    meaning: 'The account is locked for the moment.',
    cause: 'Too many wrong passwords, or a sign-in from an address that Microsoft distrusts.',
    remedy: 'Wait a while, or sign in with another administrator account.',
    who: who.administrator,
  },
  AADSTS50055: passwordEnded,
  AADSTS50144: {
    ...passwordEnded,
    cause: 'The account comes from the company’s own directory, and its password ran out there.',
    remedy: 'Change the password in the company’s own directory, then get a new code.',
  },
  AADSTS50056: {
    ...wrongPassword,
    meaning: 'Microsoft has no password for this account.',
    cause: 'The account signs in at the company’s own service, or its password was never copied to Microsoft.',
    remedy: 'Sign in with an account whose password Microsoft knows, or by the company’s own sign-in page.',
  },
  AADSTS50126: wrongPassword,
  AADSTS50057: {
    meaning: 'The account that signed in is disabled.',
    cause: 'Somebody switched the account off in the tenant.',
    remedy: 'Sign in with an account that is in use.',
    who: who.administrator,
  },
  AADSTS50058: {
    ...sessionOver,
    meaning: 'Nobody was signed in at Microsoft any more.',
    cause: 'The browser forgot the session, or blocks the cookies of Microsoft’s page.',
  },
  AADSTS50089: {
    ...sessionOver,
    meaning: 'Microsoft’s sign-in page stood open for too long.',
    cause: 'A page that nobody finishes loses its validity.',
  },
  AADSTS50132: sessionOver,
  AADSTS50133: { ...sessionOver, cause: 'The password was changed after the session began.' },
  AADSTS50173: sessionOver,
  AADSTS70043: { ...sessionOver, cause: 'The tenant’s rule says how often one has to sign in, and that time is over.' },
  AADSTS700082: { ...sessionOver, cause: 'The session was not used for a long time.' },
  AADSTS50072: factorToRegister,
  AADSTS50074: secondFactor,
  AADSTS50076: secondFactor,
  interaction_required: secondFactor,
  AADSTS50078: { ...secondFactor, cause: 'The last second factor is too old for the tenant’s rules.' },
  AADSTS50079: factorToRegister,
  AADSTS50088: {
    ...secondFactor,
    meaning: 'Microsoft made too many telephone calls for the second factor.',
    cause: 'There is a limit of calls and messages in a short time.',
    remedy: 'Wait some minutes, or use the authenticator app; then get a new code.',
  },
  AADSTS50158: { ...secondFactor, cause: 'The tenant uses a second factor of another company.' },
  AADSTS53004: {
    ...secondFactor,
    cause: 'Microsoft sees a risk in this account, and lets it register no second factor from here.',
    remedy: 'Register a second factor from a trusted place first, then get a new code.',
  },
  AADSTS53010: {
    ...secondFactor,
    cause: 'The tenant allows second factors to be registered only from certain places or devices.',
    remedy: 'Register a second factor from a permitted place first, then get a new code.',
  },
}
