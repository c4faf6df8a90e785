import type { PersonKind } from '../data/people'
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
  outcome?: 'approve' | 'decline' | undefined
}

/** Drives the practice cloud from outside. Tenants are named by id or domain; `*` means all of them. */
export interface Control {
  /** Forgets everything and begins again with the two first tenants; the clock, faults, markers and log too. */
  reset(): Promise<void>
  tenants(): Promise<TenantSummary[]>
  createTenant(tenant: NewTenant): Promise<{ tenantId: string; people: TenantPerson[] }>
  deleteTenant(tenant: string): Promise<void>
  /** Makes a public client known that may ask for these delegated Graph scopes. */
  registerClient(client: {
    appId?: string | undefined
    displayName: string
    scopes: string[]
  }): Promise<{ appId: string }>
  /** Goes through the device page with all its checks and tells where it ends. */
  signIn(signIn: SignIn): Promise<Shown>
  fault(tenant: string, fault: FaultInput): Promise<{ id: string }>
  clearFaults(tenant?: string): Promise<void>
  faults(): Promise<ActiveFault[]>
  setClock(clock: { offsetSeconds: number }): Promise<void>
  advanceClock(seconds: number): Promise<void>
  /** Canary strings of base64url characters: at the head of device codes, in a claim and at the end of delegated tokens. */
  markers(markers: { deviceCode?: string | undefined; accessToken?: string | undefined }): Promise<void>
  log(filter?: { tenant?: string | undefined }): Promise<LogEntry[]>
  clearLog(): Promise<void>
  /** The truth about one tenant, without lag. */
  god(tenant: string): Promise<God>
  /** Drift, as somebody in the tenant's portal would cause it. */
  plant(tenant: string, plant: Plant): Promise<{ id: string }>
}
