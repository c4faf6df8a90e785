/**
 * The title of a page, for its tab, the history and who hears it read aloud. React moves it into the head. Next's own
 * metadata is mounted anew with every answer, and between two of them a page would be without a title.
 */
export function PageTitle({ children }: { children: string }) {
  return <title>{`${children} · Latchkey`}</title>
}
