import { EXCHANGE } from '@/tests/practice-cloud/support'
import { NOBODY } from './stage'
import type { Scenarios, Stage } from './stage'

const named = (id: string) => `/servicePrincipals?$filter=servicePrincipalNames/any(c:c eq '${id}')`

/** A person of the tenant, with the token of that person. */
async function asked(stage: Stage, person: string, method: string, place: string, body?: unknown) {
  return stage.visitor.graph(await stage.visitor.signIn(person), method, place, body)
}

/** Service principals: made, found, read, deleted, and refused. */
export const principals: Scenarios = {
  '035': async (stage) => {
    const { appId } = await stage.application()
    return stage.graph('POST', '/servicePrincipals', { appId, accountEnabled: true })
  },
  '037': (stage) => stage.graph('GET', named(NOBODY)),
  '038': async (stage) => stage.graph('GET', named((await stage.principal()).appId)),
  '040': (stage) => asked(stage, 'guest', 'GET', named(NOBODY)),
  '041': (stage) => stage.graph('GET', `/servicePrincipals?$filter=appId eq '${EXCHANGE}'`),
  '043': (stage) => stage.graph('GET', "/servicePrincipals?$filter=displayName eq 'Microsoft Graph'"),
  '044': async (stage) => {
    const { id } = await stage.principal({ identifierUris: ['api://latchkey.example/044'] })
    return stage.graph('GET', `/servicePrincipals/${id}`)
  },
  '046': async (stage) => {
    const { id } = await stage.principal({ web: { redirectUris: ['https://app.example/back'] } })
    return stage.graph('GET', `/servicePrincipals/${id}`)
  },
  '047': (stage) => stage.graph('GET', `/servicePrincipals/${NOBODY}`),
  '049': async (stage) => stage.graph('DELETE', `/servicePrincipals/${(await stage.principal()).id}`),
  '050': async (stage) =>
    stage.graph('POST', `/servicePrincipals/${(await stage.principal()).id}/addPassword`, stage.body('050')),
  '061': (stage) =>
    stage.graph('POST', '/directoryObjects/getByIds', { ...stage.body('061'), ids: [stage.made.principalId] }),
  d011: (stage) => stage.graph('POST', '/servicePrincipals', { appId: NOBODY }),
  d012: async (stage) => {
    const { principalId, token } = stage.made
    await stage.visitor.grant(token, principalId, 'Application.ReadWrite.OwnedBy')
    const own = String((await stage.token(stage.assertion())).body['access_token'])
    return stage.visitor.graph(own, 'POST', '/servicePrincipals', { appId: NOBODY })
  },
  d013: (stage) => stage.graph('POST', '/servicePrincipals', { appId: EXCHANGE }),
}
