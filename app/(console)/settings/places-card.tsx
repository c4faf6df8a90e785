import { may } from '@/lib/staff/permissions'
import { requireOperator } from '../../_edge/session'
import { ButtonLink } from '../../_ui/button'

const places = [
  {
    verb: 'staff.read',
    href: '/settings/staff',
    name: 'Staff',
    link: 'Open staff',
    about: 'Who signs in here, with which role, invitations and the second factor.',
  },
  {
    verb: null,
    href: '/settings/notifications',
    name: 'Notifications',
    link: 'Open notifications',
    about: 'Mail, webhooks, Teams, a calendar of expiries and metrics: who is told, and how.',
  },
  {
    verb: 'clients.read',
    href: '/settings/api-clients',
    name: 'API clients',
    link: 'Open API clients',
    about: 'Backup servers and scripts that use Latchkey: what each may do, and for which tenants.',
  },
] as const

/** The ways to the settings that have a page of their own, one line each. */
export async function PlacesCard() {
  const operator = await requireOperator()
  const open = places.filter(({ verb }) => verb === null || may(operator, verb))
  return (
    <section className="card" aria-labelledby="places-title">
      <div className="card-head">
        <h2 id="places-title">On pages of their own</h2>
      </div>
      <ul className="places">
        {open.map(({ href, name, link, about }) => (
          <li key={href}>
            <div>
              <b>{name}</b>
              <p>{about}</p>
            </div>
            <ButtonLink href={href} size="sm">
              {link}
            </ButtonLink>
          </li>
        ))}
      </ul>
    </section>
  )
}
