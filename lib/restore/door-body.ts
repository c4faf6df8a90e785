import { z } from 'zod'

/** What a caller of the door sent, as it wrote it: names as they are, values as text. */
export type DoorFields = ReadonlyMap<string, string>

export type DoorBody = { ok: true; fields: DoorFields } | { ok: false; status: 400 | 413 | 415; why: string }

/** No answer of Microsoft is longer, even percent-encoded. */
export const longestBody = 64 * 1024

/**
 * A form or JSON. Backup software writes the assertion into a form as it is or percent-encoded; a raw one ends where its
 * JSON ends, so that `&`, `=` and `+` inside it change nothing. A parameter that comes twice is refused (RFC 6749
 * section 3.2).
 */
export function readDoorBody(contentType: string | null, text: string): DoorBody {
  if (text.length > longestBody) return { ok: false, status: 413, why: 'The body is longer than 64 KB.' }
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (type === 'application/json') return readJson(text)
  if (type === 'application/x-www-form-urlencoded') return readForm(text)
  return {
    ok: false,
    status: 415,
    why: 'Send application/x-www-form-urlencoded or application/json, and say so in Content-Type.',
  }
}

const jsonBody = z.record(z.string(), z.unknown())

function readJson(text: string): DoorBody {
  const parsed = jsonBody.safeParse(parse(text))
  if (!parsed.success) return { ok: false, status: 400, why: 'The body is not a JSON object.' }
  const fields = new Map<string, string>()
  for (const [name, value] of Object.entries(parsed.data)) {
    if (value !== null && value !== undefined)
      fields.set(name, typeof value === 'string' ? value : JSON.stringify(value))
  }
  return { ok: true, fields }
}

function readForm(text: string): DoorBody {
  const raw = cutRawAssertion(text)
  const fields = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(raw?.rest ?? text)) {
    if (fields.has(name)) return { ok: false, status: 400, why: `The parameter ${plain(name)} came twice.` }
    fields.set(name, value)
  }
  if (raw === null) return { ok: true, fields }
  if (fields.has('assertion')) return { ok: false, status: 400, why: 'The parameter assertion came twice.' }
  return { ok: true, fields: fields.set('assertion', raw.assertion) }
}

function cutRawAssertion(text: string): { assertion: string; rest: string } | null {
  const found = /(?:^|&)assertion=(?=\s*\{)/.exec(text)
  if (found === null) return null
  const start = found.index + found[0].length
  const end = endOfObject(text, start)
  const assertion = text.slice(start, end)
  if (end < text.length && text[end] !== '&') return null
  if (parse(assertion) === undefined) return null
  return { assertion, rest: `${text.slice(0, found.index)}${text.slice(end)}` }
}

/** Behind the bracket that closes the first object; braces inside of strings do not count. */
function endOfObject(text: string, start: number): number {
  let depth = 0
  let quoted = false
  for (let at = start; at < text.length; at++) {
    const letter = text[at]
    if (quoted && letter === '\\') at++
    else if (letter === '"') quoted = !quoted
    else if (!quoted && letter === '{') depth++
    else if (!quoted && letter === '}' && --depth === 0) return at + 1
  }
  return text.length
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function plain(name: string): string {
  return name.replace(/[^\w.-]/g, '').slice(0, 40)
}
