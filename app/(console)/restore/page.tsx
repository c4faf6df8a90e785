import '../console.css'
import Link from 'next/link'
import { defaultSignIn, getRestoreDesk } from '@/lib/restore/sign-in-view'
import { listServers } from '@/lib/restore/servers'
import type { RestoreSignInLine } from '@/lib/restore/views'
import { runtime } from '@/lib/runtime'
import { may } from '@/lib/staff/permissions'
import { requireOperator } from '../../_edge/session'
import { ActForm } from '../_parts/act-form'
import { formatMoment } from '../_parts/formats'
import { OnlyLooking } from '../_parts/only-looking'
import { removeBackupServer } from './actions'
import { ServerForm } from './_parts/server-form'
import { StartForm } from './_parts/start-form'
import { PageTitle } from '../../_ui/page-title'

/** Restore sign-ins: start one, the latest, and the backup servers that they can be handed to. */
export default async function RestorePage() {
  const operator = await requireOperator()
  const { tenants, lines } = await getRestoreDesk(operator)
  const list = await listServers(operator)
  const now = runtime().clock.now()
  return (
    <div className="column stack">
      <PageTitle>Restore</PageTitle>
      <h1>Restore with a sign-in</h1>
      <section className="card" aria-labelledby="start-title">
        <div className="card-head">
          <h2 id="start-title">Sign in for a restore</h2>
        </div>
        <div className="card-body stack">
          <p>
            For backup servers that restore as a person, also where security defaults demand a second factor. An
            administrator of the tenant signs in at Microsoft; what that brings is yours to take once.
          </p>
          <Start operator={operator} tenants={tenants} />
        </div>
      </section>
      <Latest lines={lines} now={now} />
      <section className="card" aria-labelledby="servers-title">
        <div className="card-head">
          <h2 id="servers-title">Backup servers</h2>
        </div>
        <div className="card-body stack">
          {list.servers.length === 0 && <p>None is registered. A sign-in can be copied or downloaded all the same.</p>}
          {list.servers.map((server) => (
            <div key={server.id} className="stack">
              <p>
                <b>{server.name}</b> <code>{server.address}</code>, {server.version}
                {server.pinned && ', certificate pinned'}
              </p>
              {list.mayChange && (
                <ActForm
                  action={removeBackupServer}
                  fields={{ serverId: server.id }}
                  label="Remove"
                  ariaLabel={`Remove ${server.name}`}
                  variant="quiet"
                />
              )}
            </div>
          ))}
          {list.mayChange && (
            <details className="raw">
              <summary>Register one…</summary>
              <ServerForm versions={list.versions} />
            </details>
          )}
        </div>
      </section>
    </div>
  )
}

function Start({
  operator,
  tenants,
}: {
  operator: Awaited<ReturnType<typeof requireOperator>>
  tenants: Awaited<ReturnType<typeof getRestoreDesk>>['tenants']
}) {
  if (!may(operator, 'tenants.change')) return <OnlyLooking role={operator.role} what="every restore sign-in" />
  if (tenants.length === 0) return <p>No tenant is connected yet. Connect one first.</p>
  return <StartForm tenants={tenants} {...defaultSignIn} />
}

const phases: Readonly<Record<RestoreSignInLine['phase'], string>> = {
  code: 'waits for the sign-in',
  ready: 'ready to take',
  taken: 'taken',
  ended: 'ended',
}

function Latest({ lines, now }: { lines: readonly RestoreSignInLine[]; now: Date }) {
  if (lines.length === 0) return null
  return (
    <section className="card" aria-labelledby="latest-title">
      <div className="card-head">
        <h2 id="latest-title">Latest sign-ins</h2>
      </div>
      <ul className="card-body stack">
        {lines.map((line) => (
          <li key={line.id}>
            <Link href={`/restore/${line.id}`}>{line.customer}</Link>, {line.ending?.title ?? phases[line.phase]}.{' '}
            {line.operatorName}, {formatMoment(line.startedAt, now)}
          </li>
        ))}
      </ul>
    </section>
  )
}
