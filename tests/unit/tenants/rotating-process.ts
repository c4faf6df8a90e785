import net from 'node:net'
import { makeRuntime } from '@/lib/boot'
import { readSettings } from '@/lib/env'
import { installRuntime } from '@/lib/runtime'
import { rotateTenant } from '@/lib/tenants/rotation'

/**
 * A portal's process without its pages: it takes the turns of one tenant's change of keys until that is over. It dies, as
 * by kill -9, when it is about to say the n-th thing to database or Microsoft; zero: never, and it tells how many there were.
 */
const [tenantId = '', last = '0'] = process.argv.slice(2)
const settings = readSettings()
const runtime = await makeRuntime(settings, settings.DATABASE_URL ?? '', new AbortController().signal)
installRuntime(runtime)

let said = 0
// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
const { write } = net.Socket.prototype
net.Socket.prototype.write = function (this: net.Socket, ...given: Parameters<typeof write>) {
  said += 1
  if (said === Number(last)) process.kill(process.pid, 'SIGKILL')
  return write.apply(this, given)
} as typeof write

const isOpen = async () => (await runtime.db.rotation.count({ where: { tenantId, endedAt: null } })) > 0
while (await isOpen()) {
  await rotateTenant(tenantId, new AbortController().signal)
  await runtime.clock.sleep(20)
}
net.Socket.prototype.write = write
process.stdout.write(String(said))
await runtime.bus.close()
await runtime.db.$disconnect()
