import { who, type Explanation, type Explanations } from './explanation'

export const codeExpired: Explanation = {
  meaning: 'The code ran out before anybody finished signing in.',
  cause: 'A code lives for about fifteen minutes.',
  remedy: 'Get a new code when the administrator is ready.',
  who: who.operator,
}

const codeUnknown: Explanation = {
  ...codeExpired,
  meaning: 'Microsoft no longer knows this code.',
  cause: 'It was replaced by a newer one, or it was used up.',
}

export const declined: Explanation = {
  meaning: 'The administrator said no.',
  cause: 'Somebody entered the code and chose Cancel.',
  remedy: 'Talk to the administrator, then get a new code.',
  who: who.administrator,
}

const pending: Explanation = {
  meaning: 'Nobody has finished signing in yet.',
  cause: 'This is how Microsoft answers while it waits for the administrator.',
  remedy: 'Nothing to do; we ask again at the pace that Microsoft wants.',
  who: who.nobody,
}

/** Codes that are read out and typed at Microsoft, and the page where that happens. */
export const deviceCode: Explanations = {
  authorization_pending: pending,
  AADSTS70016: pending,
  slow_down: {
    ...pending,
    meaning: 'Microsoft wants to be asked less often.',
    cause: 'The code was asked about too quickly.',
    remedy: 'Nothing to do; we wait longer between two questions.',
  },
  authorization_declined: declined,
  access_denied: declined,
  AADSTS65004: {
    meaning: 'The administrator did not agree to what the program asked for.',
    cause: 'Somebody signed in and refused at the consent question.',
    remedy: 'Explain what is asked and why, then get a new code.',
    who: who.administrator,
  },
  expired_token: codeExpired,
  code_expired: codeExpired,
  AADSTS70019: codeExpired,
  AADSTS70020: codeExpired,
  AADSTS70008: { ...codeExpired, meaning: 'What Microsoft gave for this sign-in has run out.' },
  bad_verification_code: codeUnknown,
  AADSTS70018: codeUnknown,
  AADSTS50134: {
    ...codeUnknown,
    meaning: 'The code was typed at another place of Microsoft than the one that made it.',
    cause: 'Microsoft’s regions did not find each other this time.',
    remedy: 'Get a new code and type it soon.',
  },
  AADSTS50199: {
    meaning: 'Microsoft asks whether this is really the program that the administrator wants to sign in to.',
    cause: 'It is an ordinary question of the page where a code is typed.',
    remedy: 'Choose Continue there, if the program’s name is the one that we show.',
    who: who.administrator,
  },
  AADSTS90119: {
    ...codeUnknown,
    meaning: 'The code field on Microsoft’s page was empty.',
    cause: 'The page was sent without a code.',
    remedy: 'Type the code that is shown here.',
    who: who.administrator,
  },
  AADSTS90120: {
    ...codeUnknown,
    meaning: 'This code was used already.',
    cause: 'Somebody approved or cancelled it before.',
  },
}
