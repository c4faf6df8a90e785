import { getRun } from '@/lib/tenants/run-view'
import { AppError } from '@/lib/errors'
import { operatorRoute } from '../../../../../../_edge/route'
import { attachment } from '../../../../../_parts/attachment'

/** Byte order mark: without it Windows PowerShell 5.1 reads UTF-8 scripts as the machine's old code page. */
const utf8Mark = '\uFEFF'

/** The script for the way by hand. It holds names, permissions and the public certificate, no secret. */
export const GET = operatorRoute<{ runId: string }>(async (operator, _request, { runId }) => {
  const { byHand, domain } = await getRun(operator, runId)
  if (byHand === null) throw new AppError('not_found', `run ${runId} is not by hand`)
  return attachment(`${utf8Mark}${byHand.script}\n`, `latchkey-${domain}.ps1`, 'text/plain; charset=utf-8')
})
