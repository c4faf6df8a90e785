import '../../console.css'
import { getOwnApplication, type OwnApplicationView } from '@/lib/settings/own-application-view'
import { requireOperator } from '../../../_edge/session'
import { servedAt } from '../../../_edge/visit'
import { Pill } from '../../../_ui/pill'
import { CertificatesCard } from './certificates-card'
import { ClientIdCard, HomeCard } from './identity-cards'
import { PreferenceCard } from './preference-card'
import { RegisterCard } from './register-card'
import { TestCard } from './test-card'
import { PageTitle } from '../../../_ui/page-title'

/** From the provider’s own tenant to a tested registration, in the order in which one goes through it. */
export default async function OwnApplicationPage() {
  const view = await getOwnApplication(await requireOperator(), await servedAt())
  return (
    <div className="column">
      <PageTitle>Your own sign-in application</PageTitle>
      <div className="page-head">
        <div>
          <h1>Your own sign-in application</h1>
          <p>
            Where a customer’s policy blocks codes, their administrator signs in at Microsoft in this browser instead,
            through an application of yours. You register it once, in your own tenant; it takes about ten minutes.
          </p>
        </div>
        <State view={view} />
      </div>
      {!view.mayChange && <p className="note-box">Only an owner may change this. You can read everything.</p>}
      <div className="stack">
        <HomeCard view={view} />
        <RegisterCard view={view} />
        <ClientIdCard view={view} />
        <TestCard view={view} />
        <PreferenceCard view={view} />
        <CertificatesCard view={view} />
      </div>
    </div>
  )
}

function State({ view: { proved, preference } }: { view: OwnApplicationView }) {
  if (!proved) return <Pill mark="todo">Not tested yet</Pill>
  return preference === 'off' ? <Pill mark="unknown">Tested, off</Pill> : <Pill mark="ok">In use</Pill>
}
