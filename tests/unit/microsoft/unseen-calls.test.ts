import { expect, test } from 'vitest'
import { evidenceOfCall } from '@/lib/microsoft/evidence'

const ids = ['0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0', 'MBX:0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0@a6978-8796']
const unseen = (method: string, path: string) =>
  evidenceOfCall(method, new URL(`https://graph.microsoft.com/v1.0${path}`)).unseen

test('a call that only texts speak of says so, with whatever identifiers and options it is sent', () => {
  for (const id of ids) {
    expect(unseen('GET', `/users/${id}/mailboxSettings`)).toBe(true)
    expect(unseen('GET', `/admin/exchange/mailboxes/${encodeURIComponent(id)}/folders?$top=1`)).toBe(true)
    expect(unseen('GET', `/servicePrincipals(appId='${id}')/appRoleAssignments`)).toBe(true)
  }
  expect(unseen('POST', '/$batch')).toBe(true)
  expect(unseen('GET', '/teams?$top=1&$select=id')).toBe(true)
})

test('a call that Microsoft describes does not, nor one that only begins or ends like another', () => {
  expect(unseen('GET', '/organization?$select=id')).toBe(false)
  expect(unseen('GET', `/servicePrincipals/${ids[0] ?? ''}/appRoleAssignments`)).toBe(false)
  expect(unseen('POST', '/teams')).toBe(false)
  expect(unseen('GET', '/teams/1')).toBe(false)
  expect(evidenceOfCall('POST', new URL('https://login.microsoftonline.com/x/oauth2/v2.0/token')).unseen).toBe(false)
})
