import { who, type Explanation, type Explanations } from './explanation'

export const policyBlocks: Explanation = {
  meaning: 'A Conditional Access policy of the tenant does not allow this sign-in.',
  cause: 'Many tenants block sign-in by code, as Microsoft itself recommends; some also restrict applications.',
  remedy:
    'Set the application up by hand with the script, or ask for an exception from the named policy for a few minutes.',
  who: who.administrator,
}

const deviceRules: Explanation = {
  meaning: 'The tenant only lets managed or compliant devices sign in.',
  cause: 'The browser that entered the code runs on a device that the tenant does not know.',
  remedy: 'Enter the code in a browser on a managed device, or set the application up by hand.',
  who: who.administrator,
}

const networkRules: Explanation = {
  meaning: 'The network through which the sign-in went admits other tenants only.',
  cause: 'A proxy adds a list of permitted tenants, and this one is missing.',
  remedy: 'Sign in from another network, or have the tenant added to the list.',
  who: who.administrator,
}

const betweenTenants: Explanation = {
  meaning: 'The rules between two tenants do not allow this account to work here.',
  cause: 'The account’s own tenant, or this one, limits who may cross over.',
  remedy: 'Sign in with an account of this tenant itself, or have the setting for access between tenants changed.',
  who: who.administrator,
}

const risk: Explanation = {
  ...policyBlocks,
  meaning: 'Microsoft considers this account at risk and stopped the sign-in.',
  cause: 'Its protection saw something unusual about this account or this sign-in.',
  remedy: 'Look at the account’s risk in the tenant and settle it, or sign in with another administrator account.',
}

/** Rules of a tenant that stop a sign-in although account and password were right. */
export const policies: Explanations = {
  AADSTS53003: policyBlocks,
  AADSTS53011: risk,
  AADSTS50131: {
    ...policyBlocks,
    cause: 'The device, the place or a sign of danger did not fit a rule of the tenant.',
  },
  AADSTS530031: policyBlocks,
  AADSTS530032: { ...policyBlocks, cause: 'A security policy for the whole tenant stopped the sign-in.' },
  AADSTS530034: { ...risk, cause: 'The account belongs to a partner, and its own tenant considers it at risk.' },
  AADSTS530035: { ...policyBlocks, cause: 'Security defaults of the tenant stopped the sign-in.' },
  AADSTS53000: deviceRules,
  AADSTS53001: { ...deviceRules, meaning: 'The tenant only lets devices sign in that joined its domain.' },
  AADSTS53002: { ...deviceRules, meaning: 'The tenant admits approved apps only, and ours is not among them.' },
  AADSTS50005: {
    ...deviceRules,
    meaning: 'The tenant does not let this kind of device sign in.',
    cause: 'A rule names the operating systems that are allowed, and this one is not among them.',
  },
  AADSTS50097: deviceRules,
  AADSTS50155: { ...deviceRules, cause: 'The device is known, but could not prove that it is the one.' },
  AADSTS530033: {
    ...deviceRules,
    cause: 'With a code, the device that asks cannot be shown to the rule, so the rule refuses.',
    remedy: 'Set the application up by hand, or ask for an exception from the rule for a few minutes.',
  },
  AADSTS50002: networkRules,
  AADSTS500021: networkRules,
  AADSTS500212: { ...betweenTenants, cause: 'The account’s own tenant does not let it work in this one.' },
  AADSTS500213: { ...betweenTenants, cause: 'This tenant does not let accounts of that other tenant in.' },
}
