import { z } from 'zod'
import { AppError } from '../../errors'
import { runtime } from '../../runtime'

const patienceMs = 20_000

const tenants = z.array(z.object({ tenantId: z.uuid(), domain: z.string() }))
const made = z.object({ tenantId: z.uuid() })
const nothing = z.unknown()

export type Licence = 'exchange' | 'sharepoint' | 'teams'

/** What the practice cloud may be asked to do to a tenant of its own; its README lists faults and plants. */
export interface PracticeControl {
  listTenants: () => Promise<readonly { tenantId: string; domain: string }[]>
  createTenant: (wanted: { domain: string; displayName: string; licences?: readonly Licence[] }) => Promise<string>
  deleteTenant: (domain: string) => Promise<unknown>
  /** Plays the administrator at the page where a code is typed. */
  signIn: (userCode: string, person: string, outcome?: 'decline') => Promise<unknown>
  fault: (domain: string, fault: Readonly<Record<string, unknown>>) => Promise<unknown>
  clearFaults: (domain: string) => Promise<unknown>
  plant: (domain: string, plant: Readonly<Record<string, unknown>>) => Promise<unknown>
}

/** The practice cloud’s control API over HTTP. Throws practice_off where there is none, microsoft_unreachable where it is silent. */
export function practiceControl(): PracticeControl {
  const cloud = runtime().clouds.find(({ name }) => name === 'practice')
  if (cloud === undefined) throw new AppError('practice_off', 'no practice cloud in this process')
  const call = caller(cloud.loginOrigin)
  return {
    listTenants: () => call(tenants, 'tenants'),
    createTenant: async (wanted) => (await call(made, 'createTenant', wanted)).tenantId,
    deleteTenant: (domain) => call(nothing, 'deleteTenant', domain),
    signIn: (userCode, person, outcome) => call(nothing, 'signIn', { userCode, person, ...(outcome && { outcome }) }),
    fault: (domain, fault) => call(nothing, 'fault', domain, fault),
    clearFaults: (domain) => call(nothing, 'clearFaults', domain),
    plant: (domain, plant) => call(nothing, 'plant', domain, plant),
  }
}

function caller(origin: string) {
  return async <T>(answer: z.ZodType<T>, method: string, ...args: readonly unknown[]): Promise<T> => {
    const signal = AbortSignal.any([AbortSignal.timeout(patienceMs), runtime().closing])
    const response = await fetch(`${origin}/_practice/${method}`, {
      method: 'POST',
      headers: { 'x-practice-control': '1', 'content-type': 'application/json' },
      body: JSON.stringify(args),
      signal,
    }).catch((cause: unknown) => {
      throw new AppError('microsoft_unreachable', `practice cloud: ${method}`, { cause, say: silent })
    })
    const body: unknown = await response.json()
    if (response.ok) return answer.parse(body)
    throw new AppError('conflict', `practice cloud refused ${method}: ${JSON.stringify(body).slice(0, 300)}`, {
      say: 'The practice cloud refused this. Remove the practice fleet and fill it again.',
    })
  }
}

const silent = 'The practice cloud does not answer. It starts with the portal; try again in a minute.'
