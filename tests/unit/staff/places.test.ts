import { describe, expect, test } from 'vitest'
import { crumbsOf, placeOf } from '@/app/(console)/_shell/places'

const id = '7a0c6a40-6f0e-4f0b-9a57-0f6f9f1f4a11'

describe('where one is', () => {
  test.each([
    ['/', 'Fleet', 'Fleet'],
    ['/settings', 'Settings', 'Settings'],
    ['/settings/staff', 'Settings', 'Settings > Staff'],
    [`/settings/staff/${id}`, 'Settings', 'Settings > Staff > Person'],
    ['/account', null, 'Your account'],
    ['/help/errors', 'Help', 'Help'],
    ['/help/errors/AADSTS53003', 'Help', 'Help > One answer'],
    ['/tenants/connect', 'Fleet', 'Fleet > Connect a tenant'],
    [`/tenants/${id}`, 'Fleet', 'Fleet > Tenant'],
    [`/tenants/${id}/runs/${id}`, 'Fleet', 'Fleet > Tenant > Run'],
  ])('%s belongs to %s: %s', (pathname, place, way) => {
    const crumbs = crumbsOf(pathname)
    expect(placeOf(pathname)).toBe(place)
    expect(crumbs.map(({ name }) => name).join(' > ')).toBe(way)
    expect(crumbs.map(({ href }) => href === null)).toEqual(crumbs.map((_, index) => index === crumbs.length - 1))
  })
})
