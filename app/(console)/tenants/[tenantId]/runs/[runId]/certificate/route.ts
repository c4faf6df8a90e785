import { getRun } from '@/lib/tenants/run-view'
import { AppError } from '@/lib/errors'
import { operatorRoute } from '../../../../../../_edge/route'
import { attachment } from '../../../../../_parts/attachment'

/** The public certificate for the way by hand, as the file that Microsoft's portal takes (PEM in a .cer). */
export const GET = operatorRoute<{ runId: string }>(async (operator, _request, { runId }) => {
  const { byHand } = await getRun(operator, runId)
  if (byHand === null) throw new AppError('not_found', `run ${runId} is not by hand`)
  return attachment(byHand.certificatePem, byHand.certificateFileName, 'application/x-x509-ca-cert')
})
