import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { once } from './client-shell'
import type { Tour } from './client-tour'

/** Debian's Azure CLI: log in by device code, application, service principal, certificate, log in with it, remove it. */
export async function tourAzureCli({ shell, cloud, tenantId, fetched }: Tour): Promise<void> {
  const root = path.join(fetched, 'az')
  if (!existsSync(root)) await unpack(shell, root)
  const env = {
    PYTHONPATH: path.join(root, 'usr', 'lib', 'python3', 'dist-packages'),
    AZURE_CONFIG_DIR: path.join(shell.folder, 'azure'),
    AZURE_CORE_COLLECT_TELEMETRY: 'no',
    AZURE_CORE_NO_COLOR: 'yes',
    PYTHONWARNINGS: 'ignore',
  }
  const az = (words: readonly string[], onText?: (text: string) => void) =>
    shell.run({
      shown: `az ${words.join(' ').replaceAll(shell.folder, '…')}`,
      program: '/usr/bin/python3',
      words: ['-m', 'azure.cli', ...words],
      env,
      ...(onText ? { onText } : {}),
    })
  const tenant = ['--tenant', tenantId, '--allow-no-subscriptions']
  const signIn = () =>
    once(/enter the code (\w+)/i, (userCode) => cloud.control.signIn({ userCode, person: 'global-administrator' }))
  await az(['login', '--use-device-code', ...tenant], signIn())
  const made = await az(['ad', 'app', 'create', '--display-name', 'Made by az'])
  const appId = /"appId": "([^"]+)"/.exec(made)?.[1] ?? ''
  await az(['ad', 'sp', 'create', '--id', appId])
  const reset = await az(['ad', 'app', 'credential', 'reset', '--id', appId, '--create-cert'])
  const file = /"fileWithCertAndPrivateKey": "([^"]+)"/.exec(reset)?.[1] ?? ''
  await az(['ad', 'app', 'show', '--id', appId, '--query', '{appId: appId, keys: length(keyCredentials)}'])
  await az(['logout'])
  await az(['login', '--service-principal', '-u', appId, '-p', file, ...tenant])
  await az([
    'account',
    'get-access-token',
    '--resource-type',
    'ms-graph',
    '--query',
    '{tenant: tenant, type: tokenType}',
  ])
  await az(['logout'])
  await az(['login', '--use-device-code', ...tenant], signIn())
  await az(['ad', 'app', 'delete', '--id', appId])
}

/** Packages of Debian, unpacked beside each other and not installed. */
async function unpack(shell: Tour['shell'], root: string): Promise<void> {
  const packages = path.join(shell.folder, 'packages')
  await shell.run({
    shown: 'apt-get install --download-only azure-cli',
    program: 'sh',
    words: [
      '-c',
      `mkdir -p "$0/partial" && apt-get install -q -y --download-only --no-install-recommends -o "Dir::Cache::archives=$0" azure-cli | tail -1`,
      packages,
    ],
    isDirect: true,
  })
  for (const name of readdirSync(packages).filter((each) => each.endsWith('.deb')))
    await shell.quietly('dpkg-deb', ['-x', path.join(packages, name), root])
}
