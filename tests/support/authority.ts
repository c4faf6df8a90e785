import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

export interface Signing {
  days?: number
  /** Lines of an extension section of OpenSSL. */
  extensions?: string
  digest?: string
}

/** A customer's certificate authority, run with the `openssl` command: a program that shares no line with the product. */
export class Authority {
  readonly #folder = mkdtempSync(path.join(os.tmpdir(), 'latchkey-authority-'))
  #serial = 1

  constructor(name = 'Contoso Issuing CA') {
    const subject = ['-subj', `/O=Contoso/CN=${name}`, '-days', '3650']
    this.#openssl(['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'ca.key', '-out', 'ca.pem', ...subject])
  }

  get certificatePem(): string {
    return readFileSync(path.join(this.#folder, 'ca.pem'), 'utf8')
  }

  /** The certificate as PEM. Refuses a request whose signature does not verify, as any authority does. */
  sign(requestPem: string, wanted: Signing = {}): string {
    const { days = 365, digest = 'sha256' } = wanted
    const extensions = wanted.extensions ?? 'keyUsage=critical,digitalSignature\nextendedKeyUsage=clientAuth'
    writeFileSync(path.join(this.#folder, 'request.pem'), requestPem)
    writeFileSync(path.join(this.#folder, 'extensions'), extensions)
    this.#openssl(['req', '-verify', '-noout', '-in', 'request.pem'])
    const authority = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-set_serial', String(this.#serial++), `-${digest}`]
    const content = ['-in', 'request.pem', '-extfile', 'extensions', '-days', String(days)]
    return this.#openssl(['x509', '-req', ...content, ...authority])
  }

  /** PKCS#7 with the chain, DER, as authorities on Windows hand it out. */
  bundle(certificatePem: string): Buffer {
    writeFileSync(path.join(this.#folder, 'leaf.pem'), certificatePem)
    const files = ['-certfile', 'ca.pem', '-certfile', 'leaf.pem']
    this.#openssl(['crl2pkcs7', '-nocrl', ...files, '-outform', 'DER', '-out', 'bundle.p7b'])
    return readFileSync(path.join(this.#folder, 'bundle.p7b'))
  }

  /** What a request says, as OpenSSL reads it. */
  describeRequest(requestPem: string): string {
    writeFileSync(path.join(this.#folder, 'request.pem'), requestPem)
    return this.#openssl(['req', '-noout', '-text', '-verify', '-nameopt', 'utf8,sep_comma_plus', '-in', 'request.pem'])
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #openssl(args: readonly string[]): string {
    return execFileSync('openssl', args, { cwd: this.#folder, encoding: 'utf8', stdio: 'pipe' })
  }
}
