import { keyCredential, newCertificate } from '@/tests/practice-cloud/support'
import type { Reply } from '@/tests/practice-cloud/support'
import { certificate, NOBODY } from './stage'
import type { Scenarios, Stage } from './stage'

async function pollWith(stage: Stage, fault: 'code-expired' | 'code-declined') {
  const started = await stage.visitor.deviceCode()
  return stage.faulty({ name: fault }, () => stage.visitor.poll(started.body['device_code']))
}

/** An application with the stage's certificate and no service principal. */
async function homeless(stage: Stage): Promise<string> {
  return (await stage.application({ keyCredentials: [keyCredential(certificate)] })).appId
}

/** Device codes, tokens of applications, discovery. */
export const tokens: Scenarios = {
  d037: (stage) => stage.visitor.deviceCode(),
  d038: async (stage) => stage.visitor.poll((await stage.visitor.deviceCode()).body['device_code']),
  d039: (stage) => pollWith(stage, 'code-expired'),
  d040: (stage) => pollWith(stage, 'code-declined'),
  d041: (stage) => stage.visitor.poll('nothing'),
  d042: (stage) => stage.faulty({ name: 'workload-identity-blocked' }, () => stage.token(stage.assertion())),
  d043: async (stage) => {
    const appId = await homeless(stage)
    return stage.token(stage.assertion(appId), appId)
  },
  d044: (stage) => stage.token('x', NOBODY),
  d045: (stage) => stage.token(stage.visitor.assertion(stage.made.appId, newCertificate())),
  d046: (stage) => stage.token(stage.visitor.assertion(stage.made.appId, certificate, { nbf: 1, exp: 2 })),
  d047: async (stage) => {
    const appId = await homeless(stage)
    await stage.graph('POST', '/servicePrincipals', { appId, accountEnabled: false })
    return stage.token(stage.assertion(appId), appId)
  },
  d048: async (stage) => {
    const response = await fetch(`${stage.cloud.origin}/nosuchtenant/v2.0/.well-known/openid-configuration`)
    return { status: response.status, headers: response.headers, body: (await response.json()) as Reply['body'] }
  },
  d049: (stage) => stage.token(stage.assertion()),
  d050: (stage) =>
    stage.visitor.signInReply('global-administrator', {
      scope: 'https://graph.microsoft.com/.default openid offline_access',
    }),
}
