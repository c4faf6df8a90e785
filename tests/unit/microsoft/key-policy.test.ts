import { expect, test } from 'vitest'
import { durationDays, readKeyPolicy } from '@/lib/microsoft/key-policy'

const now = new Date('2026-11-21T10:00:00Z')

function policy(keyCredentials: object[], isEnabled = true) {
  return { isEnabled, applicationRestrictions: { keyCredentials } }
}

test.each([
  ['P30D', 30],
  ['P1Y', 365],
  ['P6M', 168],
  ['P2W', 14],
  ['P4DT12H30M5S', 4],
  ['PT36H', 1],
  ['P', null],
  ['30', null],
  [null, null],
])('%s is %j days', (duration, days) => {
  expect(durationDays(duration)).toBe(days)
})

test('the shortest of the limits in force binds', () => {
  const limits = ['P90D', 'P30D'].map((maxLifetime) => ({ restrictionType: 'asymmetricKeyLifetime', maxLifetime }))
  expect(readKeyPolicy(policy(limits), now)).toEqual({ maxLifetimeDays: 30, selfSignedForbidden: false })
})

test('a demand for a trusted authority forbids self-signed certificates', () => {
  expect(readKeyPolicy(policy([{ restrictionType: 'trustedCertificateAuthority', state: 'enabled' }]), now)).toEqual({
    maxLifetimeDays: null,
    selfSignedForbidden: true,
  })
})

test('what is switched off, or begins later, does not bind', () => {
  const restrictions = [
    { restrictionType: 'asymmetricKeyLifetime', maxLifetime: 'P1D', state: 'disabled' },
    { restrictionType: 'trustedCertificateAuthority', restrictForAppsCreatedAfterDateTime: '2027-01-01T00:00:00Z' },
  ]
  const free = { maxLifetimeDays: null, selfSignedForbidden: false }
  expect(readKeyPolicy(policy(restrictions), now)).toEqual(free)
  expect(readKeyPolicy(policy([{ restrictionType: 'trustedCertificateAuthority' }], false), now)).toEqual(free)
})

test('an answer of another shape is unreadable, not free of limits', () => {
  expect(readKeyPolicy('<html>', now)).toBe('unreadable')
})
