import { makeRuntime } from '@/lib/boot'
import { readSettings } from '@/lib/env'
import { startRestoreSignIn } from '@/lib/restore/sign-in'
import { installRuntime } from '@/lib/runtime'
import type { Actor } from '@/lib/staff/actor'

/** Another process of the same portal: it starts a restore sign-in, says its id, and holds what it brings until it is killed. */
const [actor = '', request = ''] = process.argv.slice(2)
const settings = readSettings()
const runtime = await makeRuntime(settings, settings.DATABASE_URL ?? '', new AbortController().signal)
installRuntime(runtime)
const { id } = await startRestoreSignIn(
  JSON.parse(actor) as Actor,
  JSON.parse(request) as Parameters<typeof startRestoreSignIn>[1],
)
process.stdout.write(`${id}\n`)
setInterval(() => undefined, 60_000)
