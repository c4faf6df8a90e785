import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import type { Server } from 'node:https'
import type { RequestListener } from 'node:http'
import path from 'node:path'
import { createAuthority, issueForServer } from './certificates/authority'
import type { Cloud } from './cloud'

/** An https server whose certificate comes from this cloud's own authority; certificates follow the machine's clock. */
export async function openTls(
  cloud: Cloud,
  names: readonly string[],
  stateFile: string | undefined,
  listener: RequestListener,
): Promise<{ server: Server; caPem: string; caFile?: string }> {
  const authority = (cloud.state.authorities.tls ??= createAuthority('Practice cloud authority', Date.now()))
  const { certificatePem, keyPem } = issueForServer(authority, names, Date.now())
  const server = createServer({ key: keyPem, cert: `${certificatePem}${authority.certificatePem}` }, listener)
  const caPem = authority.certificatePem
  if (stateFile === undefined) return { server, caPem }
  const caFile = path.resolve(`${stateFile.replace(/\.json$/, '')}-authority.pem`)
  await writeFile(caFile, caPem)
  return { server, caPem, caFile }
}

/** The same cloud as a client over TLS sees it: every address it is told is https and under the name it used. */
export function facing(cloud: Cloud, host: string): Cloud {
  return { ...cloud, origin: `https://${host}` }
}
