import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { startPracticeCloud, type PracticeCloud } from '@/practice-cloud/server'
import { tourAzureCli } from './client-azure'
import { tourMicrosoft365Cli } from './client-m365'
import { ClientShell } from './client-shell'
import { startTlsFront } from './tls-front'

const domain = 'northwind.example'
const resourceManager = 'management.azure.com'

/** Azure Resource Manager, where Azure CLI looks for subscriptions: this tenant has none. */
function neighbour(_host: string, place: string): unknown {
  return /^\/(?:subscriptions|tenants)\?/.test(place) ? { value: [] } : undefined
}

export interface Tour {
  shell: ClientShell
  cloud: PracticeCloud
  tenantId: string
  /** Where the clients themselves are, or come. */
  fetched: string
}

/** `--fetched FOLDER` keeps what was fetched there for the next time; `m365` or `az` alone takes only that one. */
function readWords(words: readonly string[]): { fetched?: string; names: readonly string[] } {
  const place = words.indexOf('--fetched')
  const fetched = place === -1 ? undefined : words[place + 1]
  const names = words.filter((_, index) => place === -1 || (index !== place && index !== place + 1))
  return { names, ...(fetched === undefined ? {} : { fetched: path.resolve(fetched) }) }
}

/** Each client in turn, each with a fresh tenant; exit code 0 when all of their commands worked. */
async function main(words: readonly string[]): Promise<number> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'latchkey-clients-'))
  const { fetched = folder, names } = readWords(words)
  const front = await startTlsFront([resourceManager], neighbour)
  const cloud = await startPracticeCloud({ publicOrigin: 'https://login.microsoftonline.com' })
  front.leadTo(cloud.localOrigin)
  const authority = path.join(folder, 'authority.pem')
  writeFileSync(authority, front.authority)
  try {
    let failed = 0
    for (const [name, tour] of Object.entries({ m365: tourMicrosoft365Cli, az: tourAzureCli })) {
      if (names.length > 0 && !names.includes(name)) continue
      await cloud.control.reset()
      const [tenant] = (await cloud.control.tenants()).filter((each) => each.domain === domain)
      const shell = new ClientShell({ folder, authority, proxy: front.proxy })
      await tour({ shell, cloud, fetched, tenantId: tenant?.tenantId ?? '' })
      failed += shell.failed
    }
    const refused = [...front.asked].filter(([, { isOurs }]) => !isOurs).map(([host]) => host)
    console.log(`\nHosts that were wanted and refused: ${refused.join(', ') || 'none'}`)
    console.log(failed === 0 ? 'Every command worked.' : `${String(failed)} commands failed.`)
    return failed === 0 ? 0 : 1
  } finally {
    await front.close()
    await cloud.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

process.exit(await main(process.argv.slice(2)))
