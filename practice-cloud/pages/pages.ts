import type { Cloud } from '../cloud'
import type { Control } from '../control/control'
import type { Answer, Message } from '../http/message'

/** What people see: the device page and the control page. Absent for other paths. */
export function servePages(_cloud: Cloud, _control: Control, _message: Message): Promise<Answer | undefined> {
  return Promise.resolve(undefined)
}
