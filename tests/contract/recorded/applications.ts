import { keyCredential } from '@/tests/practice-cloud/support'
import { certificate, NOBODY } from './stage'
import type { Scenarios, Stage } from './stage'

const API = { identifierUris: ['api://latchkey.example/recorded'] }

async function read(stage: Stage) {
  return stage.graph('GET', `/applications/${(await stage.application()).id}`)
}

async function change(stage: Stage, number: string) {
  return stage.graph('PATCH', `/applications/${(await stage.application()).id}`, stage.body(number))
}

/** The recorded change touches everything; its certificates have ended since. */
function withLivingKeys(stage: Stage) {
  return { ...stage.body('023'), ...stage.withKey() }
}

/** Applications: made, read, changed, their owners and what is deleted. */
export const applications: Scenarios = {
  '001': (stage) => stage.graph('POST', '/applications', stage.body('001')),
  '002': (stage) => stage.graph('POST', '/applications', stage.body('002')),
  '004': (stage) =>
    stage.graph('POST', '/applications', { displayName: 'test', keyCredentials: [keyCredential(certificate)] }),
  '005': (stage) => stage.graph('POST', '/applications', stage.body('005')),
  '007': (stage) => stage.graph('POST', '/applications', stage.body('007')),
  '008': (stage) => stage.graph('POST', '/applications', stage.body('008')),
  '010': (stage) => stage.graph('GET', "/applications?$filter=startswith(displayName,'nothing of that name')"),
  '011': async (stage) => {
    await stage.application({ displayName: 'recorded 011', ...API })
    return stage.graph('GET', "/applications?$filter=startswith(displayName,'recorded 011')")
  },
  '013': (stage) => stage.graph('GET', `/applications?$filter=appId eq '${NOBODY}'`),
  '014': (stage) => stage.graph('GET', `/applications?$filter=appId eq '${stage.made.appId}'`),
  '016': (stage) => read(stage),
  '017': async (stage) => {
    const { id } = await stage.application(withLivingKeys(stage))
    await stage.graph('POST', `/applications/${id}/addPassword`, stage.body('028'))
    return stage.graph('GET', `/applications/${id}`)
  },
  '019': async (stage) => {
    const { id } = await stage.application(API)
    await stage.graph('POST', `/applications/${id}/addPassword`, stage.body('028'))
    return stage.graph('GET', `/applications/${id}`)
  },
  '020': (stage) => stage.graph('GET', `/applications/${NOBODY}`),
  '022': (stage) => change(stage, '022'),
  '023': async (stage) =>
    stage.graph('PATCH', `/applications/${(await stage.application()).id}`, withLivingKeys(stage)),
  '025': (stage) => change(stage, '025'),
  '026': (stage) => change(stage, '026'),
  '028': async (stage) =>
    stage.graph('POST', `/applications/${(await stage.application()).id}/addPassword`, stage.body('028')),
  '029': async (stage) => {
    const { id } = await stage.application()
    const { body } = await stage.graph('POST', `/applications/${id}/addPassword`, stage.body('028'))
    return stage.graph('POST', `/applications/${id}/removePassword`, { keyId: body['keyId'] })
  },
  '031': async (stage) => {
    const { id } = await stage.application()
    await stage.cloud.control.plant(stage.visitor.tenantId, { foreignOwner: { application: id } })
    return stage.graph('GET', `/applications/${id}/owners`)
  },
  '032': async (stage) => {
    const { id } = await stage.application()
    await stage.cloud.control.plant(stage.visitor.tenantId, { foreignOwner: { application: id } })
    const { body } = await stage.graph('GET', `/applications/${id}/owners`)
    const [owner] = body['value'] as { id: string }[]
    return stage.graph('DELETE', `/applications/${id}/owners/${String(owner?.id)}/$ref`)
  },
  '034': async (stage) =>
    stage.graph('GET', `/applications/${(await stage.application()).id}/federatedIdentityCredentials`),
  '059': async (stage) => {
    const { id } = await stage.application()
    await stage.graph('DELETE', `/applications/${id}`)
    return stage.graph('DELETE', `/directory/deletedItems/${id}`)
  },
  d034: (stage) => stage.graph('GET', '/directory/deletedItems/microsoft.graph.application'),
  d035: async (stage) => {
    const { id } = await stage.application()
    await stage.graph('DELETE', `/applications/${id}`)
    return stage.graph('POST', `/directory/deletedItems/${id}/restore`)
  },
}
