import { AppError } from '@/lib/errors'
import { getOwnApplication } from '@/lib/settings/own-application-view'
import { operatorRoute } from '../../../../_edge/route'
import { servedAt } from '../../../../_edge/visit'
import { attachment } from '../../../_parts/attachment'

/** Byte order mark: without it Windows PowerShell 5.1 reads UTF-8 scripts as the machine's old code page. */
const utf8Mark = '\uFEFF'

/** The script that registers the application. It holds names, permissions and the public certificate, no secret. */
export const GET = operatorRoute(async (operator) => {
  const { script } = await getOwnApplication(operator, await servedAt())
  if (script === null) throw new AppError('not_found', 'no home tenant yet')
  return attachment(`${utf8Mark}${script}\n`, 'latchkey-sign-in.ps1', 'text/plain; charset=utf-8')
})
