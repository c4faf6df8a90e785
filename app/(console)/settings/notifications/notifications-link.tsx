import { ButtonLink } from '../../../_ui/button'

/** The way to the channels, from the page of settings. */
export function NotificationsLink() {
  return (
    <section className="card" aria-labelledby="notifications-title">
      <div className="card-head">
        <h2 id="notifications-title">Notifications</h2>
      </div>
      <div className="card-body stack">
        <p className="soft">Mail, webhooks, Teams, a calendar of expiries and metrics: who is told, and how.</p>
        <div>
          <ButtonLink href="/settings/notifications">Open notifications</ButtonLink>
        </div>
      </div>
    </section>
  )
}
