import { AppError } from '@/lib/errors'
import { takeAssertion } from '@/lib/restore/taking'
import { operatorRoute } from '../../../../_edge/route'
import { isOwnLink } from '../../../../_edge/visit'
import { attachment } from '../../../_parts/attachment'

/** The assertion, byte for byte, once. A form of another site gets nothing. */
export const POST = operatorRoute<{ signInId: string }>(async (operator, request, { signInId }) => {
  if (!(await isOwnLink())) throw new AppError('not_allowed', 'assertion asked from elsewhere')
  const how = new URL(request.url).searchParams.get('how') === 'copied' ? 'copied' : 'downloaded'
  return attachment(await takeAssertion(operator, signInId, how), 'restore-assertion.json', 'application/json')
})
