import { startDelivering } from '../notifications/loop'
import { checkKind } from '../tenants/check-schedule'
import { checkWhenDue } from '../tenants/checking'
import { noticeTenant } from '../tenants/notices'
import { closeWhenDue } from '../tenants/restore-closing'
import { restoreCloseKind } from '../tenants/restore-opened'
import { rotateTenant } from '../tenants/rotation'
import { startWorker, type WorkHandlers } from '../queue/worker'

/** Which domain function does which kind of scheduled work. */
export const handlers: WorkHandlers = {
  [checkKind]: checkWhenDue,
  rotate: rotateTenant,
  [restoreCloseKind]: closeWhenDue,
  notice: noticeTenant,
}

/** From boot: this process takes part in the scheduled work until it shuts down. */
export function startJobs(): void {
  startWorker(handlers)
  startDelivering()
}
