import { applicationGone, applicationOff } from './application'
import { who, type Explanation } from './explanation'

const blocked: Explanation = {
  meaning: 'A Conditional Access policy of the tenant blocks our application itself.',
  cause:
    'The tenant has a policy for workload identities, and it covers this application or the address it comes from.',
  remedy:
    'Exclude the application from the policy, or allow the address of this server, in Entra under Conditional Access.',
  who: who.administrator,
}

const tenantGone: Explanation = {
  meaning: 'The tenant no longer exists at Microsoft.',
  cause: 'It was deleted, or its subscription ended long ago.',
  remedy: 'Ask the customer. If the tenant is gone for good, nothing can be backed up from it any more.',
  who: who.operator,
}

const keyGone: Explanation = {
  meaning: 'The application in the tenant no longer accepts our certificate.',
  cause: 'Somebody removed the certificate from it, or it was replaced.',
  remedy: 'Reconfigure the tenant: an administrator signs in once, and a new certificate is added.',
  who: who.administrator,
}

/**
 * The same codes as elsewhere, met by the application’s own sign-in long after it was set up: no administrator sits
 * there, nothing is still spreading, and the way out is another one.
 */
export const ownSignIn: Readonly<Record<string, { reason: string; explanation: Explanation }>> = {
  AADSTS53003: { reason: 'BlockedByPolicy', explanation: blocked },
  AADSTS530031: { reason: 'BlockedByPolicy', explanation: blocked },
  AADSTS530032: { reason: 'BlockedByPolicy', explanation: blocked },
  AADSTS7000112: { reason: 'ApplicationDisabled', explanation: applicationOff },
  AADSTS700016: {
    reason: 'ApplicationDeleted',
    explanation: {
      ...applicationGone,
      meaning: 'Our application is gone from the tenant.',
      cause: 'Somebody deleted it. For 30 days it lies among the deleted applications of the tenant.',
      remedy: 'Reconfigure the tenant: it offers to restore the application, or makes a new one.',
    },
  },
  AADSTS7000229: {
    reason: 'PrincipalDeleted',
    explanation: {
      ...applicationGone,
      meaning: 'Our application lost its place in the tenant: its enterprise application was deleted.',
      cause: 'Somebody deleted it under Enterprise applications; all permissions went with it.',
      remedy: 'Reconfigure the tenant: it is made again, and the permissions are granted again.',
    },
  },
  AADSTS90002: { reason: 'TenantGone', explanation: tenantGone },
  AADSTS700027: { reason: 'KeyNotAccepted', explanation: keyGone },
}
