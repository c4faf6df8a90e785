import { z } from 'zod'
import { record } from '../audit/audit'
import { runtime } from '../runtime'
import { labelOf, type Actor } from '../staff/actor'

export type MailSecurity = 'starttls' | 'tls' | 'none'

const rowSchema = z.discriminatedUnion('way', [
  z.object({
    way: z.literal('smtp'),
    sender: z.string(),
    host: z.string(),
    port: z.number(),
    security: z.enum(['starttls', 'tls', 'none']),
    account: z.string().nullable(),
    passwordRef: z.string().nullable(),
  }),
  z.object({ way: z.literal('graph'), sender: z.string() }),
])

/** How mail leaves: by a mail server, or by Microsoft Graph with the provider’s own application. */
export type MailSender = z.output<typeof rowSchema>
export type SmtpSender = Extract<MailSender, { way: 'smtp' }>

/** Null until somebody has set it up. */
export async function findMailSender(): Promise<MailSender | null> {
  const row = await runtime().db.mailSender.findUnique({ where: { only: true } })
  const parsed = rowSchema.safeParse(row)
  return parsed.success ? parsed.data : null
}

export async function writeMailSender(actor: Actor, sender: MailSender): Promise<void> {
  const { db } = runtime()
  const empty = { host: null, port: null, security: null, account: null, passwordRef: null }
  const data = { ...empty, ...sender }
  await db.$transaction(async (tx) => {
    await tx.mailSender.upsert({ where: { only: true }, create: data, update: data })
    await record(tx, {
      actor: labelOf(actor),
      action: 'settings.changed',
      subject: 'setting:mail',
      detail: {
        setting: 'mail',
        kind: sender.way,
        email: sender.sender,
        address: sender.way === 'smtp' ? `${sender.host}:${sender.port}` : 'Microsoft Graph',
        operator: actor.name,
      },
    })
  })
}

/** The holder that the password is sealed for: there is one sender. */
export const mailHolder = 'mail-sender'

export async function sealPassword(password: string): Promise<string> {
  return runtime().vault.seal('mail-password', mailHolder, Buffer.from(password, 'utf8'))
}

/** Throws `key_unreadable` when the seal does not open. */
export async function openPassword(ref: string): Promise<string> {
  const bytes = await runtime().vault.open(ref, 'mail-password', mailHolder)
  const password = bytes.toString('utf8')
  bytes.fill(0)
  return password
}
