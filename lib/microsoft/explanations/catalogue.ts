import type { FailureKind } from '../observed'
import { application, applicationGone, applicationOff } from './application'
import { certificate, kindForbidden, lifetimeCapped, wrongClock } from './certificate'
import { consent, directoryDenies } from './consent'
import { codeExpired, declined, deviceCode } from './device-code'
import { concurrency, directory, misunderstood, notThere, spreading, thereAlready } from './directory'
import { who, type Explanation, type Explanations } from './explanation'
import { policies, policyBlocks } from './policies'
import { requests } from './requests'
import { foreignAccount, secondFactor, signIn } from './sign-in'
import { tenants, tenantUnknown } from './tenants'
import { busy, down, lost, weather } from './weather'
import { resourceMissing, workloads } from './workloads'

/** One chapter of the catalogue, as the help page shows it. */
export interface Subject {
  key: string
  title: string
  entries: Explanations
}

/** Everything that is explained, by subject. A code stands in exactly one of them. */
export const subjects: readonly Subject[] = [
  { key: 'sign-in', title: 'Accounts and second factors', entries: signIn },
  { key: 'code', title: 'The code and Microsoft’s page', entries: deviceCode },
  { key: 'policy', title: 'Policies that stop a sign-in', entries: policies },
  { key: 'tenant', title: 'Finding the tenant', entries: tenants },
  { key: 'consent', title: 'Consent and roles', entries: consent },
  { key: 'application', title: 'The application and the sign-in program', entries: application },
  { key: 'certificate', title: 'Certificate and proof of identity', entries: certificate },
  { key: 'directory', title: 'Reading and writing the directory', entries: directory },
  { key: 'weather', title: 'Throttling, outages and the network', entries: weather },
  { key: 'workload', title: 'Workloads and their services', entries: workloads },
  { key: 'request', title: 'Requests that Microsoft did not understand', entries: requests },
]

/** All subjects in one. */
export const explanations: Explanations = Object.assign({}, ...subjects.map(({ entries }) => entries)) as Explanations

/** Where the code says nothing more than the kind does. Only `other` says nothing at all. */
export const explanationsByKind: Readonly<Record<Exclude<FailureKind, 'other'>, Explanation>> = {
  throttled: busy,
  unavailable: down,
  lost,
  spreading,
  concurrency,
  'exists-already': thereAlready,
  'not-found': notThere,
  'not-allowed': directoryDenies,
  'token-refused': {
    meaning: 'Microsoft refused the stored key.',
    cause: 'The certificate was removed or replaced in the tenant, or the sign-in has ended.',
    remedy: 'Check again; if it stays, let an administrator sign in so that a new certificate can be added.',
    who: who.administrator,
  },
  'blocked-by-policy': policyBlocks,
  'mfa-needed': secondFactor,
  'foreign-account': foreignAccount,
  'tenant-unknown': tenantUnknown,
  declined,
  expired: codeExpired,
  'key-lifetime-policy': lifetimeCapped,
  'key-type-policy': kindForbidden,
  'name-taken': {
    meaning: 'A deleted application still holds our name.',
    cause: 'Deleted applications rest in the tenant’s recycle bin for thirty days.',
    remedy: 'Restore it, or delete it for good.',
    who: who.administrator,
  },
  'application-missing': applicationGone,
  'application-disabled': applicationOff,
  'resource-missing': resourceMissing,
  clock: wrongClock,
  invalid: misunderstood,
}
