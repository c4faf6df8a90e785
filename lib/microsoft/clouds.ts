export type CloudName = 'global' | 'usgov' | 'usgovdod' | 'china' | 'practice'

/** Something that the worldwide cloud offers and a national one does not. */
export type CloudGap = 'mailbox-export'

/**
 * One of Microsoft's separate clouds: an application of one does not exist in another. Origins are where we talk to,
 * resources are the identifiers that tokens are asked for; in the practice cloud only the origins differ from worldwide.
 */
export interface Cloud {
  name: CloudName
  displayName: string
  loginOrigin: string
  graphOrigin: string
  graphResource: string
  exchangeResource: string
  portalOrigin: string
  lacks: readonly CloudGap[]
  /** Hears the status of every call to this cloud, 0 where no answer came; for counting. */
  onCall?: ((status: number) => void) | undefined
}

const national = {
  global: {
    name: 'global',
    displayName: 'Microsoft 365 (worldwide)',
    loginOrigin: 'https://login.microsoftonline.com',
    graphOrigin: 'https://graph.microsoft.com',
    graphResource: 'https://graph.microsoft.com',
    exchangeResource: 'https://outlook.office365.com',
    portalOrigin: 'https://entra.microsoft.com',
    lacks: [],
  },
  usgov: {
    name: 'usgov',
    displayName: 'Microsoft 365 US Government (GCC High)',
    loginOrigin: 'https://login.microsoftonline.us',
    graphOrigin: 'https://graph.microsoft.us',
    graphResource: 'https://graph.microsoft.us',
    exchangeResource: 'https://outlook.office365.us',
    portalOrigin: 'https://entra.microsoft.us',
    lacks: ['mailbox-export'],
  },
  usgovdod: {
    name: 'usgovdod',
    displayName: 'Microsoft 365 US Government (DoD)',
    loginOrigin: 'https://login.microsoftonline.us',
    graphOrigin: 'https://dod-graph.microsoft.us',
    graphResource: 'https://dod-graph.microsoft.us',
    exchangeResource: 'https://outlook-dod.office365.us',
    portalOrigin: 'https://entra.microsoft.us',
    lacks: ['mailbox-export'],
  },
  china: {
    name: 'china',
    displayName: 'Microsoft 365 operated by 21Vianet (China)',
    loginOrigin: 'https://login.partner.microsoftonline.cn',
    graphOrigin: 'https://microsoftgraph.chinacloudapi.cn',
    graphResource: 'https://microsoftgraph.chinacloudapi.cn',
    exchangeResource: 'https://partner.outlook.cn',
    portalOrigin: 'https://entra.microsoftonline.cn',
    lacks: ['mailbox-export'],
  },
} as const satisfies Record<Exclude<CloudName, 'practice'>, Cloud>

/** Every cloud this installation may talk to. Without a practice origin the practice cloud does not exist here. */
export function clouds(options: {
  practiceOrigin: string | null
  onCall?: (call: { cloud: string; status: number }) => void
}): readonly Cloud[] {
  const { practiceOrigin, onCall } = options
  const real: readonly Cloud[] = [national.global, national.usgov, national.usgovdod, national.china]
  const all = practiceOrigin === null ? real : [...real, practiceCloud(practiceOrigin)]
  if (onCall === undefined) return all
  return all.map((cloud) => ({
    ...cloud,
    onCall: (status) => {
      onCall({ cloud: cloud.name, status })
    },
  }))
}

/** Throws when the stored name is of a cloud that this installation does not offer (the practice cloud switched off). */
export function cloudByName(all: readonly Cloud[], name: string): Cloud {
  const cloud = all.find((candidate) => candidate.name === name)
  if (cloud === undefined) throw new Error(`The cloud “${name}” is not offered by this installation`)
  return cloud
}

/** The token endpoint of one tenant, which is also the audience of a client assertion (RFC 7523 §3). */
export function tokenEndpoint(cloud: Cloud, tenantId: string): string {
  return `${cloud.loginOrigin}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`
}

/** Origins that calls for this cloud may go to: nothing else is ever contacted. */
export function allowedOrigins(cloud: Cloud): ReadonlySet<string> {
  return new Set([new URL(cloud.loginOrigin).origin, new URL(cloud.graphOrigin).origin])
}

function practiceCloud(practiceOrigin: string): Cloud {
  const { origin } = new URL(practiceOrigin)
  return {
    ...national.global,
    name: 'practice',
    displayName: 'Practice cloud',
    loginOrigin: origin,
    graphOrigin: origin,
    portalOrigin: origin,
  }
}
