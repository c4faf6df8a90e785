import { readServerCertificate } from '@/lib/tenants/server-keys'
import { operatorRoute } from '../../../../../_edge/route'
import { attachment } from '../../../../_parts/attachment'

/** The public certificate of a backup server, PEM, to be put beside the private key that it has. */
export const GET = operatorRoute<{ tenantId: string; keyId: string }>(
  async (operator, _request, { tenantId, keyId }) => {
    const { pem, fileName } = await readServerCertificate(operator, tenantId, keyId)
    return attachment(Uint8Array.from(Buffer.from(pem)), fileName, 'application/x-pem-file')
  },
)
