import { NOBODY } from './stage'
import type { Scenarios, Stage } from './stage'

const ROLE = { roleDefinitionId: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451', directoryScopeId: '/' }

type Side = 'appRoleAssignments' | 'appRoleAssignedTo'

/** Grants a role of Graph's to a principal, by the client's side or by the resource's. */
async function grant(stage: Stage, principalId: string, side: Side, change: Record<string, unknown> = {}) {
  const role = await stage.role()
  const holder = side === 'appRoleAssignments' ? principalId : role.resourceId
  return stage.graph('POST', `/servicePrincipals/${holder}/${side}`, { principalId, ...role, ...change })
}

async function twice(stage: Stage, side: Side) {
  const { id } = await stage.principal()
  await grant(stage, id, side)
  return grant(stage, id, side)
}

async function assign(stage: Stage, principalId: string) {
  return stage.graph('POST', '/roleManagement/directory/roleAssignments', { ...ROLE, principalId })
}

async function consent(stage: Stage, clientId: string) {
  const { resourceId } = await stage.role()
  const body = { clientId, consentType: 'AllPrincipals', principalId: null, resourceId, scope: 'User.Read' }
  return stage.graph('POST', '/oauth2PermissionGrants', body)
}

/** Application permissions, delegated permissions and directory roles. */
export const grants: Scenarios = {
  '052': async (stage) => {
    const { id } = await stage.principal()
    return stage.graph('GET', `/servicePrincipals/${id}/appRoleAssignments`)
  },
  '053': async (stage) => {
    const { id } = await stage.principal()
    return stage.graph('GET', `/servicePrincipals/${id}/transitiveMemberOf/microsoft.graph.directoryRole`)
  },
  '055': async (stage) => consent(stage, (await stage.principal()).id),
  '056': async (stage) => {
    const { id } = await stage.principal()
    await consent(stage, id)
    return stage.graph('GET', `/oauth2PermissionGrants?$filter=clientId eq '${id}'`)
  },
  '058': async (stage) => {
    const { body } = await consent(stage, (await stage.principal()).id)
    return stage.graph('DELETE', `/oAuth2PermissionGrants/${String(body['id'])}`)
  },
  d001: async (stage) => grant(stage, (await stage.principal()).id, 'appRoleAssignedTo'),
  d002: async (stage) => grant(stage, (await stage.principal()).id, 'appRoleAssignments'),
  d003: async (stage) => {
    await grant(stage, (await stage.principal()).id, 'appRoleAssignedTo')
    return stage.graph('GET', `/servicePrincipals/${(await stage.role()).resourceId}/appRoleAssignedTo`)
  },
  d004: async (stage) => {
    const { id } = await stage.principal()
    const { body } = await grant(stage, id, 'appRoleAssignments')
    return stage.graph('DELETE', `/servicePrincipals/${id}/appRoleAssignments/${String(body['id'])}`)
  },
  d005: (stage) => twice(stage, 'appRoleAssignments'),
  d006: (stage) => twice(stage, 'appRoleAssignedTo'),
  d007: async (stage) => grant(stage, (await stage.principal()).id, 'appRoleAssignments', { appRoleId: NOBODY }),
  d008: async (stage) => {
    const { appId } = await stage.application()
    return stage.faulty({ name: 'replication-lag', reads: 'reference', seconds: 60 }, async () => {
      // made through the upsert, which knows the application behind all replicas
      const { body } = await stage.graph('POST', '/servicePrincipals', { appId })
      return grant(stage, String(body['id']), 'appRoleAssignedTo')
    })
  },
  d009: (stage) => stage.graph('DELETE', `/servicePrincipals/${stage.made.principalId}/appRoleAssignments/nothing`),
  d010: async (stage) => {
    const { id } = await stage.principal()
    return stage.faulty({ name: 'refuse-grant', role: 'Mail.Read' }, () => grant(stage, id, 'appRoleAssignments'))
  },
  d014: async (stage) => assign(stage, (await stage.principal()).id),
  d015: async (stage) => {
    const { id } = await stage.principal()
    await assign(stage, id)
    return assign(stage, id)
  },
  d016: async (stage) => {
    const token = await stage.visitor.signIn('application-administrator')
    const { id: principalId } = await stage.principal()
    return stage.visitor.graph(token, 'POST', '/roleManagement/directory/roleAssignments', { ...ROLE, principalId })
  },
  d017: (stage) => stage.graph('GET', '/roleManagement/directory/roleAssignmentScheduleRequests'),
}
