/** What makes a spreadsheet take a cell for a formula or a command (OWASP ASVS 5 §1.2.10). */
const dangerous = /^[=+\-@\t\r\n\0]/

/**
 * A table as a spreadsheet may open it (RFC 4180, UTF-8 with a byte order mark, because Excel guesses otherwise). A cell
 * that would count as a formula gets an apostrophe before it: names of tenants are chosen by strangers.
 */
export function writeCsv(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return `\uFEFF${[head, ...rows].map((cells) => cells.map(writeCell).join(',')).join('\r\n')}\r\n`
}

function writeCell(text: string): string {
  const safe = dangerous.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}
