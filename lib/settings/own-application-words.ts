import type { MicrosoftFailure } from '../microsoft/observed'
import { explainFailure } from '../microsoft/failures'

/** One thing that can be wrong with the registration: what it means, and what to change where. */
export interface TestFailureWords {
  title: string
  explanation: string
  mend: string
}

interface Listed extends TestFailureWords {
  code: string
  /** Microsoft shows it on a page of its own and sends nobody back. */
  ownPage: boolean
}

const authentication = 'Authentication'
const certificates = 'Certificates & secrets → Certificates'

const listed: readonly Listed[] = [
  {
    code: 'AADSTS50011',
    ownPage: true,
    title: 'The redirect address is not registered',
    explanation: 'Microsoft compares it letter by letter, with scheme, port and path.',
    mend: `Copy the redirect address of this page into ${authentication} → Web → Redirect URIs, save there, and test again.`,
  },
  {
    code: 'AADSTS700016',
    ownPage: true,
    title: 'Microsoft knows no such application there',
    explanation: 'The application (client) ID is not that of a registration in this home tenant, or it was deleted.',
    mend: 'Copy the Application (client) ID from Overview once more; the object ID beside it is another one.',
  },
  {
    code: 'AADSTS50194',
    ownPage: true,
    title: 'Only your own tenant may sign in to the application',
    explanation: 'It was registered for a single tenant, so no customer’s administrator could use it.',
    mend: `In ${authentication}, under Supported account types, choose Accounts in any organizational directory.`,
  },
  {
    code: 'UnreadableAnswer',
    ownPage: false,
    title: 'That was not an account of your own tenant',
    explanation: 'Somebody of another tenant signed in, or Microsoft’s answer could not be checked.',
    mend: 'Test again, and pick an account of your own tenant.',
  },
  {
    code: 'AADSTS700027',
    ownPage: false,
    title: 'The certificate is not on the application',
    explanation: 'Microsoft could not check Latchkey’s signature with any certificate that stands there.',
    mend: `Upload the certificate of this page under ${certificates}, compare the thumbprint, and test again after a minute.`,
  },
  {
    code: 'AADSTS7000215',
    ownPage: false,
    title: 'The certificate is not on the application',
    explanation: 'Microsoft expected another proof than the certificate that Latchkey signs with.',
    mend: `Upload the certificate of this page under ${certificates}. A client secret is not needed; make none.`,
  },
  {
    code: 'AADSTS9002327',
    ownPage: false,
    title: 'The redirect address stands under “Single-page application”',
    explanation:
      'Microsoft lets only scripts in a browser redeem what it sends there. Latchkey does that on its server.',
    mend: `In ${authentication}, remove the address under Single-page application and add it under Web.`,
  },
  {
    code: 'AADSTS7000218',
    ownPage: false,
    title: 'The redirect address does not stand under “Web”',
    explanation: 'Under “Mobile and desktop applications” Microsoft treats the sign-in as one without a certificate.',
    mend: `In ${authentication}, remove the address under Mobile and desktop applications and add it under Web.`,
  },
  {
    code: 'AADSTS700025',
    ownPage: false,
    title: 'The redirect address stands under “Mobile and desktop applications”',
    explanation: 'There Microsoft refuses a sign-in that brings a certificate.',
    mend: `In ${authentication}, remove the address under Mobile and desktop applications and add it under Web.`,
  },
  {
    code: 'AADSTS500113',
    ownPage: true,
    title: 'No redirect address is registered',
    explanation: 'The registration exists, but Microsoft does not know where to send anybody back to.',
    mend: `Add the redirect address of this page under ${authentication} → Add a platform → Web.`,
  },
  {
    code: 'AADSTS53003',
    ownPage: true,
    title: 'A policy of your own tenant blocked the sign-in',
    explanation: 'The registration may be right: Conditional Access did not let this account in from here.',
    mend: 'Test with an account that the policy admits, or from a device that it trusts.',
  },
  {
    code: 'AADSTS90094',
    ownPage: true,
    title: 'An administrator of your tenant has to approve the application first',
    explanation: 'Your tenant lets nobody consent for themselves.',
    mend: 'Test with an account of an administrator, or grant admin consent under API permissions.',
  },
  {
    code: 'AADSTS65004',
    ownPage: false,
    title: 'The question for consent was answered with no',
    explanation: 'The registration was reached. Nothing was granted and nothing is wrong with it so far.',
    mend: 'Test again and accept; the test asks for nothing but who you are.',
  },
  {
    code: 'AADSTS700024',
    ownPage: false,
    title: 'The clock of this machine is wrong',
    explanation: 'Latchkey’s signature carries a time that Microsoft does not accept.',
    mend: 'Set the clock of the machine that Latchkey runs on (time synchronisation), then test again.',
  },
]

/** What Microsoft shows on pages of its own, from which nobody comes back by themselves. */
export const shownByMicrosoft: readonly (TestFailureWords & { code: string })[] = listed.filter((one) => one.ownPage)

/** Why a test failed, in plain words with the mend; Microsoft’s number is for the reference line. */
export function wordsForTest(failure: MicrosoftFailure): TestFailureWords {
  const known = listed.find(({ code }) => code === failure.code)
  if (known !== undefined) return { title: known.title, explanation: known.explanation, mend: known.mend }
  if (failure.kind === 'declined') {
    return {
      title: 'The sign-in was cancelled at Microsoft',
      explanation: 'Somebody came back without signing in. Nothing is known about the registration yet.',
      mend: 'Test again and sign in with an account of your own tenant.',
    }
  }
  const meaning = explainFailure(failure)
  return {
    title: meaning?.meaning ?? 'Microsoft refused the test',
    explanation: meaning === null ? failure.message : meaning.cause,
    mend: meaning?.remedy ?? 'Compare every step of this page with the registration, then test again.',
  }
}
