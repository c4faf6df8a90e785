import { parse } from 'csv-parse/sync'
import { AppError } from '../errors'

export interface ListedRow {
  customer: string
  domain: string
}

const mostRows = 2000
const mostLetters = 400_000
const domainLike = /^[^\s@,;]+\.[^\s@,;.]+$/

/**
 * What somebody pasted or exported: a domain per line, or customer and domain in either order with comma, semicolon or
 * tab; a line of headings may stand above. Nothing is judged here but the form. Throws invalid_input naming the field.
 */
export function readList(text: string): readonly ListedRow[] {
  if (text.length > mostLetters) throw refusal(`The list is too long: at most ${mostRows} rows.`)
  const lines = readCells(text).map((cells) => cells.map((cell) => cell.normalize('NFC').trim().slice(0, 300)))
  const filled = lines.filter((cells) => cells.some((cell) => cell !== ''))
  const rows = (isHeading(filled[0] ?? []) ? filled.slice(1) : filled).map(toRow)
  if (rows.length === 0) throw refusal('Paste at least one domain, one per line.')
  if (rows.length > mostRows) throw refusal(`These are ${rows.length} rows; at most ${mostRows} are taken at once.`)
  return rows
}

function readCells(text: string): readonly string[][] {
  try {
    return parse(text, {
      bom: true,
      delimiter: [',', ';', '\t'],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    })
  } catch (cause) {
    throw refusal('This cannot be read as a list: a quotation mark is opened and never closed.', cause)
  }
}

function isHeading(cells: readonly string[]): boolean {
  return cells.length > 0 && !cells.some((cell) => domainLike.test(cell))
    ? cells.some((cell) => /^(domain|domains|tenant|customer|kunde|name|client)\b/i.test(cell))
    : false
}

/** The cell with a dot in it and no space is the domain; the other one is the customer. */
function toRow(cells: readonly string[]): ListedRow {
  const place = cells.findIndex((cell) => domainLike.test(cell))
  const domain = (place < 0 ? cells.at(-1) : cells[place]) ?? ''
  const customer = cells.find((cell, index) => index !== (place < 0 ? cells.length - 1 : place) && cell !== '') ?? ''
  return { customer, domain }
}

function refusal(say: string, cause?: unknown): AppError {
  return new AppError('invalid_input', 'list of tenants', {
    field: 'list',
    say,
    ...(cause === undefined ? {} : { cause }),
  })
}
