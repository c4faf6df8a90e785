import type { ReactNode } from 'react'
import type { Snooze } from '@/lib/tenants/snoozes'
import type { ConditionView } from '@/lib/tenants/condition-views'
import { EvidenceLine } from '../../../../_ui/evidence-line'
import { StateIcon } from '../../../../_ui/state-icon'
import { formatCount, formatExact, formatMoment } from '../../../_parts/formats'
import { markOf } from '../../../_parts/state-words'
import { SnoozeLine } from './snooze'

const words: Readonly<Record<ConditionView['status'], string>> = {
  ok: 'in order',
  warning: 'warning',
  failing: 'failing',
  unknown: 'could not check',
}

const rank: Readonly<Record<ConditionView['status'], number>> = { failing: 0, warning: 1, ok: 2, unknown: 3 }

interface ConditionsProps {
  conditions: readonly ConditionView[]
  now: Date
  /** Of this tenant. */
  snoozes: readonly Snooze[]
  tenantId: string
  mayChange: boolean
}

/** What was checked, trouble first. What could not be checked is hatched and stands last with its reason. */
export function Conditions({ conditions, now, snoozes, tenantId, mayChange }: ConditionsProps) {
  const sorted = [...conditions].sort((a, b) => rank[a.status] - rank[b.status])
  const lastAt = conditions
    .map(({ checkedAt }) => checkedAt)
    .sort()
    .at(-1)
  return (
    <section className="card" aria-labelledby="conditions-title">
      <div className="card-head">
        <h2 id="conditions-title">What was checked</h2>
        {lastAt !== undefined && (
          <span className="note">
            {formatCount(conditions.length, 'condition')},{' '}
            <time dateTime={lastAt} title={formatExact(lastAt)}>
              {formatMoment(lastAt, now)}
            </time>
          </span>
        )}
      </div>
      {conditions.length === 0 ? (
        <p className="card-body soft">Nothing was checked yet: the tenant is not set up.</p>
      ) : (
        <ul>
          {sorted.map((condition) => (
            <Condition key={condition.type} condition={condition} now={now}>
              <SnoozeLine
                tenantId={tenantId}
                condition={condition}
                snoozed={snoozes.find(({ type }) => type === condition.type)}
                mayChange={mayChange}
              />
            </Condition>
          ))}
        </ul>
      )}
    </section>
  )
}

function Condition({ condition, now, children }: { condition: ConditionView; now: Date; children: ReactNode }) {
  const word = words[condition.status]
  return (
    <li className={condition.status === 'unknown' ? 'condition grey' : 'condition'}>
      <StateIcon mark={markOf[condition.status]} />
      <div className="condition-name">
        {condition.name}
        <small>{word}</small>
      </div>
      <div className="condition-said">
        <p>{condition.message}</p>
        <History condition={condition} now={now} />
        {condition.evidence.map((evidence, index) => (
          <EvidenceLine key={`${evidence.at} ${index}`} evidence={evidence} />
        ))}
        {condition.remedy !== null && <p className="condition-remedy">{condition.remedy}</p>}
        {condition.who !== null && <p className="condition-who">Who can: {condition.who}</p>}
        {children}
      </div>
    </li>
  )
}

/** How long it has been like this, and when it was last proved: nothing for what is in order now. */
function History({ condition, now }: { condition: ConditionView; now: Date }) {
  const { status, since, provedAt, unsureSince } = condition
  if (status === 'ok' || (status === 'unknown' && unsureSince === null)) return null
  return (
    <p className="condition-who">
      {status !== 'unknown' && <>Since {time(since, now)}. </>}
      {provedAt !== null && <>Last in order {time(provedAt, now)}. </>}
      {unsureSince !== null && <>No check could tell since {time(unsureSince, now)}.</>}
    </p>
  )
}

function time(at: string, now: Date) {
  return (
    <time dateTime={at} title={formatExact(at)}>
      {formatMoment(at, now).replace('Today', 'today at')}
    </time>
  )
}
