import { who, type Explanation, type Explanations } from './explanation'

export const tenantUnknown: Explanation = {
  meaning: 'Microsoft knows no tenant by this name.',
  cause: 'The domain is misspelt, is not verified in any tenant, or its tenant was deleted.',
  remedy: 'Check the spelling, or use the tenant’s onmicrosoft.com domain.',
  who: who.operator,
}

const otherCloud: Explanation = {
  ...tenantUnknown,
  meaning: 'The tenant lives in another national cloud of Microsoft.',
  cause: 'Clouds for governments and for China are apart from the worldwide one.',
  remedy: 'Nothing at first; the other clouds are asked too. If it stays, this installation does not offer that cloud.',
}

/** Finding out which tenant a domain belongs to, and in which of Microsoft’s clouds it lives. */
export const tenants: Explanations = {
  AADSTS90002: tenantUnknown,
  invalid_tenant: tenantUnknown,
  AADSTS900023: { ...tenantUnknown, meaning: 'This is not a name that a tenant can have.', cause: 'A typing mistake.' },
  AADSTS50128: { ...tenantUnknown, meaning: 'This domain does not lead to any tenant.' },
  AADSTS50059: {
    ...tenantUnknown,
    meaning: 'Microsoft could not tell which tenant was meant.',
    cause: 'The question named no tenant, or one that nothing leads to.',
  },
  AADSTS50049: {
    ...otherCloud,
    meaning: 'Microsoft does not know the sign-in service that was asked.',
    cause: 'The address of the cloud is misspelt, or that cloud no longer exists.',
  },
  AADSTS90038: otherCloud,
  AADSTS900382: otherCloud,
  AADSTS90051: otherCloud,
  CloudNotOffered: {
    ...otherCloud,
    meaning: 'The tenant lives in a cloud of Microsoft that this installation does not offer.',
    remedy: 'Use an installation that serves that cloud.',
  },
  NotOffered: {
    ...tenantUnknown,
    meaning: 'Domains of this kind do not exist at Microsoft.',
    cause: 'The ending is reserved for practice and examples.',
    remedy: 'Type a domain of the customer’s Microsoft 365.',
  },
}
