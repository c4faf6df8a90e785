import type { Cloud } from '../cloud'
import type { Control } from '../control/control'
import { ControlMistake } from '../control/mistake'
import type { Answer, Message } from '../http/message'
import { html, NOTHING, page } from './html'

const PATH = '/certificate-authority'

/** Plays the certificate authority of a customer: a signing request goes in, a certificate comes out. */
export async function serveAuthorityPage(
  cloud: Cloud,
  control: Control,
  message: Message,
): Promise<Answer | undefined> {
  if (message.path !== PATH) return undefined
  if (message.method === 'GET') return authorityPage(cloud, {})
  if (message.method !== 'POST') return undefined
  const form = new URLSearchParams(message.body)
  const csrPem = form.get('request') ?? ''
  if (form.get('csrf') !== cloud.csrf)
    return authorityPage(cloud, { csrPem, trouble: 'This page was too old. Please try again.' })
  try {
    const { certificatePem } = await control.issueCertificate({ csrPem, days: daysOf(form.get('days')) })
    return authorityPage(cloud, { csrPem, certificatePem })
  } catch (error) {
    if (error instanceof ControlMistake) return authorityPage(cloud, { csrPem, trouble: error.message })
    throw error
  }
}

function daysOf(text: string | null): number {
  const days = Number(text)
  if (Number.isInteger(days) && days >= 1 && days <= 3650) return days
  throw new ControlMistake('A certificate lives for 1 to 3650 days.')
}

function authorityPage(
  cloud: Cloud,
  { csrPem = '', certificatePem, trouble }: { csrPem?: string; certificatePem?: string; trouble?: string },
): Answer {
  const alert = trouble === undefined ? NOTHING : html`<p class="alert" role="alert">${trouble}</p>`
  const issued =
    certificatePem === undefined
      ? NOTHING
      : html`<section class="card" role="status" aria-labelledby="issued">
          <h2 id="issued">The certificate</h2>
          <label class="field"
            ><span>Copy it from here</span><textarea rows="12" readonly>${certificatePem}</textarea>
          </label>
        </section>`
  const content = html`<p><a href="/">Control page</a></p>
    <h1>Certificate authority of a customer</h1>
    <p class="soft">
      Where a policy forbids self-signed certificates, the customer's own authority signs. Here it signs whatever it is
      asked to.
    </p>
    ${alert} ${issued}
    <section class="card" aria-labelledby="request">
      <h2 id="request">Signing request</h2>
      <form method="post" action="${PATH}">
        <input type="hidden" name="csrf" value="${cloud.csrf}" />
        <label class="field"
          ><span>Request (PEM)</span
          ><textarea
            name="request"
            rows="10"
            required
            spellcheck="false"
            placeholder="-----BEGIN CERTIFICATE REQUEST-----"
          >
${csrPem}</textarea>
        </label>
        <label class="field"><span>Days</span><input name="days" inputmode="numeric" required value="365" /></label>
        <p><button>Sign</button></p>
      </form>
    </section>`
  return page('Certificate authority', 'wide', content, trouble === undefined ? 200 : 400)
}
