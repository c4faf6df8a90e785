import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { TRUTH } from '../truth'

export interface Recorded {
  method: string
  url: string
  requestBody: unknown
  status: number
  responseHeaders: Readonly<Record<string, string>>
  responseBody: unknown
  /** Absent for real recordings: only of documented ones may parts be missing. */
  provenance?: { bodyComplete: boolean }
}

function folderOf(number: string): string {
  return path.join(TRUTH, 'recordings', number.startsWith('d') ? 'documented' : '')
}

/** `001` … for what was recorded, `d001` … for what only texts show. */
export function listRecordings(): string[] {
  const numbers = (folder: string) =>
    existsSync(folder) ? readdirSync(folder).flatMap((name) => /^(d?\d{3})-.*\.json$/.exec(name)?.[1] ?? []) : []
  return [...numbers(folderOf('0')), ...numbers(folderOf('d'))]
}

export function readRecording(number: string): Recorded {
  const folder = folderOf(number)
  const name = readdirSync(folder).find((each) => each.startsWith(`${number}-`))
  return JSON.parse(readFileSync(path.join(folder, name ?? ''), 'utf8')) as Recorded
}
