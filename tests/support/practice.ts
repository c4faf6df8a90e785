import { randomUUID } from 'node:crypto'
import { clouds, type Cloud } from '@/lib/microsoft/clouds'
import { startDeviceSignIn } from '@/lib/microsoft/sign-in'
import type { DelegatedToken } from '@/lib/microsoft/tokens'
import type { Control, NewTenant } from '@/practice-cloud/control/control'
import { startPracticeCloud } from '@/practice-cloud/server'
import { skippingClock } from './skipping-clock'

export const azureCliClientId = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'

export interface PracticeTenant {
  tenantId: string
  domain: string
  displayName: string
}

export interface Practice {
  origin: string
  control: Control
  cloud: Cloud
  clouds: readonly Cloud[]
  /** A tenant of one's own, so that tests do not meet: cheap, made by the thousand. */
  newTenant(wanted?: Partial<NewTenant>): Promise<PracticeTenant>
  /** Signs a person in by a device code, through the real pages and polls; by default the Global Administrator. */
  signIn(tenant: PracticeTenant, person?: string, clientId?: string, scope?: string): Promise<DelegatedToken>
  close(): Promise<void>
}

/** One practice cloud for a test file, in this process and over real HTTP. Call `close` in afterAll. */
export async function startPractice(): Promise<Practice> {
  const server = await startPracticeCloud({ port: 0 })
  const { origin, control } = server
  const all = clouds({ practiceOrigin: origin })
  const cloud = all.find(({ name }) => name === 'practice')
  if (cloud === undefined) throw new Error('The practice cloud is missing from the list of clouds')
  return {
    origin,
    control,
    cloud,
    clouds: all,
    close: () => server.close(),
    newTenant: async (wanted = {}) => {
      const domain = wanted.domain ?? `t${randomUUID().slice(0, 13)}.example`
      const displayName = wanted.displayName ?? 'Contoso'
      const { tenantId } = await control.createTenant({ ...wanted, domain, displayName })
      return { tenantId, domain, displayName }
    },
    signIn: async (tenant, person = 'global-administrator', clientId = azureCliClientId, scope?) => {
      const started = await startDeviceSignIn({
        cloud,
        tenantId: tenant.tenantId,
        clientId,
        scope: scope ?? `${cloud.graphResource}/.default`,
        clock: skippingClock(),
        timeoutMs: 10_000,
      })
      await control.signIn({ userCode: started.userCode, person })
      const result = await started.poll()
      if (result.status === 'granted') return result.token
      throw new Error(`The sign-in of ${person} ended with ${result.failure.code}`)
    },
  }
}
