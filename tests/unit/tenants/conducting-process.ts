import { makeRuntime } from '@/lib/boot'
import { readSettings } from '@/lib/env'
import { installRuntime } from '@/lib/runtime'
import { conduct } from '@/lib/tenants/conduct'

/** A portal's process without its pages: it carries one run until it is killed or the run rests. */
const [runId = ''] = process.argv.slice(2)
const settings = readSettings()
const runtime = await makeRuntime(settings, settings.DATABASE_URL ?? '', new AbortController().signal)
installRuntime(runtime)
const live = await conduct(runId, 'sign-in')
process.stdout.write('conducting\n')
await live?.rest
await runtime.bus.close()
await runtime.db.$disconnect()
