import type { SharedSecret } from '@/lib/staff/one-time-code'
import { drawQr } from '../_ui/qr'
import type { EnrolState } from '../_ui/second-factor-state'
import { refuse } from './action'

interface EnrolParts {
  begin: () => Promise<SharedSecret>
  /** The secret that waits for its code, so that a mistyped one costs no second scan. */
  draft: () => Promise<SharedSecret | null>
  confirm: (code: string) => Promise<readonly string[]>
}

/** What the form of a second factor does, the same for who signs in and for who is signed in. */
export async function enrol(form: FormData, { begin, draft, confirm }: EnrolParts): Promise<EnrolState> {
  try {
    if (form.get('step') !== 'confirm') return { error: null, draft: show(await begin()), codes: null }
    const code = form.get('code')
    try {
      return { error: null, draft: null, codes: await confirm(typeof code === 'string' ? code.slice(0, 100) : '') }
    } catch (error) {
      const waiting = await draft()
      return { error: refuse(error).error, draft: waiting === null ? null : show(waiting), codes: null }
    }
  } catch (error) {
    return { error: refuse(error).error, draft: null, codes: null }
  }
}

function show({ text, link }: SharedSecret): EnrolState['draft'] {
  return { text, qr: drawQr(link) }
}
