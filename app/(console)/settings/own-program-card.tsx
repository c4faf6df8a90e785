import { CopyButton } from '../../_ui/copy-button'

/** Delegated Microsoft Graph permissions; the last only where a workload needs a directory role. */
const scopes = ['User.Read', 'Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All', 'Policy.Read.All'] as const
const roleScope = 'RoleManagement.ReadWrite.Directory'

/** How to register a program of one's own, step by step. */
export function OwnProgramCard() {
  return (
    <section className="card" aria-labelledby="own-title">
      <div className="card-head">
        <h2 id="own-title">Register your own for codes</h2>
        <span className="note">once, in your own tenant, about ten minutes</span>
      </div>
      <div className="card-body">
        <ol className="dosteps">
          <li>
            <div>
              Open the Microsoft Entra admin center, App registrations, New registration
              <small>
                Give it the name that your customers’ administrators shall read, for example “Relecloud backup setup”.
              </small>
            </div>
          </li>
          <li>
            <div>
              Supported account types: accounts in any organizational directory
              <small>Leave the redirect URI empty: a sign-in with a code needs none.</small>
            </div>
          </li>
          <li>
            <div>
              Authentication: set “Allow public client flows” to Yes
              <small>It needs no secret and no certificate. Create none.</small>
            </div>
          </li>
          <li>
            <div>
              API permissions, Microsoft Graph, <b>delegated</b> permissions: add exactly these
              <ScopeList />
            </div>
          </li>
          <li>
            <div>
              Verify your company as publisher (Branding &amp; properties)
              <small>Many tenants let nobody consent to unverified programs.</small>
            </div>
          </li>
          <li>
            <div>
              Copy the application (client) ID from Overview and save it in the field above
              <small>The next run asks with it. Try it with one tenant first.</small>
            </div>
          </li>
        </ol>
      </div>
    </section>
  )
}

function ScopeList() {
  return (
    <>
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
      <CopyButton value={scopes.join(' ')} what="The four permissions" label="Copy the four" size="sm" />
      <small>
        Never <code>offline_access</code>: a run needs one sign-in, and no token of an administrator is kept.
      </small>
    </>
  )
}
