import { ArrowRight } from 'lucide-react'
import Link from 'next/link'
import type { MouseEvent } from 'react'
import type { FoundTenant } from '@/lib/tenants/fleet-views'
import { StateIcon } from '../../_ui/state-icon'
import { markOf, stateNames } from '../_parts/state-words'
import type { FindGroup, FindItem } from './find-items'

interface FindGroupsProps {
  groups: readonly FindGroup[]
  active: string | undefined
  onGo: () => void
}

export function optionId(id: string): string {
  return `find-${id.replaceAll(/[^\w-]+/g, '-')}`
}

/** Options are links: they open in a new tab as links do. None takes the focus; the field has it. */
export function FindGroups({ groups, active, onGo }: FindGroupsProps) {
  return (
    <div className="find-list" id="find-list" role="listbox" aria-label="Found">
      {groups.map(({ title, items }) => (
        <div key={title} role="group" aria-label={title}>
          <p className="find-title" aria-hidden>
            {title}
          </p>
          {items.map((item) => (
            <Option key={item.id} item={item} isActive={item.id === active} onGo={onGo} />
          ))}
        </div>
      ))}
    </div>
  )
}

function Option({ item, isActive, onGo }: { item: FindItem; isActive: boolean; onGo: () => void }) {
  const go = ({ ctrlKey, metaKey, shiftKey }: MouseEvent) => {
    if (!ctrlKey && !metaKey && !shiftKey) onGo()
  }
  return (
    <Link
      id={optionId(item.id)}
      role="option"
      aria-selected={isActive}
      className="find-option"
      href={item.href}
      prefetch={false}
      tabIndex={-1}
      onClick={go}
    >
      {item.tenant === undefined ? <Place label={item.label} /> : <Tenant tenant={item.tenant} />}
    </Link>
  )
}

function Place({ label }: { label: string }) {
  return (
    <>
      <ArrowRight className="i" aria-hidden />
      <span className="find-name">{label}</span>
    </>
  )
}

function Tenant({ tenant }: { tenant: FoundTenant }) {
  return (
    <>
      <StateIcon mark={markOf[tenant.state]} />
      <span className="find-name">
        <span className="sr">{stateNames[tenant.state]}: </span>
        <b>{tenant.customer}</b> <span className="find-domain">{tenant.domain}</span>
      </span>
      <span className="find-state">{tenant.stateText}</span>
    </>
  )
}
