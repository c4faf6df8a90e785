import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PracticeCloud } from '@/practice-cloud/server'
import { aadsts, newCertificate, newTenant, register, startCloud } from './support'

let cloud: PracticeCloud
beforeAll(async () => {
  cloud = await startCloud()
})
afterAll(() => cloud.close())

const certificate = newCertificate()

async function planted() {
  const visitor = await newTenant(cloud)
  const made = await register(visitor, certificate, ['User.Read.All'])
  const application = made.appId
  const plant = (what: Parameters<PracticeCloud['control']['plant']>[1]) => cloud.control.plant(visitor.tenantId, what)
  const god = () => cloud.control.god(visitor.tenantId)
  const read = (path: string) => visitor.graph(made.token, 'GET', path)
  return { visitor, made, application, plant, god, read }
}

describe('what somebody in the portal does shows in Graph', () => {
  test('a foreign key stands beside ours', async () => {
    const { made, application, plant, god } = await planted()
    const foreign = newCertificate()
    await plant({ foreignKey: { application, certificate: foreign.der } })
    const keys = (await god()).applications[0]?.keyCredentials
    expect(keys?.map((key) => key.sha256)).toEqual([certificate.sha256, foreign.sha256])
    expect(keys?.[0]?.keyId).toBe(made.keyId)
  })

  test('a secret, a federated credential, an owner and a wider audience', async () => {
    const { made, application, plant, read } = await planted()
    await plant({ foreignSecret: { application } })
    await plant({ foreignFederation: { application } })
    await plant({ foreignOwner: { application } })
    await plant({ settings: { application, change: { signInAudience: 'AzureADMultipleOrgs' } } })
    const shown = await read(`/applications/${made.objectId}`)
    expect(shown.body['passwordCredentials']).toHaveLength(1)
    expect(shown.body['signInAudience']).toBe('AzureADMultipleOrgs')
    expect((await read(`/applications/${made.objectId}/owners`)).body['value']).toHaveLength(1)
    expect((await read(`/applications/${made.objectId}/federatedIdentityCredentials`)).body['value']).toHaveLength(1)
  })

  test('a foreign application and a foreign grant', async () => {
    const { application, plant, god } = await planted()
    await plant({ foreignApplication: { displayName: 'Somebody else', uniqueName: 'theirs' } })
    await plant({ foreignGrant: { application, role: 'Mail.ReadWrite' } })
    const truth = await god()
    expect(truth.applications.find((each) => each.foreign)).toMatchObject({ uniqueName: 'theirs' })
    expect(truth.grants.map((grant) => grant.role).sort()).toEqual(['Mail.ReadWrite', 'User.Read.All'])
  })

  test('a removed key, a removed grant, a disabled principal that is enabled again, a deleted and a purged application', async () => {
    const { visitor, made, application, plant, god } = await planted()
    const token = () => visitor.tokenReply(made.appId, visitor.assertion(made.appId, certificate))
    await plant({ removeGrant: { application, role: 'User.Read.All' } })
    expect((await god()).grants).toEqual([])
    await plant({ disableServicePrincipal: { application } })
    expect(aadsts(await token())).toBe(7000112)
    await plant({ enableServicePrincipal: { application } })
    expect((await token()).status).toBe(200)
    await plant({ removeKey: { application } })
    expect(aadsts(await token())).toBe(700027)
    await plant({ deleteApplication: { application } })
    expect((await god()).deletedItems.map((item) => item.kind).sort()).toEqual(['application', 'servicePrincipal'])
    await plant({ purgeApplication: { application } })
    expect((await god()).deletedItems.map((item) => item.kind)).toEqual(['servicePrincipal'])
  })

  test('a directory role that is taken away', async () => {
    const { visitor, made, application, plant, god } = await planted()
    const body = {
      roleDefinitionId: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
      principalId: made.principalId,
      directoryScopeId: '/',
    }
    await visitor.graph(made.token, 'POST', '/roleManagement/directory/roleAssignments', body)
    expect((await god()).directoryRoles).toMatchObject([{ role: 'Global Reader', principalId: made.principalId }])
    await plant({ removeDirectoryRole: { application, role: 'Global Reader' } })
    expect((await god()).directoryRoles).toEqual([])
  })

  test('planting on what is not there is a mistake that says so', async () => {
    const { plant } = await planted()
    await expect(plant({ deleteApplication: { application: 'nothing' } })).rejects.toThrow("No application 'nothing'")
  })
})
