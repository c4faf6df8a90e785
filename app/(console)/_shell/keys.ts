/** One key, or one of several that do the same. */
export interface Key {
  keys: readonly string[]
  does: string
  /** A single character: can be switched off (WCAG 2.2, 2.1.4). */
  single?: true
}

/** Every key that a page listens to. What does not stand here does not exist: no key is a secret. */
export const keyGroups: readonly { where: string; keys: readonly Key[] }[] = [
  {
    where: 'Everywhere',
    keys: [
      { keys: ['Ctrl K', '⌘K'], does: 'Find a tenant, a page or something to do' },
      { keys: ['/'], does: 'Go to the search at the top', single: true },
      { keys: ['?'], does: 'Show this list', single: true },
    ],
  },
  {
    where: 'In Find',
    keys: [
      { keys: ['↑', '↓'], does: 'Choose' },
      { keys: ['Enter'], does: 'Go there' },
      { keys: ['Esc'], does: 'Close, and be where you were' },
    ],
  },
]
