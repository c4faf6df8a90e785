import { randomUUID } from 'node:crypto'
import { keyCredential, newCertificate, signJwt } from '@/tests/practice-cloud/support'
import { certificate } from './stage'
import type { Scenarios, Stage } from './stage'

const AUDIENCE = '00000002-0000-0000-c000-000000000000'

/** An application with the stage's certificate on it. */
async function keyed(stage: Stage) {
  const keyId = randomUUID()
  return { ...(await stage.application({ keyCredentials: [keyCredential(certificate, keyId)] })), keyId }
}

function proof(objectId: string): string {
  const now = Math.floor(Date.now() / 1000)
  return signJwt(certificate, { aud: AUDIENCE, iss: objectId, nbf: now, exp: now + 600 })
}

async function roll(stage: Stage, proofOf: (objectId: string) => unknown, token = stage.made.token) {
  const { id } = await keyed(stage)
  const body = { keyCredential: keyCredential(newCertificate()), passwordCredential: null, proof: proofOf(id) }
  return stage.visitor.graph(token, 'POST', `/applications/${id}/addKey`, body)
}

async function patch(stage: Stage, credential: Record<string, unknown>) {
  return stage.graph('PATCH', `/applications/${(await keyed(stage)).id}`, { keyCredentials: [credential] })
}

/** Certificates: rolled with a proof, replaced, and refused by dates and policies. */
export const keys: Scenarios = {
  d019: (stage) => roll(stage, proof),
  d020: async (stage) => {
    const { id, keyId } = await keyed(stage)
    return stage.graph('POST', `/applications/${id}/removeKey`, { keyId, proof: proof(id) })
  },
  d021: (stage) => roll(stage, () => 'bad'),
  d022: async (stage) => roll(stage, () => null, await stage.visitor.signIn('ordinary-user')),
  d023: (stage) =>
    stage.faulty({ name: 'key-lifetime-policy', maxLifetime: 'P1D' }, () =>
      stage.graph('PATCH', `/applications/${stage.made.objectId}`, stage.withKey()),
    ),
  d024: (stage) =>
    stage.faulty({ name: 'self-signed-forbidden' }, () =>
      stage.graph('PATCH', `/applications/${stage.made.objectId}`, stage.withKey()),
    ),
  d025: (stage) => patch(stage, { ...keyCredential(newCertificate()), endDateTime: '2199-01-01T00:00:00Z' }),
  d026: async (stage) => {
    const { id, keyId } = await keyed(stage)
    const keyCredentials = [keyCredential(newCertificate(), keyId)]
    return stage.graph('PATCH', `/applications/${id}`, { keyCredentials })
  },
  d027: (stage) => stage.graph('POST', '/applications', stage.body('d027')),
  d028: async (stage) => {
    const token = await stage.visitor.signIn('ordinary-user')
    const make = () => stage.visitor.graph(token, 'POST', '/applications', stage.body('d028'))
    for (let made = 0; made < 250; made++) await make()
    return make()
  },
  d029: async (stage) =>
    stage.graph('POST', `/applications/${(await stage.application()).id}/federatedIdentityCredentials`, {}),
}
