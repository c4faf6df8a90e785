import { cloudByName } from '@/lib/microsoft/clouds'
import { workOnce } from '@/lib/queue/worker'
import type { WorkHandler } from '@/lib/queue/worker'
import { runtime } from '@/lib/runtime'
import { listCertificates } from '@/lib/tenants/certificate-store'
import { freshToken } from '@/lib/tenants/own-sign-in'
import { rotateTenant } from '@/lib/tenants/rotation'
import type { House } from './tenants'

const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

/** Time of product and practice cloud together, moved by the test: nothing waits, and years pass in seconds. */
export interface Years {
  now(): Date
  /** Moves both clocks; nothing is worked on. */
  advance(milliseconds: number): Promise<void>
  /** Everything that is due now, once. */
  work(): Promise<number>
  /** Jumps from one due time to the next and works each off, until `until` or until `isDone`. */
  live(until: Date, isDone?: () => Promise<boolean>): Promise<void>
  stop(): void
}

export function passYears(
  house: House,
  handlers: Readonly<Record<string, WorkHandler>> = { rotate: rotateTenant },
  onStep: (now: Date) => Promise<void> = () => Promise.resolve(),
): Years {
  const before = runtime().clock
  let skipped = 0
  const now = () => new Date(Date.now() + skipped)
  const advance = async (milliseconds: number) => {
    skipped += milliseconds
    await house.cloud.control.advanceClock(milliseconds / 1000)
  }
  const install = () => {
    runtime().clock = {
      now,
      // pauses of the product pass at once, for it and for Microsoft alike
      sleep: async (milliseconds, signal) => {
        if (milliseconds >= 500) await advance(milliseconds)
        await before.sleep(milliseconds >= 500 ? 1 : milliseconds, signal)
      },
    }
  }
  install()
  const work = () => {
    install()
    return workOnce(handlers)
  }
  return {
    now,
    advance,
    work,
    live: async (until, isDone = () => Promise.resolve(false)) => {
      const kinds = Object.keys(handlers)
      for (;;) {
        await work()
        await onStep(now())
        if (await isDone()) return
        const next = await house.database.db.work.findFirst({
          where: { kind: { in: kinds } },
          orderBy: { nextAt: 'asc' },
        })
        const at = Math.min(until.getTime(), next?.nextAt.getTime() ?? Infinity)
        await advance(Math.max(0, at - now().getTime()))
        if (at >= until.getTime()) return
      }
    },
    stop: () => {
      runtime().clock = before
    },
  }
}

/** Our application as it really is, and what is recorded of its keys. */
export async function keysOf(house: House, started: { tenantId: string; rowId: string }) {
  const truth = await house.cloud.control.god(started.tenantId)
  const application = truth.applications.find((one) => !one.foreign)
  const recorded = await house.database.db.certificate.findMany({
    where: { tenantId: started.rowId },
    orderBy: { keyVersion: 'asc' },
  })
  return { standing: application?.keyCredentials ?? [], recorded }
}

/** A token by the key that the records call active: what a backup would ask for at this moment. */
export async function tokenByActiveKey(house: House, rowId: string): Promise<boolean> {
  const tenant = await house.database.db.tenant.findUniqueOrThrow({ where: { id: rowId } })
  const certificate = (await listCertificates(rowId)).find(({ state }) => state === 'active')
  if (certificate === undefined || tenant.appId === null) return false
  const cloud = cloudByName(runtime().clouds, tenant.cloud)
  const identity = { cloud, entraTenantId: tenant.entraTenantId, appId: tenant.appId, certificate }
  const answer = await freshToken(identity, cloud.graphResource, new AbortController().signal)
  return answer.status === 'granted'
}
