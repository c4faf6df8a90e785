import { existsSync } from 'node:fs'
import path from 'node:path'
import { once } from './client-shell'
import type { Tour } from './client-tour'

/** The CLI for Microsoft 365: log in as a person, register an application with certificate and consent, log in as it, remove it. */
export async function tourMicrosoft365Cli({ shell, cloud, tenantId, fetched }: Tour): Promise<void> {
  const folder = path.join(fetched, 'm365')
  const program = path.join(folder, 'node_modules', '.bin', 'm365')
  if (!existsSync(program))
    await shell.run({
      shown: 'npm install @pnp/cli-microsoft365',
      program: 'npm',
      words: ['install', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts', '@pnp/cli-microsoft365'],
      isDirect: true,
    })
  const m365 = (words: readonly string[], onText?: (text: string) => void) =>
    shell.run({ shown: `m365 ${words.join(' ')}`, program, words, ...(onText ? { onText } : {}) })
  const scopes = ['Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All', 'User.Read', 'Directory.Read.All']
  const { appId } = await cloud.control.registerClient({ displayName: 'CLI for Microsoft 365', scopes })
  const signIn = once(/enter the code (\w+)/i, (userCode) =>
    cloud.control.signIn({ userCode, person: 'global-administrator' }),
  )
  await m365(['login', '--authType', 'deviceCode', '--appId', appId, '--tenant', tenantId], signIn)
  await m365(['status', '--output', 'json'])
  const files = await makeCertificate(shell)
  const name = ['--name', 'Made by m365']
  const certificate = ['--certificateFile', files.certificate, '--certificateDisplayName', 'by file']
  const apis = ['--apisApplication', 'https://graph.microsoft.com/User.Read.All', '--grantAdminConsent']
  const made = await m365(['entra', 'app', 'add', ...name, ...certificate, ...apis, '--output', 'json'])
  const own = /"appId": "([^"]+)"/.exec(made)?.[1] ?? ''
  await m365(['entra', 'app', 'get', '--appId', own, '--output', 'json'])
  await m365(['logout'])
  const byKey = ['--certificateFile', files.pfx, '--password', files.password]
  await m365(['login', '--authType', 'certificate', ...byKey, '--appId', own, '--tenant', tenantId])
  await m365(['entra', 'user', 'list', '--properties', 'displayName', '--output', 'csv'])
  await m365(['logout'])
  await m365(['login', '--authType', 'deviceCode', '--appId', appId, '--tenant', tenantId], again(cloud))
  await m365(['entra', 'app', 'remove', '--appId', own, '--force'])
}

function again(cloud: Tour['cloud']) {
  return once(/enter the code (\w+)/i, (userCode) => cloud.control.signIn({ userCode, person: 'global-administrator' }))
}

/** A key pair as people make one for such a client: a PEM certificate to upload, a PFX to sign in with. */
async function makeCertificate(shell: Tour['shell']) {
  const at = (name: string) => path.join(shell.folder, name)
  const [key, certificate, pfx, password] = [at('m365.key'), at('m365.cer'), at('m365.pfx'), 'of-the-moment']
  const subject = ['-subj', '/CN=Made by m365', '-days', '30']
  const pair = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, ...subject]
  await shell.quietly('openssl', pair)
  const pack = ['pkcs12', '-export', '-inkey', key, '-in', certificate, '-out', pfx, '-passout', `pass:${password}`]
  await shell.quietly('openssl', pack)
  return { certificate, pfx, password }
}
