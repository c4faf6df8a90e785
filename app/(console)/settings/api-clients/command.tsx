import { CopyButton } from '../../../_ui/copy-button'

/** How to ask for a token, ready to run: the secret stays out of the command and of the list of processes. */
export function Command({ clientId, address }: { clientId: string; address: string }) {
  const command = commandFor(clientId, address)
  return (
    <div className="field">
      <p className="label">Ask for a token</p>
      <pre className="code-block">{command}</pre>
      <div className="panel-ways">
        <CopyButton value={command} what="Command" label="Copy the command" size="sm" />
      </div>
      <p className="hint">curl asks for the secret. The token in the answer works for an hour.</p>
    </div>
  )
}

function commandFor(clientId: string, address: string): string {
  return [
    'curl --silent --show-error \\',
    `  --user ${clientId} \\`,
    '  --data grant_type=client_credentials \\',
    `  ${address}/api/oauth/token`,
  ].join('\n')
}
