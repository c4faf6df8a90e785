import { getRun } from '@/lib/tenants/run-view'
import { AppError } from '@/lib/errors'
import { operatorRoute } from '../../../../../../_edge/route'
import { attachment } from '../../../../../_parts/attachment'

/** The request for the customer's certificate authority (PKCS#10 as PEM). It holds no secret. */
export const GET = operatorRoute<{ runId: string }>(async (operator, _request, { runId }) => {
  const { certificateRequest } = await getRun(operator, runId)
  if (certificateRequest === null) throw new AppError('not_found', `run ${runId} waits for no certificate`)
  return attachment(certificateRequest.pem, certificateRequest.fileName, 'application/pkcs10')
})
