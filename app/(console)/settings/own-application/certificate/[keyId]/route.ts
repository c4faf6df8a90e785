import { AppError } from '@/lib/errors'
import { getOwnApplication } from '@/lib/settings/own-application-view'
import { operatorRoute } from '../../../../../_edge/route'
import { servedAt } from '../../../../../_edge/visit'
import { attachment } from '../../../../_parts/attachment'

/** A certificate of the own application, as the file that Microsoft’s portal takes (PEM in a .cer). */
export const GET = operatorRoute<{ keyId: string }>(async (operator, _request, { keyId }) => {
  const { keys } = await getOwnApplication(operator, await servedAt())
  const key = keys.find((one) => one.keyId === keyId)
  if (key === undefined) throw new AppError('not_found', `no own application key ${keyId}`)
  return attachment(key.pem, 'latchkey-sign-in.cer', 'application/x-x509-ca-cert')
})
