import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Garden } from './garden'
import { plantGrant } from './plant-grant'

/** A product of somebody else, installed and granted as its administrator did. `homeTenantId`: registered elsewhere. */
export const otherProductSchema = z.strictObject({
  otherProduct: z.strictObject({
    displayName: z.string(),
    uniqueName: z.string().optional(),
    roles: z.array(z.strictObject({ role: z.string(), resourceAppId: z.string().optional() })),
    homeTenantId: z.string().optional(),
  }),
})

type OtherProduct = z.infer<typeof otherProductSchema>['otherProduct']

/** Answers its client id. */
export function plantProduct(garden: Garden, { displayName, uniqueName, roles, homeTenantId }: OtherProduct): string {
  const { tenant, at } = garden
  const appId = randomUUID()
  const common = { appId, createdAt: at, keys: [], owners: [], deletedAt: null }
  if (homeTenantId === undefined) {
    const objectId = randomUUID()
    tenant.applications.put(
      objectId,
      {
        ...common,
        objectId,
        uniqueName: uniqueName ?? null,
        settings: { displayName },
        passwords: [],
        federated: [],
        foreign: true,
      },
      at,
    )
  }
  const objectId = randomUUID()
  tenant.principals.put(
    objectId,
    {
      ...{ ...common, objectId, accountEnabled: true, displayName, settings: {} },
      ...(homeTenantId === undefined ? {} : { homeTenantId }),
    },
    at,
  )
  for (const granted of roles) plantGrant(garden, { ...granted, application: appId })
  return appId
}
