// Signs in with unmodified clients of Microsoft's: arguments are the https origin, a tenant id, an application id and a
// PEM file with certificate and key. Each user code goes out on stdout; the answers follow as one line of JSON.
import { createHash, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ClientCertificateCredential, DeviceCodeCredential } from '@azure/identity'
import { ConfidentialClientApplication, PublicClientApplication } from '@azure/msal-node'

const [origin = '', tenantId = '', appId = '', pemFile = ''] = process.argv.slice(2)
const azureCli = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'
const scopes = ['https://graph.microsoft.com/.default']
const pem = readFileSync(pemFile, 'utf8')
const thumbprintSha256 = createHash('sha256').update(new X509Certificate(pem).raw).digest('hex')
const privateKey = pem.slice(pem.indexOf('-----BEGIN PRIVATE KEY'))
const authority = `${origin}/${tenantId}`
const knownAuthorities = [new URL(origin).host]
const tell = ({ userCode }: { userCode: string }) => process.stdout.write(`code ${userCode}\n`)

const msalPerson = new PublicClientApplication({ auth: { clientId: azureCli, authority, knownAuthorities } })
const byCode = await msalPerson.acquireTokenByDeviceCode({
  scopes,
  deviceCodeCallback: tell,
})
const msalApp = new ConfidentialClientApplication({
  auth: { clientId: appId, authority, knownAuthorities, clientCertificate: { thumbprintSha256, privateKey } },
})
const byCertificate = await msalApp.acquireTokenByClientCredential({ scopes })

const options = { authorityHost: origin, disableInstanceDiscovery: true }
const identityPerson = new DeviceCodeCredential({
  ...options,
  tenantId,
  clientId: azureCli,
  userPromptCallback: tell,
})
const identityCode = await identityPerson.getToken(scopes)
const identityApp = new ClientCertificateCredential(tenantId, appId, { certificatePath: pemFile }, options)
const identityCertificate = await identityApp.getToken(scopes)

const tokens = [byCode?.accessToken, byCertificate?.accessToken, identityCode.token, identityCertificate.token]
const answers = tokens.map((token) =>
  fetch(`${origin}/v1.0/organization`, { headers: { authorization: `Bearer ${token}` } }),
)
process.stdout.write(
  `${JSON.stringify({ account: byCode?.account?.username, statuses: (await Promise.all(answers)).map(({ status }) => status) })}\n`,
)
