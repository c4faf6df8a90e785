import { who, type Explanation, type Explanations } from './explanation'

const consentNeeded: Explanation = {
  meaning: 'The program may not ask for these permissions in this tenant.',
  cause: 'Nobody with the right to consent has agreed to them, or the tenant reserves consent to few people.',
  remedy: 'Let a Global Administrator sign in, or use a sign-in program that was agreed to.',
  who: who.administrator,
}

export const directoryDenies: Explanation = {
  meaning: 'The directory does not allow this to whoever is signed in.',
  cause: 'A role or a permission is missing.',
  remedy: 'Sign in as Global Administrator, or let one repeat this step.',
  who: who.administrator,
}

const notGranted: Explanation = {
  meaning: 'The application was asked for something that its permissions do not cover.',
  cause: 'A permission is missing from the registration, or was taken away after it was granted.',
  remedy: 'Reconfigure the tenant; the permissions are compared and granted again.',
  who: who.administrator,
}

/** Who may agree, to what, and with which role. */
export const consent: Explanations = {
  AADSTS65001: consentNeeded,
  AADSTS65002: {
    ...consentNeeded,
    cause: 'Microsoft’s own programs may ask only for what Microsoft agreed with them beforehand.',
    remedy: 'Use another sign-in program in the settings; this one may not ask for that.',
    who: who.operator,
  },
  consent_required: consentNeeded,
  AADSTS90094: { ...consentNeeded, meaning: 'Only an administrator may agree to these permissions.' },
  AADSTS90093: { ...consentNeeded, meaning: 'This account may not agree to permissions for the whole tenant.' },
  AADSTS90095: {
    ...consentNeeded,
    meaning: 'The tenant wants this request to be reviewed by an administrator first.',
    cause: 'The tenant has a workflow for consent: ordinary people may only ask.',
    remedy: 'Let an administrator sign in here instead of sending the request.',
  },
  AADSTS900941: { ...consentNeeded, meaning: 'An administrator has to agree before this program can be used.' },
  AADSTS90099: {
    ...consentNeeded,
    meaning: 'Partners may not use this program in the customer’s tenant.',
    cause: 'A partner’s technician signed in, and the program was not agreed to for partners.',
    remedy: 'Let an administrator of the customer sign in.',
  },
  AADSTS50105: {
    meaning: 'The sign-in program is limited to certain people in this tenant, and this account is not one of them.',
    cause: 'The program’s enterprise application demands that users are assigned.',
    remedy: 'Assign the administrator to it, or sign in with an account that is assigned.',
    who: who.administrator,
  },
  AADSTS65005: { ...notGranted, meaning: 'The application asks for a permission that nobody here offers.' },
  AADSTS650056: notGranted,
  AADSTS650057: { ...notGranted, meaning: 'The application asked for a service that its registration does not name.' },
  Authorization_RequestDenied: directoryDenies,
  PermissionScopeNotGranted: {
    ...directoryDenies,
    meaning: 'The sign-in program may not do this, whoever signs in with it.',
    cause: 'Microsoft did not give this right to the program, often the right to assign directory roles.',
    remedy: 'Do this one step in Microsoft’s portal as the page describes, or use another sign-in program.',
  },
  Forbidden: directoryDenies,
  AccessDenied: directoryDenies,
  accessDenied: directoryDenies,
}
