import { subjects } from './catalogue'
import type { Explanation } from './explanation'

/** Codes that mean the same, with what they mean. */
export interface Entry extends Explanation {
  codes: readonly string[]
}

export interface Chapter {
  key: string
  title: string
  entries: readonly Entry[]
}

/**
 * Chapters with the entries in which every word of the query occurs: in a code, with or without Entra’s prefix, or in the
 * text. An empty query finds all. A code that is typed whole finds that code alone.
 */
export function searchExplanations(query: string): readonly Chapter[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const whole = codeOf(query.trim())
  return subjects
    .map(({ key, title, entries }) => ({
      key,
      title,
      entries: gather(
        Object.entries(entries).filter(([code, entry]) =>
          whole === null ? words.every((word) => textOf(title, code, entry).includes(word)) : code === whole,
        ),
      ),
    }))
    .filter(({ entries }) => entries.length > 0)
}

/** The entry of one code as it came, with or without prefix; null when the code is not explained. */
export function findExplanation(code: string): (Entry & { code: string; chapter: string }) | null {
  const known = codeOf(code)
  const subject = subjects.find(({ entries }) => known !== null && Object.hasOwn(entries, known))
  const entry = known === null ? undefined : subject?.entries[known]
  if (known === null || subject === undefined || entry === undefined) return null
  const [alike] = gather(Object.entries(subject.entries).filter(([, other]) => isSame(other, entry)))
  return alike === undefined ? null : { ...alike, code: known, chapter: subject.title }
}

/** Numbers with or without their prefix, in any case; names as Microsoft writes them, because most are also words. */
function codeOf(typed: string): string | null {
  const number = /^(?:aadsts)?(\d+)$/i.exec(typed)?.[1]
  const code = number === undefined ? typed : `AADSTS${number}`
  return subjects.some(({ entries }) => Object.hasOwn(entries, code)) ? code : null
}

function textOf(title: string, code: string, entry: Explanation): string {
  return [title, code, entry.meaning, entry.cause, entry.remedy, entry.who].join(' ').toLowerCase()
}

function gather(pairs: readonly (readonly [string, Explanation])[]): readonly Entry[] {
  const entries: (Entry & { codes: string[] })[] = []
  for (const [code, explanation] of pairs) {
    const alike = entries.find((entry) => isSame(entry, explanation))
    if (alike === undefined) entries.push({ ...explanation, codes: [code] })
    else alike.codes.push(code)
  }
  return entries
}

function isSame(one: Explanation, other: Explanation): boolean {
  return (
    one.meaning === other.meaning && one.cause === other.cause && one.remedy === other.remedy && one.who === other.who
  )
}
