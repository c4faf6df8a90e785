import type { Fleet, FleetQuery } from '@/lib/tenants/fleet-views'
import { BulkForm } from './bulk-form'
import { ExpiryChart } from './expiry-chart'
import { countByMonth } from './expiry-months'
import { FleetKeys } from './fleet-keys'
import { FleetTable } from './fleet-table'
import { FleetTools, NothingMatches } from './fleet-tools'
import { fleetParams } from './fleet-url'
import { Handled } from './handled'
import { Health } from './health'
import { Needs } from './needs'
import { Pager } from './pager'

interface FleetBodyProps {
  fleet: Fleet
  query: FleetQuery
  now: Date
  mayChange: boolean
}

/** From the sentence about all tenants down to each of them. */
export function FleetBody({ fleet, query, now, mayChange }: FleetBodyProps) {
  const isAsking = fleet.needs.length + fleet.snoozed.length > 0
  return (
    <>
      <Health fleet={fleet} query={query} now={now} />
      <div className={isAsking ? 'two' : 'beside'}>
        {isAsking && <Needs needs={fleet.needs} snoozed={fleet.snoozed} now={now} />}
        <div className={isAsking ? 'stack' : 'beside'}>
          {fleet.expiry.length > 0 && <ExpiryChart months={countByMonth(fleet.expiry, now)} />}
          <Handled lines={fleet.handled} now={now} />
        </div>
      </div>
      <FleetKeys>
        <FleetTools fleet={fleet} query={query} />
        {fleet.rows.length === 0 ? (
          <NothingMatches fleet={fleet} query={query} />
        ) : (
          <BulkForm
            key={fleetParams(query).toString()}
            query={fleetParams({ ...query, page: 1 }).toString()}
            matching={fleet.matching}
            shown={fleet.rows.length}
            mayChange={mayChange}
          >
            <FleetTable fleet={fleet} query={query} now={now} mayChange={mayChange} />
          </BulkForm>
        )}
        {fleet.rows.length > 0 && <Pager fleet={fleet} query={query} />}
      </FleetKeys>
    </>
  )
}
