/** A browser without scripts: keeps cookies, follows nothing, sends forms as the page wrote them. */
export class Visitor {
  readonly portal: string
  readonly cookies = new Map<string, string>()

  constructor(portal: string) {
    this.portal = portal
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.#send(path, { headers })
  }

  /** Fills the form of that name on that page and sends it. */
  async submit(path: string, form: string, values: Record<string, string>): Promise<Response> {
    const page = await (await this.get(path)).text()
    return this.#fill(path, page, form, values)
  }

  /** As `submit`, on the page that the last form led to without going elsewhere. */
  async submitShown(form: string, values: Record<string, string>): Promise<Response> {
    const { path, page } = this.#shown
    return this.#fill(path, page, form, values)
  }

  #shown = { path: '/', page: '' }

  async #fill(path: string, page: string, form: string, values: Record<string, string>): Promise<Response> {
    const body = new FormData()
    for (const [name, value] of hiddenInputs(page, form)) body.set(name, value)
    for (const [name, value] of Object.entries(values)) body.set(name, value)
    const answer = await this.#send(path, { method: 'POST', body, headers: { Origin: this.portal } })
    if (answer.status === 200) this.#shown = { path, page: await answer.clone().text() }
    return answer
  }

  /** As a script of ours, or of somebody else, would call a server action. */
  async act(action: string, path: string, args: readonly unknown[], origin = this.portal): Promise<Response> {
    const headers = { 'Next-Action': action, Origin: origin, 'Content-Type': 'text/plain;charset=UTF-8' }
    return this.#send(path, { method: 'POST', body: JSON.stringify(args), headers })
  }

  /** As `useActionState` calls an action: the state of before and a form (React's reply format, `$K` is a FormData). */
  async actWithForm(action: string, path: string, fields: Record<string, string>): Promise<Response> {
    const body = new FormData()
    for (const [name, value] of Object.entries(fields)) body.set(`_1_${name}`, value)
    body.set('0', '[{"error":null},"$K1"]')
    return this.#send(path, { method: 'POST', body, headers: { 'Next-Action': action, Origin: this.portal } })
  }

  async post(path: string, fields: Record<string, string>): Promise<Response> {
    return this.#send(path, { method: 'POST', body: new URLSearchParams(fields) })
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers)
    headers.set('Cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await fetch(new URL(path, this.portal), { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '' || /max-age=0\b/i.test(line)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return response
  }
}

function hiddenInputs(page: string, form: string): [string, string][] {
  const inside = page.split('<form').find((part) => part.includes(`aria-label="${form}"`))
  if (inside === undefined) throw new Error(`no form called ${form} on this page`)
  const inputs = inside.slice(0, inside.indexOf('</form>')).match(/<input[^>]+type="hidden"[^>]*>/g) ?? []
  return inputs.map((input) => [attributeOf(input, 'name'), attributeOf(input, 'value')])
}

function attributeOf(tag: string, name: string): string {
  const raw = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? ''
  return raw
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
