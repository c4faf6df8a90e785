interface Explained {
  differences: readonly string[]
  why: string
}

const managedIdentity =
  'Recorded of a managed identity, a principal that Azure makes and keeps. The practice cloud has none, so another principal answers.'

/** Where the practice cloud answers otherwise than was recorded, and why. What is new fails, and so does what is gone. */
export const explainedMismatches: Readonly<Record<string, Explained>> = {
  '026': {
    differences: ['header content-type: missing here'],
    why: 'This one 204 names a type for a body that it has not; the other recorded ones do not.',
  },
  '038': {
    differences: [
      '.value[].alternativeNames: empty here',
      '.value[].servicePrincipalNames[]: string there, id here',
      '.value[].keyCredentials: empty here',
    ],
    why: managedIdentity,
  },
  '043': {
    differences: ['.value[].resourceSpecificApplicationPermissions: empty here'],
    why: 'Permissions for a single team or chat cannot be had by a backup, and the practice cloud lists none.',
  },
  '061': {
    differences: [
      '.value[].alternativeNames: empty here',
      '.value[].managedIdentityResourceId: missing here',
      '.value[].microsoftPolicyGroup: missing here',
      '.value[].servicePrincipalNames[]: string there, id here',
      '.value[].tokensRevocationDateTime: missing here',
      '.value[].appMetadata: missing here',
      '.value[].keyCredentials: empty here',
    ],
    why: managedIdentity,
  },
  '067': {
    differences: [
      'status 201 there, 405 here',
      'code none there, UnknownError here',
      'header odata-version: missing here',
    ],
    why: 'Latchkey makes no groups; those of the practice cloud are fixed.',
  },
  d012: {
    differences: ['status 403 there, 400 here', 'code Authorization_RequestDenied there, Request_BadRequest here'],
    why: 'Two forms of one refusal are reported, and it is not known what decides between them. The practice cloud answers the other one, d011.',
  },
  d027: {
    differences: ['status 400 there, 201 here', 'code BadRequest there, none here'],
    why: 'A setting of Microsoft’s own tenants, which asks for a reference that nobody else has. It is not practised.',
  },
  d029: {
    differences: ['status 403 there, 405 here', 'code Directory_ResourceSizeExceeded there, UnknownError here'],
    why: 'Latchkey adds no federated credentials, and nothing that it adds comes near the size of an object.',
  },
}
