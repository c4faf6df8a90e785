import { AppError } from '../errors'
import { record } from '../audit/audit'
import { runtime } from '../runtime'
import { labelOf, type Actor } from '../staff/actor'
import { may, requireMay } from '../staff/permissions'
import { uuid } from '../tenants/tenant-store'
import { readPin, readServerAddress, serverVersions, type ServerVersion } from './server-address'
import type { CalledServer } from './server-call'

export interface BackupServerView {
  id: string
  name: string
  address: string
  version: string
  pinned: boolean
}

export interface NewBackupServer {
  name: string
  address: string
  version: string
  /** Empty: its certificate is checked as browsers do. */
  pinnedSha256: string
}

/** For the choice on the page, and whether this operator may change the list. */
export async function listServers(
  actor: Actor,
): Promise<{ servers: readonly BackupServerView[]; versions: readonly string[]; mayChange: boolean }> {
  const rows = await runtime().db.backupServer.findMany({ orderBy: [{ name: 'asc' }, { address: 'asc' }], take: 200 })
  return {
    servers: rows.map(({ id, name, address, version, pinnedSha256 }) => {
      return { id, name, address, version, pinned: pinnedSha256 !== null }
    }),
    versions: serverVersions,
    mayChange: may(actor, 'restore.servers'),
  }
}

/** Where assertions may be sent: owners and managers decide. Throws AppError that names the field at fault. */
export async function addServer(actor: Actor, given: NewBackupServer): Promise<void> {
  requireMay(actor, 'restore.servers')
  const name = given.name.trim()
  if (name === '' || name.length > 80) {
    throw new AppError('invalid_input', 'server name', { field: 'name', say: 'Give it a name of at most 80 letters.' })
  }
  const version = serverVersions.find((known) => known === given.version)
  if (version === undefined) {
    throw new AppError('invalid_input', 'version', { field: 'version', say: 'Choose one of the versions.' })
  }
  const address = readServerAddress(given.address)
  const pinnedSha256 = readPin(given.pinnedSha256)
  const { db, clock } = runtime()
  const data = { name, version, address, pinnedSha256, addedBy: actor.name, addedAt: clock.now() }
  await db.$transaction(async (tx) => {
    const { id } = await tx.backupServer.upsert({
      where: { address_version: { address, version } },
      create: data,
      update: data,
    })
    await record(tx, {
      actor: labelOf(actor),
      action: 'backup_server.saved',
      subject: `backup-server:${id}`,
      detail: { operator: actor.name, name, address, ...(pinnedSha256 === null ? {} : { sha256: pinnedSha256 }) },
    })
  })
}

export async function removeServer(actor: Actor, id: string): Promise<void> {
  requireMay(actor, 'restore.servers')
  const { db } = runtime()
  await db.$transaction(async (tx) => {
    const { count } = await tx.backupServer.deleteMany({ where: { id: uuid.test(id) ? id : undefinedId } })
    if (count === 0) return
    await record(tx, {
      actor: labelOf(actor),
      action: 'backup_server.removed',
      subject: `backup-server:${id}`,
      detail: { operator: actor.name },
    })
  })
}

const undefinedId = '00000000-0000-0000-0000-000000000000'

export async function findServer(id: string): Promise<CalledServer> {
  const row = uuid.test(id) ? await runtime().db.backupServer.findUnique({ where: { id } }) : null
  if (row === null) {
    throw new AppError('invalid_input', 'no such server', { field: 'serverId', say: 'Choose a backup server.' })
  }
  return { ...row, version: row.version as ServerVersion }
}
