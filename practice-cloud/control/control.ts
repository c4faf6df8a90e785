import type { PersonKind } from '../data/people'
import type { ConsentFor } from '../entra/consent'
import type { Shown } from '../entra/sign-in'
import type { ActiveFault } from '../faults/box'
import type { FaultInput } from '../faults/catalogue'
import type { LogEntry } from '../http/log'
import type { Generation, Licence } from '../state/records'
import type { God } from './god'
import type { Plant } from './plant'

export interface NewTenant {
  /** A name under `.example`. */
  domain: string
  displayName: string
  generation?: Generation | undefined
  licences?: Licence[] | undefined
  membersMayRegisterApplications?: boolean | undefined
  securityDefaults?: boolean | undefined
  /** Milliseconds until any write of this tenant becomes visible to reads. */
  replicationLagMs?: number | undefined
  /** How many ordinary users beside the named people; more than 90 make lists of several pages. */
  ordinaryUsers?: number | undefined
}

export interface TenantPerson {
  kind: PersonKind
  upn: string
}

export interface TenantSummary {
  tenantId: string
  domain: string
  displayName: string
  generation: Generation
  licences: readonly Licence[]
  people: TenantPerson[]
}

export interface SignIn {
  userCode: string
  /** A kind of person or an address. */
  person: string
  /** `consent-declined` goes as far as the question what the program may do. */
  outcome?: 'approve' | 'decline' | 'consent-declined' | undefined
  /** For whom an administrator consents where consent is asked; `organization` unless said otherwise. */
  consent?: ConsentFor | undefined
}

/** A browser sign-in without a browser: the address of the authorization request, and what the person does there. */
export interface AuthorizeAs {
  /** Whole address of `GET …/oauth2/v2.0/authorize`, as the application would send the browser there. */
  url: string
  /** A kind of person or an address. */
  person: string
  /** `decline` turns back at the account picker, `consent-declined` at the question what the program may do. */
  outcome?: 'approve' | 'decline' | 'consent-declined' | undefined
  consent?: ConsentFor | undefined
}

/** Where the browser of that person ends. */
export interface Authorized {
  /** The way back to the application: `location` for query and fragment, `post` for form_post. Absent where Microsoft only shows a page. */
  location?: string
  post?: { action: string; fields: Record<string, string> }
  /** What a page says before the way back, or instead of one: blocked by policy, admin approval needed, address not registered. */
  shown?: Shown
}

export interface NewApplication {
  /** Tenant of the owner, by id or domain. */
  tenantId: string
  displayName: string
  /** `AzureADMultipleOrgs` (the default here) admits people of every tenant; `AzureADMyOrg` of this one only. */
  signInAudience?: 'AzureADMyOrg' | 'AzureADMultipleOrgs' | undefined
  redirectUris?:
    { web?: string[] | undefined; spa?: string[] | undefined; publicClient?: string[] | undefined } | undefined
  /** “Allow public client flows”: absent leaves it to the redirect address. */
  isFallbackPublicClient?: boolean | undefined
  certificatePem?: string | undefined
  /** Delegated Graph scopes for which `.default` stands. */
  requiredScopes?: string[] | undefined
  /** The name under which programs find it again. */
  uniqueName?: string | undefined
  /** Application permissions of Graph that an administrator has granted it already. */
  grantedRoles?: string[] | undefined
}

export interface Addresses {
  origin: string
  tlsOrigin?: string
  caPem?: string
  /** For `NODE_EXTRA_CA_CERTS`; absent for a cloud in memory only. */
  caFile?: string
}

/** Drives the practice cloud from outside. Tenants are named by id or domain; `*` means all of them. */
export interface Control {
  /** Forgets everything and begins again with the three first tenants (two customers, one provider); the clock, faults, markers and log too. */
  reset(): Promise<void>
  /** How clients reach this cloud, over TLS too where that is on, and the authority to trust then. */
  addresses(): Promise<Addresses>
  tenants(): Promise<TenantSummary[]>
  createTenant(tenant: NewTenant): Promise<{ tenantId: string; people: TenantPerson[] }>
  deleteTenant(tenant: string): Promise<void>
  /** Makes a public client known that may ask for these delegated Graph scopes. */
  registerClient(client: {
    appId?: string | undefined
    displayName: string
    scopes: string[]
  }): Promise<{ appId: string }>
  /** Registers an application as its owner would in the portal, with its service principal at home. */
  registerApplication(application: NewApplication): Promise<{ appId: string; objectId: string }>
  /** Goes through the sign-in page of an authorization request with all its checks and tells where the browser ends. */
  authorizeAs(authorize: AuthorizeAs): Promise<Authorized>
  /** Plays the certificate authority of a customer; throws where the request cannot be read or its own signature does not fit. */
  issueCertificate(request: {
    csrPem: string
    /** 365 unless said otherwise. */
    days?: number | undefined
  }): Promise<{ certificatePem: string; authorityPem: string }>
  /** Goes through the device page with all its checks and tells where it ends. */
  signIn(signIn: SignIn): Promise<Shown>
  fault(tenant: string, fault: FaultInput): Promise<{ id: string }>
  clearFaults(tenant?: string): Promise<void>
  faults(): Promise<ActiveFault[]>
  setClock(clock: { offsetSeconds: number }): Promise<void>
  advanceClock(seconds: number): Promise<void>
  /** Canary strings of base64url characters: at the head of device and authorization codes, in a claim and at the end of delegated tokens. */
  markers(markers: {
    deviceCode?: string | undefined
    accessToken?: string | undefined
    authorizationCode?: string | undefined
  }): Promise<void>
  log(filter?: { tenant?: string | undefined }): Promise<LogEntry[]>
  clearLog(): Promise<void>
  /** The truth about one tenant, without lag. */
  god(tenant: string): Promise<God>
  /** Drift, as somebody in the tenant's portal would cause it. */
  plant(tenant: string, plant: Plant): Promise<{ id: string }>
}
