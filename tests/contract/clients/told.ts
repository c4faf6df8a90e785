export interface Wish {
  flow: 'device-code' | 'certificate'
  origin: string
  tenantId: string
  clientId: string
  certificatePath: string
}

/** What a client's process is asked, as one argument of JSON. */
export function wishFrom(words: readonly string[]): Wish {
  return JSON.parse(words[2] ?? '') as Wish
}

/** What it tells, one line of JSON each: the code for the person, then the token. */
export interface Told {
  userCode?: string
  token?: string
}

export function tell(told: Told): void {
  process.stdout.write(`${JSON.stringify(told)}\n`)
}
