import '../notifications.css'
import { getChannel } from '@/lib/notifications/view-store'
import type { ChannelPageView } from '@/lib/notifications/views'
import { runtime } from '@/lib/runtime'
import { requireOperator } from '../../../../_edge/session'
import { Pill } from '../../../../_ui/pill'
import { orNotFound } from '../../../_parts/or-not-found'
import { ChannelForm } from '../channel-form'
import { DeedForm } from '../deed-form'
import { kindWords } from '../kind-words'
import { LogCard } from './log-card'
import { PageTitle } from '../../../../_ui/page-title'

interface ChannelPageProps {
  params: Promise<{ channelId: string }>
}

/** One receiver: whether it works, what it was sent, and everything that can be changed about it. */
export default async function ChannelPage({ params }: ChannelPageProps) {
  const { channelId } = await params
  const view = await orNotFound(getChannel(await requireOperator(), channelId))
  const { channel, mayChange } = view
  return (
    <div className="column column-wide stack">
      <PageTitle>{channel.name}</PageTitle>
      <div className="page-head">
        <div>
          <h1>{channel.name}</h1>
          <p>
            {kindWords[channel.kind].name} to {channel.leadsTo}
          </p>
        </div>
        {channel.disabledWhy === null ? <Pill mark="ok">On</Pill> : <Pill mark="warn">Off</Pill>}
      </div>
      {channel.disabledWhy !== null && <p className="note-box">{channel.disabledWhy} Nothing is sent here.</p>}
      {mayChange && <Deeds view={view} />}
      <LogCard view={view} now={runtime().clock.now()} />
      {mayChange && <Change view={view} />}
    </div>
  )
}

function Deeds({ view: { channel } }: { view: ChannelPageView }) {
  const { id, disabledWhy, kind } = channel
  const isOn = disabledWhy === null
  return (
    <section className="card" aria-labelledby="deeds-title">
      <div className="card-head">
        <h2 id="deeds-title">Try it</h2>
      </div>
      <div className="card-body stack">
        {isOn && <DeedForm fields={{ channelId: id, wish: 'test' }} label="Send a test" variant="primary" />}
        <div className="staff-acts">
          {kind === 'webhook' && <DeedForm fields={{ channelId: id, wish: 'renew' }} label="New signing secret" />}
          <DeedForm fields={{ channelId: id, wish: isOn ? 'off' : 'on' }} label={isOn ? 'Switch off' : 'Switch on'} />
        </div>
      </div>
    </section>
  )
}

function Change({ view: { channel, customers } }: { view: ChannelPageView }) {
  const { id, kind, name, leadsTo, minimumSeverity, events, customerId } = channel
  const start = {
    ...{ name, minimumSeverity, events, customerId: customerId ?? '' },
    leadsTo: kind === 'mail' ? leadsTo : '',
  }
  return (
    <section className="card" aria-labelledby="change-title">
      <div className="card-head">
        <h2 id="change-title">Change</h2>
      </div>
      <div className="card-body stack">
        <ChannelForm kind={kind} channelId={id} start={start} customers={customers} />
        <details className="event-choice">
          <summary>Remove this channel</summary>
          <p className="soft">Its log goes with it, and what waits is not sent.</p>
          <DeedForm fields={{ channelId: id, wish: 'remove' }} label="Remove for good" variant="danger" />
        </details>
      </div>
    </section>
  )
}
