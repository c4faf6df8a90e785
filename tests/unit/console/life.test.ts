import { describe, expect, test } from 'vitest'
import { describeLife } from '@/app/(console)/tenants/[tenantId]/_parts/life-words'
import { exceptionWord, orderPermissions } from '@/app/(console)/tenants/[tenantId]/_parts/permission-order'
import type { PermissionRow } from '@/lib/tenants/tenant-views'

describe('the life of a certificate', () => {
  const certificate = {
    notBefore: '2025-09-03T00:00:00Z',
    notAfter: '2027-09-03T00:00:00Z',
    renewAt: '2027-01-03T00:00:00Z',
  }

  test('says renewal is due while it lies ahead, and was due afterwards', () => {
    expect(describeLife(certificate, new Date('2026-11-21T00:00:00Z')).renewWord).toBe('Renewal is due')
    expect(describeLife(certificate, new Date('2027-02-01T00:00:00Z')).renewWord).toBe('Renewal was due')
  })

  test('stays inside the drawing before it begins and after it has ended', () => {
    expect(describeLife(certificate, new Date('2025-01-01T00:00:00Z')).today).toBe(0)
    const ended = describeLife(certificate, new Date('2029-01-01T00:00:00Z'))
    expect([ended.today, ended.endWord]).toEqual([1, 'Ended'])
  })
})

describe('the table of permissions', () => {
  const row = (role: string, workload: string, more: Partial<PermissionRow> = {}): PermissionRow => ({
    resource: 'Microsoft Graph',
    workload,
    role,
    desired: true,
    granted: true,
    proved: true,
    canWrite: false,
    ...more,
  })

  test('shows every row once, exceptions before all workloads', () => {
    const missing = row('MailboxItem.Export.All', 'Exchange Online', { granted: false, proved: false })
    const surplus = row('Mail.Read', 'Exchange Online', { desired: false })
    const rows = [row('User.Read.All', 'Directory'), missing, row('Sites.Read.All', 'SharePoint'), surplus]
    const { exceptions, groups } = orderPermissions(rows)
    expect(exceptions).toEqual([missing, surplus])
    expect(groups.flatMap((group) => group.rows)).toEqual([rows[0], rows[2]])
    expect(exceptions.map(exceptionWord)).toEqual(['missing', 'surplus'])
  })

  test('what could not be checked is neither an exception nor proved', () => {
    expect(exceptionWord(row('Exchange.ManageAsApp', 'Public folders', { proved: null }))).toBeNull()
  })
})
