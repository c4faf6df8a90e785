import './notifications.css'
import { getNotifications } from '@/lib/notifications/view-store'
import { runtime } from '@/lib/runtime'
import { requireOperator } from '../../../_edge/session'
import { AccessCard } from './access-cards'
import { ChannelsCard } from './channels-card'
import { MailCard } from './mail-card'
import { PageTitle } from '../../../_ui/page-title'

export default async function NotificationsPage() {
  const view = await getNotifications(await requireOperator())
  return (
    <div className="column column-wide">
      <PageTitle>Notifications</PageTitle>
      <div className="page-head">
        <div>
          <h1>Notifications</h1>
          <p>Who is told when a tenant needs a person, and when it no longer does.</p>
        </div>
      </div>
      {!view.mayChange && <p className="note-box">Only an owner may change this. You can read everything.</p>}
      <div className="stack">
        <ChannelsCard view={view} now={runtime().clock.now()} />
        <MailCard mail={view.mail} mayChange={view.mayChange} />
        <AccessCard access="calendar" since={view.calendarSince} mayChange={view.mayChange} />
        <AccessCard access="metrics" since={view.metricsSince} mayChange={view.mayChange} />
      </div>
    </div>
  )
}
