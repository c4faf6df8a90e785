import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ConfidentialClientApplication, PublicClientApplication } from '@azure/msal-node'
import { tell, wishFrom } from './told'

// Microsoft's own library as it comes: only the address of the authority is given, as its documentation has it
const { flow, origin, tenantId, clientId, certificatePath } = wishFrom(process.argv)
const auth = { clientId, authority: `${origin}/${tenantId}`, knownAuthorities: [new URL(origin).host] }
const scopes = ['https://graph.microsoft.com/.default']

async function byCertificate() {
  const pem = readFileSync(certificatePath, 'utf8')
  const thumbprintSha256 = new X509Certificate(pem).fingerprint256.replaceAll(':', '')
  const clientCertificate = { thumbprintSha256, privateKey: pem.slice(0, pem.indexOf('-----BEGIN CERTIFICATE')) }
  return new ConfidentialClientApplication({ auth: { ...auth, clientCertificate } }).acquireTokenByClientCredential({
    scopes,
  })
}

function byCode() {
  return new PublicClientApplication({ auth }).acquireTokenByDeviceCode({
    scopes,
    deviceCodeCallback: ({ userCode }) => {
      tell({ userCode })
    },
  })
}

const answer = await (flow === 'certificate' ? byCertificate() : byCode())
tell({ token: answer?.accessToken ?? '' })
