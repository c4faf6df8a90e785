import { Fact } from './facts'

interface KeyFactsProps {
  clientId: string
  alg: string
  thumbprint: string
  /** Of this portal, which is also the issuer. */
  address: string
}

/** What a library needs to sign: most know this as private_key_jwt. */
export function KeyFacts({ clientId, alg, thumbprint, address }: KeyFactsProps) {
  return (
    <div className="stack">
      <p className="soft">
        It asks with a statement that it signs anew each time. Libraries for OAuth call this private_key_jwt and need
        the following.
      </p>
      <dl className="facts">
        <Fact name="Token endpoint">
          <code>{address}/api/oauth/token</code>
        </Fact>
        <Fact name="Issuer, and the only audience of the statement">
          <code>{address}</code>
        </Fact>
        <Fact name="Issuer and subject of the statement">
          <code>{clientId}</code>
        </Fact>
        <Fact name="Signature">
          <code>{alg}</code>
        </Fact>
        <Fact name="Thumbprint of the key (SHA-256, RFC 7638)">
          <code>{thumbprint}</code>
        </Fact>
      </dl>
      <p className="fine">A statement may live five minutes at most and works once: give each an id of its own.</p>
    </div>
  )
}
