import { z } from 'zod'
import { runtime } from '../runtime'

/** Microsoft's own public client; it may register applications and grant app roles in every tenant without prior consent. */
export const azureCliClientId = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'

/** Name of the row in Setting that holds the provider's own client id, if there is one. */
export const bootstrapClientSetting = 'bootstrapClientId'

/** The public client that asks for the administrator's sign-in. */
export async function readBootstrapClient(): Promise<string> {
  const row = await runtime().db.setting.findUnique({ where: { name: bootstrapClientSetting } })
  const parsed = z.uuid().safeParse(row?.value)
  return parsed.success ? parsed.data : azureCliClientId
}
