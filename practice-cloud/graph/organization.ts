import { wholeSeconds } from '../clock'
import { usersOf } from '../data/content'
import { initialDomain } from '../state/tenant'
import type { Tenant } from '../state/tenant'
import type { GraphCall, GraphResult } from './call'
import { param } from './call'
import { answerList, answerOne } from './query'
import { notFound } from './refusals'

const SERVICES = { exchange: 'exchange', sharepoint: 'SharePoint', teams: 'TeamspaceAPI' } as const

function showOrganization(tenant: Tenant): Record<string, unknown> {
  const { facts } = tenant
  const assigned = facts.licences.map((licence) => SERVICES[licence])
  return {
    id: facts.tenantId,
    deletedDateTime: null,
    businessPhones: ['425-555-0199'],
    city: null,
    country: null,
    countryLetterCode: 'DE',
    createdDateTime: wholeSeconds(facts.createdAt),
    defaultUsageLocation: null,
    displayName: facts.displayName,
    isMultipleDataLocationsForServicesEnabled: null,
    marketingNotificationEmails: [],
    onPremisesLastSyncDateTime: null,
    onPremisesSyncEnabled: null,
    partnerTenantType: null,
    postalCode: null,
    preferredLanguage: 'en',
    securityComplianceNotificationMails: [],
    securityComplianceNotificationPhones: [],
    state: null,
    street: null,
    technicalNotificationMails: [`ada.admin@${facts.domain}`],
    tenantType: 'AAD',
    directorySizeQuota: { used: usersOf(tenant).length, total: 50_000 },
    privacyProfile: null,
    assignedPlans: assigned.map((service) => ({
      assignedDateTime: wholeSeconds(facts.createdAt),
      capabilityStatus: 'Enabled',
      service,
      servicePlanId: '113feb6c-3fe4-4440-bddc-54d774bf0318',
    })),
    provisionedPlans: assigned.map((service) => ({
      capabilityStatus: 'Enabled',
      provisioningStatus: 'Success',
      service,
    })),
    verifiedDomains: domainsOf(tenant).map((domain) => ({
      capabilities: 'Email, OfficeCommunicationsOnline',
      isDefault: domain.isDefault,
      isInitial: domain.isInitial,
      name: domain.id,
      type: 'Managed',
    })),
  }
}

function domainsOf(tenant: Tenant) {
  return [
    { id: tenant.facts.domain, isDefault: true, isInitial: false },
    { id: initialDomain(tenant), isDefault: false, isInitial: true },
  ]
}

export function listOrganizations(call: GraphCall): GraphResult {
  return { status: 200, body: answerList(call, 'organization', [showOrganization(call.tenant)]) }
}

export function getOrganization(call: GraphCall): GraphResult {
  if (param(call, 'id') !== call.tenant.facts.tenantId) throw notFound(param(call, 'id'))
  return { status: 200, body: answerOne(call, 'organization', showOrganization(call.tenant)) }
}

function showDomain(domain: ReturnType<typeof domainsOf>[number]): Record<string, unknown> {
  return {
    id: domain.id,
    authenticationType: 'Managed',
    availabilityStatus: null,
    isAdminManaged: true,
    isDefault: domain.isDefault,
    isInitial: domain.isInitial,
    isRoot: true,
    isVerified: true,
    manufacturer: null,
    model: null,
    passwordNotificationWindowInDays: null,
    passwordValidityPeriodInDays: null,
    state: null,
    supportedServices: ['Email', 'OfficeCommunicationsOnline'],
  }
}

export function listDomains(call: GraphCall): GraphResult {
  return { status: 200, body: answerList(call, 'domains', domainsOf(call.tenant).map(showDomain)) }
}

export function getDomain(call: GraphCall): GraphResult {
  const domain = domainsOf(call.tenant).find((each) => each.id === param(call, 'id').toLowerCase())
  if (domain === undefined) throw notFound(param(call, 'id'))
  return { status: 200, body: answerOne(call, 'domains', showDomain(domain)) }
}

export function listSkus(call: GraphCall): GraphResult {
  const { facts } = call.tenant
  const used = usersOf(call.tenant).filter((user) => user.hasMailbox).length
  const row = {
    accountId: facts.tenantId,
    accountName: facts.displayName,
    appliesTo: 'User',
    capabilityStatus: 'Enabled',
    consumedUnits: used,
    id: `${facts.tenantId}_05e9a617-0261-4cee-bb44-138d3ef5d965`,
    skuId: '05e9a617-0261-4cee-bb44-138d3ef5d965',
    skuPartNumber: 'PRACTICE_E3',
    subscriptionIds: [],
    prepaidUnits: { enabled: used + 10, lockedOut: 0, suspended: 0, warning: 0 },
    servicePlans: facts.licences.map((licence) => ({
      servicePlanId: '113feb6c-3fe4-4440-bddc-54d774bf0318',
      servicePlanName: SERVICES[licence].toUpperCase(),
      provisioningStatus: 'Success',
      appliesTo: 'User',
    })),
  }
  return { status: 200, body: answerList(call, 'subscribedSkus', facts.licences.length === 0 ? [] : [row]) }
}
