import { Download } from 'lucide-react'
import type { OwnApplicationView } from '@/lib/settings/own-application-view'
import { ButtonLink } from '../../../_ui/button'
import { CopyButton } from '../../../_ui/copy-button'
import { StateIcon } from '../../../_ui/state-icon'

const guide = '/settings/own-application'

/** Step 2: in the words of Microsoft’s portal, or by a script that does the same. */
export function RegisterCard({ view }: { view: OwnApplicationView }) {
  return (
    <section className="card" aria-labelledby="register-title">
      <div className="card-head">
        <h2 id="register-title">2. Register it at Microsoft</h2>
        <span className="note">as an Application Administrator of your tenant</span>
      </div>
      <div className="card-body stack">
        {view.redirectProblem !== null && (
          <div className="panel panel-warn panel-line">
            <StateIcon mark="warn" />
            <div>
              <b>Microsoft will not take the redirect address</b>
              <p>{view.redirectProblem}</p>
            </div>
          </div>
        )}
        {view.home === null ? <p className="soft">Name your own tenant first.</p> : <PortalSteps view={view} />}
        {view.script !== null && <Script script={view.script} />}
      </div>
    </section>
  )
}

function PortalSteps({ view }: { view: OwnApplicationView }) {
  const { home, redirectAddress, keys, scopes, roleScope } = view
  const newest = keys[0]
  return (
    <ol className="dosteps">
      <li>
        <div>
          Open{' '}
          <a href={home?.portal} target="_blank" rel="noreferrer">
            the Microsoft Entra admin center
          </a>
          , App registrations, New registration
          <small>
            The name is what your customers’ administrators read when they sign in, for example “Relecloud backup
            setup”.
          </small>
        </div>
      </li>
      <li>
        <div>
          Supported account types: Accounts in any organizational directory (Multitenant)
          <small>Otherwise nobody of a customer’s tenant can sign in to it.</small>
        </div>
      </li>
      <li>
        <div>
          Redirect URI: platform <b>Web</b>, with this address, to the letter
          <span className="copy-field">
            <code>{redirectAddress}</code>
            <CopyButton value={redirectAddress} what="Redirect address" />
          </span>
          <small>Not “Single-page application” and not “Public client”: this one signs with a certificate.</small>
        </div>
      </li>
      <li>
        <div>
          Certificates &amp; secrets, Certificates, Upload certificate
          {newest !== undefined && (
            <span className="panel-ways">
              <ButtonLink href={`${guide}/certificate/${newest.keyId}`} size="sm" download>
                <Download className="i" aria-hidden />
                Download the certificate
              </ButtonLink>
            </span>
          )}
          <small>
            Its private key was made here and never leaves. Thumbprint: <span className="mono">{newest?.sha1}</span>.
            Make no client secret.
          </small>
        </div>
      </li>
      <li>
        <div>
          API permissions, Microsoft Graph, <b>delegated</b> permissions: add exactly these
          <ul className="scopes">
            {scopes.map((scope) => (
              <li key={scope}>
                <code>{scope}</code>
              </li>
            ))}
            <li>
              <code>{roleScope}</code>
              <small>only if you back up public folders</small>
            </li>
          </ul>
          <small>
            The customer’s administrator consents to them for one sign-in. Afterwards Latchkey removes the application
            from that tenant again.
          </small>
        </div>
      </li>
      <li>
        <div>
          Branding &amp; properties: verify your company as publisher
          <small>Many tenants let nobody consent to an unverified publisher.</small>
        </div>
      </li>
    </ol>
  )
}

function Script({ script }: { script: string }) {
  return (
    <details className="raw">
      <summary>Or by a script, in PowerShell</summary>
      <div className="part-head">
        <CopyButton value={script} label="Copy script" what="Script" size="sm" />
        <ButtonLink href={`${guide}/script`} size="sm" download>
          <Download className="i" aria-hidden />
          Download
        </ButtonLink>
      </div>
      <pre className="code-block script" tabIndex={0} aria-label="The script">
        {script}
      </pre>
    </details>
  )
}
