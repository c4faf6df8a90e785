import { NOBODY } from './stage'
import type { Scenarios } from './stage'

const BATCH = {
  requests: [
    { id: '1', method: 'GET', url: '/policies/defaultAppManagementPolicy' },
    {
      id: '2',
      method: 'POST',
      url: '/servicePrincipals',
      dependsOn: ['1'],
      headers: { 'Content-Type': 'application/json' },
      body: { appId: NOBODY },
    },
  ],
}

/** The tenant and its people, tokens that Graph refuses, throttling and batches. */
export const directory: Scenarios = {
  '062': (stage) => stage.graph('GET', '/me'),
  '064': async (stage) => {
    const { body } = await stage.graph('GET', '/me')
    return stage.graph('GET', `/users/${String(body['userPrincipalName'])}`)
  },
  '065': async (stage) => {
    const { body } = await stage.graph('GET', '/me')
    return stage.graph('GET', `/users?$filter=userPrincipalName eq '${String(body['userPrincipalName'])}'`)
  },
  '067': (stage) => stage.graph('POST', '/groups', stage.body('067')),
  '068': (stage) => stage.graph('GET', `/groups/${NOBODY}`),
  d018: (stage) => stage.graph('GET', '/organization'),
  d030: (stage) => stage.visitor.graph('', 'GET', '/me'),
  d031: (stage) => stage.visitor.graph('nonsense', 'GET', '/me'),
  d032: async (stage) => {
    const token = await stage.visitor.signIn('global-administrator')
    await stage.cloud.control.setClock({ offsetSeconds: 7200 })
    const reply = await stage.visitor.graph(token, 'GET', '/me')
    await stage.cloud.control.setClock({ offsetSeconds: 0 })
    return reply
  },
  d033: (stage) => stage.faulty({ name: 'throttle' }, () => stage.graph('GET', '/applications')),
  d036: (stage) => stage.graph('POST', '/$batch', BATCH),
}
