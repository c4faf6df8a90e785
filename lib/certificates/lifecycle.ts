import { createHash } from 'node:crypto'
import { AppError } from '@/lib/errors'

const second = 1000
const minute = 60 * second
const day = 24 * 60 * minute

/** A clock of the other side that runs behind must not find the certificate “not yet valid”. */
const backdateMs = 15 * minute
const longestYears = 2
/** Rotation times lie within this long before two thirds of the life, and closer together in a short life. */
const widestSpreadMs = 14 * day
const spreadShareOfLife = 1 / 15

/** A certificate is valid from `notBefore` through `notAfter`, both seconds included (RFC 5280 §4.1.2.5). */
export interface Life {
  notBefore: Date
  notAfter: Date
}

/** Days left at which somebody is told; `expired` is the last. */
export const expiryStages = [90, 60, 30, 14, 7, 3, 1] as const

export type ExpiryStage = number | 'expired'

/**
 * Two calendar years from 15 minutes ago, or less where the tenant's policy caps it (`maxLifetimeDays`, null without
 * a cap). Microsoft compares the two dates of the certificate, so the cap covers the backdated minutes too.
 * Throws when the cap leaves less than a day.
 */
export function validity(now: Date, { maxLifetimeDays }: { maxLifetimeDays: number | null }): Life {
  const notBefore = new Date(Math.floor((now.getTime() - backdateMs) / second) * second)
  const longest = addYears(notBefore, longestYears).getTime()
  const capped = maxLifetimeDays === null ? longest : notBefore.getTime() + Math.floor(maxLifetimeDays) * day
  if (!(capped - notBefore.getTime() >= day)) {
    throw new AppError('invalid_input', `a certificate of ${String(maxLifetimeDays)} days is too short to rotate`, {
      say: 'This tenant allows certificates for less than one day. Latchkey needs at least one day.',
    })
  }
  return { notBefore, notAfter: new Date(Math.min(longest, capped) - second) }
}

/**
 * When rotation may begin: two thirds of the life, less up to 14 days (a fifteenth of a shorter life). Only earlier, so
 * that it is tried before the first notice of any life asks a person. The tenant alone decides how much earlier, so that
 * the answer is the same each time, and a thousand tenants that were connected in one hour do not rotate in one hour.
 */
export function renewAt(life: Life, tenantSeed: string): Date {
  const length = lengthOf(life)
  const spread = Math.min(widestSpreadMs, length * spreadShareOfLife)
  const latest = life.notBefore.getTime() + (length * 2) / 3
  return new Date(Math.floor((latest - share(tenantSeed) * spread) / second) * second)
}

/**
 * The notice that is due, or null while there is none. A level longer than the last third of the life does not exist:
 * a certificate of 30 days would otherwise be born under warning.
 */
export function expiryStage(life: Life, now: Date, levels: readonly number[] = expiryStages): ExpiryStage | null {
  const left = life.notAfter.getTime() + second - now.getTime()
  if (left <= 0) return 'expired'
  const due = existing(life, levels).filter((days) => left <= days * day)
  return due.length === 0 ? null : Math.min(...due)
}

/** When each level of this life begins, and when it is over. */
export function stageStarts(life: Life, levels: readonly number[] = expiryStages): readonly Date[] {
  const end = life.notAfter.getTime() + second
  return [...existing(life, levels).map((days) => new Date(end - days * day)), new Date(end)]
}

function existing(life: Life, levels: readonly number[]): readonly number[] {
  return levels.filter((days) => days * day <= lengthOf(life) / 3)
}

/** Whether a signature made now counts, by its dates. */
export function usable(life: Life, now: Date): boolean {
  return life.notBefore <= now && now.getTime() < life.notAfter.getTime() + second
}

/** 29 February plus two years is 28 February: never a day longer than two years. */
function addYears(date: Date, years: number): Date {
  const moved = new Date(date)
  moved.setUTCFullYear(date.getUTCFullYear() + years)
  if (moved.getUTCDate() !== date.getUTCDate()) moved.setUTCDate(0)
  return moved
}

/** `notAfter` is included, so a life is one second longer than the difference. */
function lengthOf({ notBefore, notAfter }: Life): number {
  return notAfter.getTime() + second - notBefore.getTime()
}

/** 0 < x ≤ 1, the same for the same seed. */
function share(seed: string): number {
  return 1 - createHash('sha256').update(`renewal:${seed}`).digest().readUIntBE(0, 6) / 2 ** 48
}
