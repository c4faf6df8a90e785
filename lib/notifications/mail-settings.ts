import { AppError } from '../errors'
import { runtime } from '../runtime'
import type { Actor } from '../staff/actor'
import { requireMay } from '../staff/permissions'
import { egress } from './egress'
import {
  findMailSender,
  sealPassword,
  writeMailSender,
  type MailSecurity,
  type MailSender,
  type SmtpSender,
} from './mail-store'
import { isMailAddress } from './recipients'

/** What the form says. An empty password keeps the stored one, as long as it goes to the same server and account. */
export interface MailDraft {
  way: 'smtp' | 'graph'
  sender: string
  host: string
  port: number
  security: MailSecurity
  account: string
  password: string
}

export async function saveMailSender(actor: Actor, draft: MailDraft): Promise<void> {
  requireMay(actor, 'settings.change')
  const sender = draft.sender.trim().toLowerCase()
  if (!isMailAddress(sender)) throw refuse('sender', 'This is no mail address. Mail needs one to come from.')
  const before = await findMailSender()
  const kept = before?.way === 'smtp' ? before : null
  const next: MailSender = draft.way === 'graph' ? { way: 'graph', sender } : await smtpSender(sender, draft, kept)
  await writeMailSender(actor, next)
  const former = kept?.passwordRef ?? null
  const isKept = next.way === 'smtp' && next.passwordRef === former
  if (former !== null && !isKept) await runtime().vault.destroy(former)
}

async function smtpSender(sender: string, draft: MailDraft, kept: SmtpSender | null): Promise<SmtpSender> {
  const { host, port, security } = await requireMailServer(draft)
  const account = draft.account.trim() === '' ? null : draft.account.trim()
  const passwordRef = account === null ? null : await passwordFor({ host, port, account }, kept, draft.password)
  return { way: 'smtp', sender, host, port, security, account, passwordRef }
}

async function requireMailServer({
  host,
  port,
  security,
}: MailDraft): Promise<Pick<SmtpSender, 'host' | 'port' | 'security'>> {
  const admission = await egress().admitMail(host.trim(), port)
  if (!admission.admitted) throw refuse('host', admission.refusal.say)
  if (security === 'none' && !admission.target.listed) {
    throw refuse(
      'security',
      'Without TLS, mail can be read on the way. Only servers listed in EGRESS_PRIVATE may do without.',
    )
  }
  return { host: admission.target.host, port, security }
}

/** A stored password never travels to another server because somebody changed the name of the server. */
async function passwordFor(
  { host, port, account }: { host: string; port: number; account: string },
  kept: SmtpSender | null,
  password: string,
): Promise<string> {
  if (password !== '') return sealPassword(password)
  const isSame = kept?.host === host && kept.port === port && kept.account === account
  if (isSame && kept.passwordRef !== null) return kept.passwordRef
  throw refuse('password', 'Type the password of this account at this server.')
}

function refuse(field: string, say: string): AppError {
  return new AppError('invalid_input', `mail settings: ${field}`, { field, say })
}
