/** Who can mend a failure, as it is said to people. A closed list, so that a page can group by it. */
export const who = {
  administrator: 'The tenant’s administrator',
  operator: 'You',
  microsoft: 'Microsoft',
  nobody: 'Nobody; it passes by itself',
} as const

export type Who = (typeof who)[keyof typeof who]

/** What a failure means for a person, in sentences without codes: they stand as titles and texts on pages. */
export interface Explanation {
  meaning: string
  cause: string
  remedy: string
  who: Who
}

/** By code: Entra’s `AADSTS…`, an OAuth error name where no number comes, a Graph code, or a finding of our own. */
export type Explanations = Readonly<Record<string, Explanation>>
