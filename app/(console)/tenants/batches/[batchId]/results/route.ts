import { exportBatch } from '@/lib/tenants/batches'
import { operatorRoute } from '../../../../../_edge/route'
import { attachment } from '../../../../_parts/attachment'

/** The result per row, as a file for a spreadsheet. */
export const GET = operatorRoute<{ batchId: string }>(async (operator, _request, { batchId }) => {
  const { csv, fileName } = await exportBatch(operator, batchId)
  return attachment(csv, fileName, 'text/csv; charset=utf-8')
})
