import type { ChannelPageView, DeliveryView } from '@/lib/notifications/views'
import { formatCount, formatExact, formatMoment } from '../../../_parts/formats'
import { StateLine, wordsOfState } from '../channels-card'
import { DeedForm } from '../deed-form'

/** What was sent here, newest first, with every answer. */
export function LogCard({ view: { channel, deliveries, mayChange }, now }: { view: ChannelPageView; now: Date }) {
  const mayResend = mayChange && channel.disabledWhy === null
  return (
    <section className="card" aria-labelledby="log-title">
      <div className="card-head">
        <h2 id="log-title">Messages</h2>
        <span className="note">{channel.waiting > 0 ? `${channel.waiting} waiting` : 'the last 50'}</span>
      </div>
      <div className="card-body">
        {deliveries.length === 0 && <p className="soft">Nothing was sent here yet.</p>}
        <ul className="staff-list">
          {deliveries.map((delivery) => (
            <li key={delivery.id}>
              <Entry delivery={delivery} now={now} />
              {mayResend && delivery.state !== 'waiting' && (
                <DeedForm
                  fields={{ channelId: channel.id, deliveryId: delivery.id, wish: 'again' }}
                  label="Send again"
                  size="sm"
                  ariaLabel={`Send again: ${delivery.title}`}
                />
              )}
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}

function Entry({ delivery, now }: { delivery: DeliveryView; now: Date }) {
  const { title, state, at, nextAt, answers, tries, eventId, kind } = delivery
  const { mark, text } = wordsOfState(state)
  return (
    <div>
      <b>{title}</b>
      <StateLine mark={mark}>
        {text}
        {nextAt !== null && tries > 0 && ` at ${formatMoment(nextAt, now)}`}
        {tries > 1 && `, ${formatCount(tries, 'try', 'tries')}`}
      </StateLine>
      <small>
        <time dateTime={at} title={formatExact(at)}>
          {formatMoment(at, now)}
        </time>
        , {kind}, <span className="mono">{eventId}</span>
      </small>
      {answers.map((one) => (
        <p key={one.at} className="ev">
          <time dateTime={one.at}>{formatMoment(one.at, now)}</time>
          <b>{one.answer}</b>
          <span>{one.milliseconds} ms</span>
        </p>
      ))}
    </div>
  )
}
