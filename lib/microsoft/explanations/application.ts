import { who, type Explanation, type Explanations } from './explanation'

export const applicationGone: Explanation = {
  meaning: 'The tenant does not know our application.',
  cause: 'It was deleted there, or it was made moments ago and Microsoft is still spreading it.',
  remedy: 'Wait a few minutes after a first set-up; otherwise connect the tenant again.',
  who: who.administrator,
}

export const applicationOff: Explanation = {
  meaning: 'Our application is switched off in the tenant.',
  cause: 'Somebody disabled sign-in for the enterprise application.',
  remedy: 'Enable it again in the Entra admin centre, under Enterprise applications.',
  who: who.administrator,
}

const signInProgram: Explanation = {
  meaning: 'The sign-in program does not fit this way of signing in.',
  cause: 'Its registration was made for another kind of program, or was changed since.',
  remedy: 'Look at the sign-in program in the settings, and set up its registration as the page describes.',
  who: who.operator,
}

const redirect: Explanation = {
  ...signInProgram,
  meaning: 'The sign-in program does not know the address of this portal.',
  cause: 'The address to come back to is missing in its registration, or is written differently.',
  remedy: 'Add this portal’s address to the registration exactly as the settings page shows it.',
}

const signInSpent: Explanation = {
  meaning: 'What Microsoft sent back with this sign-in can no longer be used.',
  cause: 'It works once and for a few minutes; the page was opened twice, or too late.',
  remedy: 'Begin the sign-in again from the run’s page.',
  who: who.operator,
}

/** Applications: ours in the tenant, and the program with which administrators sign in. */
export const application: Explanations = {
  AADSTS700016: applicationGone,
  AADSTS70001: applicationGone,
  AADSTS700011: applicationGone,
  unauthorized_client: applicationGone,
  AADSTS7000229: { ...applicationGone, meaning: 'Our application exists, but has no service principal in the tenant.' },
  AADSTS7000112: applicationOff,
  AADSTS7000114: { ...applicationOff, meaning: 'The application may not act for somebody else in this tenant.' },
  AADSTS1000031: {
    ...applicationOff,
    meaning: 'The application cannot be used at the moment.',
    cause: 'An administrator of the tenant, or Microsoft itself, has blocked it.',
    remedy: 'Ask the administrator whether the application was blocked, and why.',
  },
  AADSTS7000218: {
    ...signInProgram,
    meaning: 'Microsoft wants the sign-in program to prove itself with a secret, which a public program has not.',
    cause: 'Public client flows are switched off in the program’s registration.',
    remedy: 'Allow public client flows in its registration, or choose another sign-in program in the settings.',
  },
  AADSTS700025: {
    ...signInProgram,
    meaning: 'Microsoft does not accept a proof of identity from this sign-in program.',
    cause: 'It is registered as a public program, which proves nothing.',
  },
  AADSTS50194: {
    ...signInProgram,
    meaning: 'The sign-in program works in one tenant only.',
    cause: 'Its registration admits accounts of its own tenant only.',
    remedy: 'Let the registration admit accounts of any company, or choose another program in the settings.',
  },
  AADSTS50011: redirect,
  AADSTS500113: { ...redirect, meaning: 'The sign-in program knows no address to come back to.' },
  AADSTS500112: { ...redirect, cause: 'The sign-in began with one address to come back to and ended with another.' },
  AADSTS700054: {
    ...signInProgram,
    cause: 'The answer that was asked for is switched off in its registration.',
  },
  AADSTS9002325: {
    ...signInProgram,
    cause: 'It is registered as a program of the browser, and this portal is a server.',
  },
  AADSTS9002326: { ...signInProgram, cause: 'It is registered for a server, and a browser tried to use it.' },
  AADSTS9002327: {
    ...signInProgram,
    cause: 'The portal’s address is registered as that of a program of the browser.',
    remedy: 'Register the address under Web, not under single-page application.',
  },
  AADSTS54005: signInSpent,
  AADSTS70000: signInSpent,
  AADSTS700005: { ...signInSpent, cause: 'It was made for another program than the one that brings it back.' },
  AADSTS50148: { ...signInSpent, cause: 'The sign-in was begun in one place and finished in another.' },
  AADSTS501481: { ...signInSpent, cause: 'The sign-in was begun in one place and finished in another.' },
  invalid_grant: signInSpent,
}
