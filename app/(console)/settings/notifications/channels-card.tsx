import Link from 'next/link'
import type { ReactNode } from 'react'
import type { ChannelView, NotificationsView } from '@/lib/notifications/views'
import { ButtonLink } from '../../../_ui/button'
import { StateIcon, type Mark } from '../../../_ui/state-icon'
import { formatCount, formatMoment } from '../../_parts/formats'
import { channelKinds, kindWords, severityWords } from './kind-words'

/** Everybody who is told, with how the last message went. */
export function ChannelsCard({ view: { channels, mayChange }, now }: { view: NotificationsView; now: Date }) {
  return (
    <section className="card" aria-labelledby="channels-title">
      <div className="card-head">
        <h2 id="channels-title">Who is told</h2>
        <span className="note">{formatCount(channels.length, 'channel')}</span>
      </div>
      {channels.length === 0 && (
        <div className="card-body">
          <p className="soft">
            Nobody yet. Latchkey shows what needs a person on its own pages, and tells nobody elsewhere.
          </p>
        </div>
      )}
      {channels.length > 0 && (
        <div className="tbl-wrap">
          <table className="tbl people" aria-label="Channels">
            <thead>
              <tr>
                <th scope="col">Channel</th>
                <th scope="col">What is sent</th>
                <th scope="col">Last message</th>
              </tr>
            </thead>
            <tbody>
              {channels.map((channel) => (
                <Row key={channel.id} channel={channel} now={now} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {mayChange && (
        <div className="card-body panel-ways channel-ways">
          {channelKinds.map((kind) => (
            <ButtonLink key={kind} href={`/settings/notifications/new/${kind}`}>
              {kindWords[kind].add}
            </ButtonLink>
          ))}
        </div>
      )}
    </section>
  )
}

function Row({ channel, now }: { channel: ChannelView; now: Date }) {
  const { id, name, kind, leadsTo, minimumSeverity, events, customer } = channel
  return (
    <tr>
      <th scope="row" className="staff-name">
        <Link href={`/settings/notifications/${id}`}>{name}</Link>
        <small>
          {kindWords[kind].name} to {leadsTo}
        </small>
      </th>
      <td data-label="What is sent" className="staff-name">
        {severityWords[minimumSeverity]}
        <small>
          {customer ?? 'all customers'}
          {events.length > 0 && `, ${formatCount(events.length, 'kind')} of events`}
        </small>
      </td>
      <td data-label="Last message">
        <LastLine channel={channel} now={now} />
      </td>
    </tr>
  )
}

const lastMarks: Readonly<Record<string, Mark>> = { sent: 'ok', failed: 'fail', waiting: 'run', skipped: 'unknown' }
const lastWords: Readonly<Record<string, string>> = {
  sent: 'Taken',
  failed: 'Not taken',
  waiting: 'Waits for another try',
  skipped: 'Not sent',
}

function LastLine({ channel: { disabledWhy, last }, now }: { channel: ChannelView; now: Date }) {
  if (disabledWhy !== null) return <StateLine mark="warn">Off</StateLine>
  if (last === null) return <StateLine mark="todo">None yet</StateLine>
  return (
    <StateLine mark={lastMarks[last.state] ?? 'unknown'}>
      {lastWords[last.state]}, {formatMoment(last.at, now)}
    </StateLine>
  )
}

export function StateLine({ mark, children }: { mark: Mark; children: ReactNode }) {
  return (
    <span className="state-line">
      <StateIcon mark={mark} />
      {children}
    </span>
  )
}

export function wordsOfState(state: string): { mark: Mark; text: string } {
  return { mark: lastMarks[state] ?? 'unknown', text: lastWords[state] ?? state }
}
