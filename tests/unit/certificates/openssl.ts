import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** Reads certificates with the `openssl` command: a program that shares no line with the encoder. */
export function openssl(pem: string, ...options: string[]): string {
  return execFileSync('openssl', ['x509', '-noout', '-nameopt', 'utf8,sep_multiline,sname', ...options], {
    input: pem,
    encoding: 'utf8',
  })
}

/** Whether the certificate's signature verifies under its own key, with every strictness that OpenSSL has. */
export function verifySelfSigned(pem: string): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'latchkey-certificate-'))
  const file = path.join(folder, 'certificate.pem')
  try {
    writeFileSync(file, pem)
    const strict = ['-x509_strict', '-check_ss_sig', '-purpose', 'sslclient', '-partial_chain']
    return execFileSync('openssl', ['verify', ...strict, '-trusted', file, file], { encoding: 'utf8', stdio: 'pipe' })
  } finally {
    rmSync(folder, { recursive: true })
  }
}
