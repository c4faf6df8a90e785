import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import path from 'node:path'

const commandMilliseconds = 300_000

export interface Command {
  /** As people would type it; what is told of the command. */
  shown: string
  program: string
  words: readonly string[]
  env?: Readonly<Record<string, string>>
  /** Hears all that is said, while the command runs: a device code stands in it. */
  onText?: (text: string) => void
  /** Installing is not talking to Microsoft: it happens in this machine's own surroundings. */
  isDirect?: boolean
}

/** Runs a client's commands in a home of its own, behind the proxy and with the authority of the moment, and counts failures. */
export class ClientShell {
  failed = 0
  readonly folder: string
  readonly #authority: string
  readonly #proxy: string

  constructor({ folder, authority, proxy }: { folder: string; authority: string; proxy: string }) {
    this.folder = folder
    this.#authority = authority
    this.#proxy = proxy
    mkdirSync(path.join(folder, 'home'), { recursive: true })
  }

  /** What the command printed, whether it worked or not. */
  async run(command: Command): Promise<string> {
    console.log(`\n$ ${command.shown.replaceAll(this.folder, '…').replace(/(?<=--password )\S+/, '…')}`)
    const { text, code } = await this.#spawn(command)
    if (code !== 0) this.failed += 1
    console.log(`${this.#trim(text)}${code === 0 ? '' : `\n(exit code ${String(code)})`}`)
    return text
  }

  /** A step that nobody has to see. */
  async quietly(program: string, words: readonly string[]): Promise<void> {
    const { code } = await this.#spawn({ shown: program, program, words, isDirect: true })
    if (code !== 0) this.failed += 1
  }

  #spawn({ program, words, env = {}, onText, isDirect = false }: Command): Promise<{ text: string; code: number }> {
    const guarded = {
      HTTPS_PROXY: this.#proxy,
      https_proxy: this.#proxy,
      NODE_EXTRA_CA_CERTS: this.#authority,
      REQUESTS_CA_BUNDLE: this.#authority,
    }
    const home = path.join(this.folder, 'home')
    const bare = { PATH: process.env['PATH'], NODE_ENV: 'production', HOME: home, ...guarded, ...env }
    const child = spawn(program, words, {
      env: isDirect ? process.env : (bare as NodeJS.ProcessEnv),
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: commandMilliseconds,
    })
    let text = ''
    const hear = (part: Buffer) => {
      text += part.toString()
      onText?.(text)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    return new Promise((resolve) => {
      child.on('error', (error) => {
        resolve({ text: error.message, code: 127 })
      })
      child.on('close', (code) => {
        resolve({ text, code: code ?? 1 })
      })
    })
  }

  /** Fit to be shown: no folder of this machine, no secret, no more than what matters. */
  #trim(text: string): string {
    const clean = text
      .replaceAll(this.folder, '…')
      .replace(/-----BEGIN [^-]+-----[^]*?-----END [^-]+-----/g, '<removed>')
      .replace(/"(?:secretText|password|accessToken|secret|key|value)": "[^"]{30,}"/g, '"…": "<removed>"')
      .trim()
    return clean.length > 400 ? `${clean.slice(0, 400)}\n…` : clean
  }
}

/** Calls back once, with the first thing of this form that is said. */
export function once(pattern: RegExp, found: (what: string) => Promise<unknown>): (text: string) => void {
  let isDone = false
  return (text) => {
    const what = pattern.exec(text)?.[1]
    if (isDone || what === undefined) return
    isDone = true
    void found(what)
  }
}
