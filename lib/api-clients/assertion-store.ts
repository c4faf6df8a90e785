import { runtime } from '../runtime'
import type { ProvedAssertion } from './assertion'

/** True for the first use only, of however many that come at once, in any process, before and after a restart. */
export async function spendOnce({ clientId, jti, expiresAt }: ProvedAssertion): Promise<boolean> {
  const { count } = await runtime().db.usedAssertion.createMany({
    data: [{ issuer: clientId, jti, expiresAt }],
    skipDuplicates: true,
  })
  return count === 1
}
