/** One key, or one of several that do the same. */
export interface Key {
  keys: readonly string[]
  does: string
  /** The one that is a single character, which can be switched off (WCAG 2.2, 2.1.4). */
  single?: string
}

/** Every key that a page listens to. What does not stand here does not exist: no key is a secret. */
export const keyGroups: readonly { where: string; keys: readonly Key[] }[] = [
  {
    where: 'Everywhere',
    keys: [
      { keys: ['Ctrl K', '⌘K'], does: 'Find a tenant, a page or something to do' },
      { keys: ['/'], does: 'Go to the search at the top', single: '/' },
      { keys: ['?'], does: 'Show this list', single: '?' },
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
  {
    where: 'In a row of the list of tenants',
    keys: [
      { keys: ['↑', '↓', 'Home', 'End'], does: 'Go from row to row' },
      { keys: ['Space', 'x'], does: 'Tick it; Shift and Space tick all since the row touched last', single: 'x' },
      { keys: ['Ctrl A', '⌘A'], does: 'Tick the page, or nothing' },
      { keys: ['Enter'], does: 'Open the tenant' },
      { keys: ['c'], does: 'Check it now', single: 'c' },
      { keys: ['Esc'], does: 'Close the menu, or take all ticks away' },
    ],
  },
]
