import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import type { Person } from '../data/people'
import type { Wanted } from './consent'

/** How a sign-in at the device page ended, or that it has not. */
export type FlowState =
  | { kind: 'pending' }
  | { kind: 'approved'; person: Person }
  | { kind: 'declined' }
  | { kind: 'expired' }
  | { kind: 'redeemed' }
  | { kind: 'blocked'; by: 'policy' | 'mfa' | 'foreign-account' | 'consent' | 'consent-declined'; person: Person }

/** One device authorization. It lives in memory only, as a secret must. */
export interface DeviceFlow extends Wanted {
  deviceCode: string
  userCode: string
  expiresAt: number
  intervalSeconds: number
  lastPollAt: number | undefined
  pollsTooFast: number
  state: FlowState
}

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const USER_CODE_LENGTH = 9
/** So many polls in too short a time are a loop. */
const KEPT_AFTER_EXPIRY_MS = 600_000

export function newUserCode(): string {
  return Array.from({ length: USER_CODE_LENGTH }, () => LETTERS[randomInt(LETTERS.length)] ?? 'A').join('')
}

export class DeviceFlows {
  readonly #byDeviceCode = new Map<string, DeviceFlow>()
  readonly #byUserCode = new Map<string, DeviceFlow>()
  /** Sign-ins under way at the page: an opaque step id to the flow and the person chosen. */
  readonly #steps = new Map<string, { flow: DeviceFlow; upn?: string; at: number }>()

  begin(
    wanted: Pick<DeviceFlow, 'clientId' | 'authority' | 'tenantId' | 'scopes' | 'expiresAt' | 'intervalSeconds'>,
    marker: string,
  ): DeviceFlow {
    const flow: DeviceFlow = {
      ...wanted,
      deviceCode: `${marker}${randomBytes(96).toString('base64url')}`,
      userCode: newUserCode(),
      lastPollAt: undefined,
      pollsTooFast: 0,
      state: { kind: 'pending' },
    }
    this.#byDeviceCode.set(flow.deviceCode, flow)
    this.#byUserCode.set(flow.userCode, flow)
    return flow
  }

  byDeviceCode(deviceCode: string): DeviceFlow | undefined {
    return this.#byDeviceCode.get(deviceCode)
  }

  /** People type codes with spaces, hyphens and in small letters. */
  byUserCode(typed: string): DeviceFlow | undefined {
    return this.#byUserCode.get(typed.replace(/[^a-z0-9]/gi, '').toUpperCase())
  }

  openStep(flow: DeviceFlow, now: number): string {
    const id = randomUUID()
    this.#steps.set(id, { flow, at: now })
    return id
  }

  step(id: string): { flow: DeviceFlow; upn?: string } | undefined {
    return this.#steps.get(id)
  }

  choose(id: string, upn: string): void {
    const step = this.#steps.get(id)
    if (step !== undefined) step.upn = upn
  }

  closeStep(id: string): void {
    this.#steps.delete(id)
  }

  pollsTooFast(tenantId: string): number {
    let count = 0
    for (const flow of this.#byDeviceCode.values()) if (flow.tenantId === tenantId) count += flow.pollsTooFast
    return count
  }

  /** Forgets codes long after their end, so that the process does not grow. */
  sweep(now: number): void {
    for (const [code, flow] of this.#byDeviceCode) {
      if (flow.expiresAt + KEPT_AFTER_EXPIRY_MS > now) continue
      this.#byDeviceCode.delete(code)
      this.#byUserCode.delete(flow.userCode)
    }
    for (const [id, step] of this.#steps) if (step.at + KEPT_AFTER_EXPIRY_MS * 3 < now) this.#steps.delete(id)
  }

  clear(): void {
    this.#byDeviceCode.clear()
    this.#byUserCode.clear()
    this.#steps.clear()
  }
}
