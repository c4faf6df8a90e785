import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PracticeCloud } from '@/practice-cloud/server'
import { claimsOf, newCertificate, newTenant, register, startCloud } from './support'

let cloud: PracticeCloud
beforeAll(async () => {
  cloud = await startCloud()
})
afterAll(() => cloud.close())

test('a sign-in, an application, a grant and a certificate together give a token with that role', async () => {
  const visitor = await newTenant(cloud)
  const certificate = newCertificate()
  const made = await register(visitor, certificate, ['User.Read.All', 'Group.Read.All'])
  const token = await visitor.appToken(made.appId, certificate)
  expect(claimsOf(token)['roles']).toEqual(['Group.Read.All', 'User.Read.All'])
  const users = await visitor.graph(token, 'GET', '/users?$top=1')
  expect(users.status).toBe(200)
  expect(users.body['value']).toHaveLength(1)
})
