import { appManagementPolicy } from './answers'
import type { KeyPolicy } from './observed'

/** The tenant's default policy on application certificates. Restrictions that are off, or begin later, do not bind. */
export function readKeyPolicy(body: unknown, now: Date): KeyPolicy | 'unreadable' {
  const parsed = appManagementPolicy.safeParse(body)
  if (!parsed.success) return 'unreadable'
  if (parsed.data.isEnabled === false) return { maxLifetimeDays: null, selfSignedForbidden: false }
  const binding = (parsed.data.applicationRestrictions?.keyCredentials ?? []).filter(
    ({ state, restrictForAppsCreatedAfterDateTime: from }) =>
      state !== 'disabled' && (from === null || !(Date.parse(from) > now.getTime())),
  )
  const lifetimes = binding
    .filter(({ restrictionType }) => restrictionType === 'asymmetricKeyLifetime')
    .flatMap(({ maxLifetime }) => durationDays(maxLifetime) ?? [])
  return {
    maxLifetimeDays: lifetimes.length === 0 ? null : Math.min(...lifetimes),
    selfSignedForbidden: binding.some(({ restrictionType }) => restrictionType === 'trustedCertificateAuthority'),
  }
}

const durationShape = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:[\d.]+S)?)?$/

/** ISO 8601 duration in whole days, rounded down and with short months, so that a certificate never lives too long. */
export function durationDays(duration: string | null): number | null {
  const parts = durationShape.exec(duration ?? '')
  if (parts === null || duration === 'P') return null
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0] = parts
    .slice(1)
    .map((part) => Number(part || 0))
  return years * 365 + months * 28 + weeks * 7 + days + Math.floor((hours * 60 + minutes) / 1440)
}
