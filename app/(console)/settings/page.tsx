import './settings.css'
import { getSettings } from '@/lib/settings/settings'
import { getOwnApplication } from '@/lib/settings/own-application-view'
import { readExpiryLevels } from '@/lib/tenants/expiry-levels'
import { requireOperator } from '../../_edge/session'
import { servedAt } from '../../_edge/visit'
import { ExpiryLevelsCard } from './expiry-levels-card'
import { BootstrapCard } from './bootstrap-card'
import { OwnProgramCard } from './own-program-card'
import { PlacesCard } from './places-card'
import { TwoWaysCard } from './two-ways-card'
import { WhatTheySeeCard } from './what-they-see-card'
import { WhyCard } from './why-card'
import { PageTitle } from '../../_ui/page-title'

export default async function SettingsPage() {
  const operator = await requireOperator()
  const settings = await getSettings(operator)
  const browser = await getOwnApplication(operator, await servedAt())
  return (
    <div className="column">
      <PageTitle>Settings</PageTitle>
      <div className="page-head">
        <div>
          <h1>Settings</h1>
          <p>For this whole Latchkey. Changes count for the next sign-in; a run that is open keeps what it has.</p>
        </div>
      </div>
      <div className="stack">
        <PlacesCard />
        <TwoWaysCard settings={settings} browser={browser} />
        <BootstrapCard settings={settings} />
        <WhyCard isDefault={settings.isDefault} />
        <WhatTheySeeCard isDefault={settings.isDefault} clientId={settings.bootstrapClientId} />
        <OwnProgramCard />
        <ExpiryLevelsCard levels={await readExpiryLevels(null)} mayChange={settings.mayChange} />
      </div>
    </div>
  )
}
