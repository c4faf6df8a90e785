import { randomUUID } from 'node:crypto'
import type { Fault, FaultName, FaultOf } from './catalogue'

/** What a fault's `match` is compared with. */
export interface Occasion {
  method: string
  path: string
  operation: string
}

/** A fault that is switched on, for one tenant id or `*`. */
export interface ActiveFault {
  id: string
  tenant: string
  fault: Fault
  /** How often it has applied. */
  applied: number
  /** Sequence number of the directory when it was switched on: what is older is not late. */
  sinceSeq: number
}

/** All faults of this cloud. `take` uses one occasion up, `active` only looks. */
export class FaultBox {
  #faults: (ActiveFault & { skipped: number })[] = []

  add(tenant: string, fault: Fault, sinceSeq: number): ActiveFault {
    const active = { id: randomUUID(), tenant, fault, applied: 0, sinceSeq, skipped: 0 }
    this.#faults.push(active)
    return active
  }

  clear(tenant?: string): void {
    this.#faults = tenant === undefined ? [] : this.#faults.filter((active) => active.tenant !== tenant)
  }

  drop(id: string): void {
    this.#faults = this.#faults.filter((active) => active.id !== id)
  }

  /** Counts one use of a fault that is only looked at. */
  count(id: string): number {
    const found = this.#faults.find((active) => active.id === id)
    if (found === undefined) return 0
    found.applied += 1
    return found.applied
  }

  list(): ActiveFault[] {
    return this.#faults.map(({ skipped: _skipped, ...active }) => active)
  }

  /** All faults of a name that hold for this tenant now, without using them up. */
  active<N extends FaultName>(name: N, tenantId: string | undefined): (ActiveFault & { fault: FaultOf<N> })[] {
    return this.#faults.filter(
      (active): active is typeof active & { fault: FaultOf<N> } =>
        active.fault.name === name && concerns(active, tenantId) && !isSpent(active),
    )
  }

  /** The first fault of a name that applies to this occasion; counts it. */
  take<N extends FaultName>(
    name: N,
    tenantId: string | undefined,
    occasion: Occasion,
    fits: (fault: FaultOf<N>) => boolean = () => true,
  ): FaultOf<N> | undefined {
    for (const candidate of this.#faults) {
      if (candidate.fault.name !== name || !concerns(candidate, tenantId) || isSpent(candidate)) continue
      if (!matches(candidate.fault, occasion) || !fits(candidate.fault as FaultOf<N>)) continue
      if (candidate.skipped < (candidate.fault.skip ?? 0)) {
        candidate.skipped += 1
        continue
      }
      candidate.applied += 1
      return candidate.fault as FaultOf<N>
    }
    return undefined
  }
}

function concerns(active: ActiveFault, tenantId: string | undefined): boolean {
  return active.tenant === '*' || active.tenant === tenantId
}

function isSpent(active: ActiveFault): boolean {
  return active.fault.times !== undefined && active.applied >= active.fault.times
}

function matches({ match }: Fault, occasion: Occasion): boolean {
  if (match === undefined) return true
  if (match.method !== undefined && !match.method.split('|').includes(occasion.method)) return false
  if (match.operation !== undefined && match.operation !== occasion.operation) return false
  return match.path === undefined || new RegExp(match.path).test(occasion.path)
}
