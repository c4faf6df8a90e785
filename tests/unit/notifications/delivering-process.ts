import { makeRuntime } from '@/lib/boot'
import { readSettings } from '@/lib/env'
import { deliverOnce } from '@/lib/notifications/loop'
import { installRuntime } from '@/lib/runtime'

/** A portal's process without its pages: it delivers what is due until it is killed. */
const settings = readSettings()
installRuntime(await makeRuntime(settings, settings.DATABASE_URL ?? '', new AbortController().signal))
await deliverOnce()
