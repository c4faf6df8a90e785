import { who, type Explanation, type Explanations } from './explanation'

const keyUnknown: Explanation = {
  meaning: 'The tenant’s application does not hold our certificate.',
  cause: 'It was removed there, or it was added moments ago and Microsoft is still spreading it.',
  remedy: 'Wait a few minutes after adding it; otherwise let an administrator sign in so that a new one can be added.',
  who: who.administrator,
}

export const wrongClock: Explanation = {
  meaning: 'Microsoft thinks that our proof of identity is from another time.',
  cause: 'The clock of this server is wrong by more than a few minutes.',
  remedy: 'Set the server’s clock right (NTP), then check again.',
  who: who.operator,
}

const ownProof: Explanation = {
  meaning: 'Microsoft did not accept our proof of identity.',
  cause: 'The proof was not made as Microsoft wants it, or it does not fit the certificate that stands there.',
  remedy: 'Check again; if it stays, let an administrator sign in so that a new certificate can be added.',
  who: who.administrator,
}

const secretWrong: Explanation = {
  ...ownProof,
  meaning: 'Microsoft did not accept a client secret.',
  cause: 'The secret is wrong, was removed, or has run out. Latchkey itself uses certificates and makes no secrets.',
  remedy: 'Look at which program signs in with a secret; this installation’s own settings name none.',
  who: who.operator,
}

export const lifetimeCapped: Explanation = {
  meaning: 'The tenant limits how long a certificate may live, and ours is longer.',
  cause: 'An app management policy of the tenant.',
  remedy: 'Nothing to do; a certificate with a shorter life is made.',
  who: who.nobody,
}

export const kindForbidden: Explanation = {
  meaning: 'The tenant does not accept this kind of certificate.',
  cause: 'An app management policy forbids certificates, or self-signed ones.',
  remedy: 'Exempt this application from the policy, or provide a certificate of an authority that the tenant trusts.',
  who: who.administrator,
}

const endDate: Explanation = {
  ...lifetimeCapped,
  meaning: 'Microsoft does not accept the end date of this certificate.',
  cause: 'The date lies after the certificate’s own end, or beyond what the tenant allows.',
}

/** The proof of identity: certificates, signatures, clocks. */
export const certificate: Explanations = {
  AADSTS700027: keyUnknown,
  AADSTS700024: wrongClock,
  ClockSkew: { ...wrongClock, meaning: 'The clock of this server and Microsoft’s do not agree.' },
  AADSTS700030: {
    ...keyUnknown,
    meaning: 'The name in our certificate is not one that the application accepts.',
    cause: 'The application is limited to certificates with certain names.',
    remedy: 'Remove that limit from the application, or let an administrator sign in so that a new one can be added.',
  },
  AADSTS50012: ownProof,
  AADSTS50013: ownProof,
  AADSTS50027: ownProof,
  AADSTS50048: ownProof,
  AADSTS900384: ownProof,
  AADSTS5002738: ownProof,
  AADSTS700211: ownProof,
  AADSTS700212: ownProof,
  invalid_client: ownProof,
  SignInFailed: { ...ownProof, meaning: 'The sign-in with the stored key ended without a token.' },
  TokenMismatch: {
    ...ownProof,
    meaning: 'Microsoft answered with a token of another tenant or application. It was thrown away.',
    cause: 'This should not happen; something between this server and Microsoft mixes answers up.',
    remedy: 'Look whether a proxy stands between this server and Microsoft, then check again.',
    who: who.operator,
  },
  AADSTS7000215: secretWrong,
  AADSTS7000222: { ...secretWrong, meaning: 'A client secret has run out.' },
  AADSTS70002: secretWrong,
  Authentication_MissingOrMalformed: {
    meaning: 'The directory did not accept our proof that we hold the key.',
    cause: 'The key that signed the proof is no longer, or not yet, known there.',
    remedy: 'It is tried again; if it lasts, an administrator’s sign-in replaces the certificate.',
    who: who.nobody,
  },
  CredentialInvalidLifetimeAsPerAppPolicy: lifetimeCapped,
  CredentialTypeNotAllowedAsPerAppPolicy: kindForbidden,
  KeyCredentialsInvalidEndDate: endDate,
  InvalidKeyEndDate: endDate,
  KeyNotUpdatable: {
    meaning: 'A certificate that stands on the application cannot be changed, only replaced.',
    cause: 'What is written under a known key has to be exactly what stands there.',
    remedy: 'Nothing to do; the certificates are read afresh and the new one is added beside them.',
    who: who.nobody,
  },
}
