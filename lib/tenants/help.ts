import { explanations } from '../microsoft/explanations/catalogue'
import { findExplanation, searchExplanations, type Chapter, type Entry } from '../microsoft/explanations/search'
import type { Actor } from '../staff/actor'

/** Microsoft’s codes in our words, narrowed by what somebody looks for. */
export interface HelpView {
  chapters: readonly Chapter[]
  found: number
  known: number
}

/** The same catalogue that explains refusals in runs and checks. */
export function findHelp(_actor: Actor, query: string): HelpView {
  const chapters = searchExplanations(query)
  const found = chapters.flatMap(({ entries }) => entries).flatMap(({ codes }) => codes).length
  return { chapters, found, known: Object.keys(explanations).length }
}

/** One code as Microsoft sent it. `entry` is null for a code that nobody has explained here yet. */
export interface CodeHelp {
  code: string
  entry: Entry | null
  chapter: string | null
  /** Microsoft’s own page about the code. It is a link for people; Latchkey itself never opens it. */
  lookup: { href: string; place: string }
}

export function explainCode(_actor: Actor, code: string): CodeHelp {
  const found = findExplanation(code)
  const shown = found?.code ?? code
  return { code: shown, entry: found, chapter: found?.chapter ?? null, lookup: lookupOf(shown) }
}

/** Entra’s `error_uri` leads to a page that looks a number up; Graph has one list of its codes. */
function lookupOf(code: string): CodeHelp['lookup'] {
  const number = /^AADSTS(\d+)$/i.exec(code)?.[1]
  if (number === undefined) {
    return { href: 'https://learn.microsoft.com/graph/errors', place: 'Microsoft’s list of Graph’s answers' }
  }
  return {
    href: `https://login.microsoftonline.com/error?code=${number}`,
    place: 'Microsoft’s own look-up of sign-in codes',
  }
}
