'use client'

import { useActionState } from 'react'
import type { MailView } from '@/lib/notifications/views'
import { Button } from '../../../_ui/button'
import { ErrorPanel } from '../../../_ui/error-panel'
import { Field } from '../../../_ui/field'
import { SelectField } from '../../../_ui/select-field'
import { untouched } from '../settings-state'
import { saveMail } from './actions'

const empty: MailView = {
  ...{ way: 'smtp', sender: '', host: '', port: 587, security: 'starttls', account: '', hasPassword: false },
}

const ways = {
  smtp: 'By a mail server (SMTP)',
  graph: 'By Microsoft Graph, with your own application',
} as const

const securities = {
  starttls: 'STARTTLS, usually port 587',
  tls: 'TLS from the start, usually port 465',
  none: 'None, for listed servers inside your network',
} as const

const fieldNames = ['sender', 'host', 'port', 'account', 'password']

/** How mail leaves, once for all channels. The password is kept sealed and never comes back. */
export function MailCard({ mail, mayChange }: { mail: MailView | null; mayChange: boolean }) {
  return (
    <section className="card" aria-labelledby="mail-title">
      <div className="card-head">
        <h2 id="mail-title">How mail leaves</h2>
        <span className="note">{mail === null ? 'not set up' : mail.sender}</span>
      </div>
      <div className="card-body stack">
        {mayChange ? <MailForm view={mail ?? empty} /> : <p className="soft">{wordsFor(mail)}</p>}
      </div>
    </section>
  )
}

function wordsFor(mail: MailView | null): string {
  if (mail === null) return 'It is not set up. Only an owner may change this.'
  const way = mail.way === 'graph' ? 'Microsoft Graph' : mail.host
  return `Mail comes from ${mail.sender} by ${way}. Only an owner may change this.`
}

function MailForm({ view }: { view: MailView }) {
  const [{ error, saved }, submit, pending] = useActionState(saveMail, untouched)
  const refusalOf = (field: string) => (error?.field === field ? error.say : null)
  return (
    <form action={submit} className="stack" aria-label="How mail leaves">
      {error !== null && !fieldNames.includes(error.field ?? '') && <ErrorPanel title={error.say} />}
      <Field
        name="sender"
        label="Comes from"
        refusal={refusalOf('sender')}
        defaultValue={view.sender}
        placeholder="latchkey@relecloud.com"
        required
        maxLength={254}
      />
      <SelectField name="way" label="Way" options={Object.entries(ways)} defaultValue={view.way} />
      <p className="hint">
        Microsoft Graph needs the application permission Mail.Send on your own application, with admin consent in your
        tenant. The fields below are for a mail server.
      </p>
      <Field
        name="host"
        label="Mail server"
        refusal={refusalOf('host')}
        defaultValue={view.host}
        placeholder="smtp.relecloud.com"
        maxLength={300}
      />
      <Field
        name="port"
        label="Port"
        refusal={refusalOf('port')}
        defaultValue={String(view.port)}
        inputMode="numeric"
        maxLength={5}
      />
      <SelectField
        name="security"
        label="Protection"
        options={Object.entries(securities)}
        defaultValue={view.security}
      />
      <Field name="account" label="Account" hint="Empty: no sign-in." defaultValue={view.account} autoComplete="off" />
      <Field
        name="password"
        label="Password"
        type="password"
        hint={view.hasPassword ? 'Empty: the stored one stays.' : 'Kept sealed and not shown again.'}
        refusal={refusalOf('password')}
        autoComplete="new-password"
      />
      <div className="panel-ways">
        <Button type="submit" pending={pending}>
          Save how mail leaves
        </Button>
        <p className="hint hint-ok" role="status">
          {saved}
        </p>
      </div>
    </form>
  )
}
