/** A secret is easier, a key of its own is safer: what is never sent cannot be read on the way. */
export function ProofFields({ proof }: { proof: string }) {
  return (
    <fieldset className="role-choice">
      <legend className="label">How it proves itself</legend>
      <label>
        <input type="radio" name="proof" value="secret" defaultChecked={proof === 'secret'} />
        <span>
          <b>A secret</b>
          <small>Made here and shown once. Keep it where the server keeps its other secrets.</small>
        </span>
      </label>
      <label>
        <input type="radio" name="proof" value="key" defaultChecked={proof === 'key'} />
        <span>
          <b>A key of its own</b>
          <small>
            Its private half never leaves the server. Each request carries a signed statement that works once.
          </small>
        </span>
      </label>
      <details className="pick-list" open={proof === 'key'}>
        <summary>Paste the public key</summary>
        <PublicKeyField />
      </details>
    </fieldset>
  )
}

export function PublicKeyField() {
  return (
    <div className="field">
      <label htmlFor="publicKey">Public key</label>
      <textarea
        id="publicKey"
        name="publicKey"
        className="input input-lines mono"
        rows={6}
        autoComplete="off"
        spellCheck={false}
        placeholder="-----BEGIN PUBLIC KEY-----"
        aria-describedby="publicKey-hint"
      />
      <p className="hint" id="publicKey-hint">
        RSA, P-256 or Ed25519, as PEM or JWK. Never paste a private key.
      </p>
    </div>
  )
}
