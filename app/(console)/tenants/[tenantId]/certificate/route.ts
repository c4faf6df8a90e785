import { getTenant } from '@/lib/tenants/tenant'
import { AppError } from '@/lib/errors'
import { operatorRoute } from '../../../../_edge/route'
import { attachment } from '../../../_parts/attachment'

/** The public part of the present certificate, as the .cer file that Microsoft's portal and backup servers take (DER). */
export const GET = operatorRoute<{ tenantId: string }>(async (operator, _request, { tenantId }) => {
  const tenant = await getTenant(operator, tenantId)
  if (tenant.certificate === null) throw new AppError('not_found', `tenant ${tenantId} has no certificate`)
  const der = Uint8Array.from(Buffer.from(tenant.certificate.derBase64, 'base64'))
  return attachment(der, `latchkey-${tenant.domain}.cer`, 'application/pkix-cert')
})
