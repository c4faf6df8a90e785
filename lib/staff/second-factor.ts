import { AppError } from '../errors'
import type { Runtime } from '../runtime'
import type { Actor } from './actor'
import type { TryLimiter } from './limits'
import { describeSecret, makeSecret, type SharedSecret, stepOfCode } from './one-time-code'
import { hashRecoveryCode, makeRecoveryCodes } from './recovery-codes'
import {
  confirmDraft,
  findFactor,
  isFactorRequired,
  renewCodes,
  replaceDraft,
  takeRecoveryCode,
  takeStep,
} from './second-factor-store'
import type { Stage } from './session-store'
import type { Database } from './store'

export interface FactorParts {
  db: Database
  vault: Runtime['vault']
  now: Date
  /** Tries at a second factor, counted apart from passwords. */
  limiter: TryLimiter
}

type Person = Pick<Actor, 'id' | 'email'>

const purpose = 'second-factor'

/** What a session is good for after the password: everything, the second factor first, or setting one up first. */
export async function stageAfterPassword(db: Database, operatorId: string): Promise<Stage> {
  const factor = await findFactor(db, operatorId)
  if (factor !== null && factor.confirmedAt !== null) return 'second-factor'
  return (await isFactorRequired(db)) ? 'enrol' : 'full'
}

/** A new secret to scan, in place of one that was never confirmed. Throws AppError('conflict') when one is in use. */
export async function draftFactor({ db, vault, now }: FactorParts, person: Person): Promise<SharedSecret> {
  const secret = makeSecret()
  const secretRef = await vault.seal(purpose, person.id, secret)
  const replaced = await replaceDraft(db, { operatorId: person.id, secretRef, at: now })
  if (replaced === null) {
    await vault.destroy(secretRef)
    throw new AppError('conflict', 'second factor is confirmed', {
      say: 'You have a second factor already. Turn it off first to set up another.',
    })
  }
  if (replaced.old !== null) await vault.destroy(replaced.old)
  return describeSecret(secret, person.email)
}

/** The secret that waits for its first code, to be shown again after a mistyped one; null once it is confirmed. */
export async function readDraft({ db, vault }: FactorParts, person: Person): Promise<SharedSecret | null> {
  const factor = await findFactor(db, person.id)
  if (factor === null || factor.confirmedAt !== null) return null
  return describeSecret(await vault.open(factor.secretRef, purpose, person.id), person.email)
}

/** The first code proves that the app has the secret. Answers ten recovery codes, which are shown now and never again. */
export async function confirmFactor(parts: FactorParts, person: Person, code: string): Promise<readonly string[]> {
  const { db, vault, now } = parts
  const operatorId = person.id
  const factor = await findFactor(db, operatorId)
  if (factor === null || factor.confirmedAt !== null) {
    throw new AppError('conflict', 'no second factor to confirm', { say: 'Start again: there is nothing to confirm.' })
  }
  await takeTry(parts, operatorId)
  const step = stepOfCode(await vault.open(factor.secretRef, purpose, operatorId), plainCode(code), now)
  if (step === null) throw wrongCode()
  const codes = makeRecoveryCodes()
  const codeHashes = hashAll(operatorId, codes)
  if (!(await confirmDraft(db, { operatorId, secretRef: factor.secretRef, step, codeHashes, at: now }))) {
    throw new AppError('conflict', 'second factor was confirmed meanwhile')
  }
  await parts.limiter.giveBack(operatorId, null)
  return codes
}

/**
 * A code of the app, or a recovery code, each good once. Throws AppError('invalid_input') for the field `code`, or
 * 'too_many_tries'. The try is counted before the code is looked at.
 */
export async function checkFactor(parts: FactorParts, operatorId: string, typed: string): Promise<void> {
  await takeTry(parts, operatorId)
  if (!(await isRight(parts, operatorId, typed))) throw wrongCode()
  await parts.limiter.giveBack(operatorId, null)
}

/** Ten new recovery codes; the old ones are worth nothing from now on. */
export async function replaceRecoveryCodes({ db }: FactorParts, operatorId: string): Promise<readonly string[]> {
  const codes = makeRecoveryCodes()
  await renewCodes(db, operatorId, hashAll(operatorId, codes))
  return codes
}

async function isRight({ db, vault, now }: FactorParts, operatorId: string, typed: string): Promise<boolean> {
  const factor = await findFactor(db, operatorId)
  if (factor === null || factor.confirmedAt === null) return false
  const code = plainCode(typed)
  if (/^\d{6}$/.test(code)) {
    const step = stepOfCode(await vault.open(factor.secretRef, purpose, operatorId), code, now)
    return step !== null && takeStep(db, operatorId, step)
  }
  const codeHash = hashRecoveryCode(operatorId, typed)
  return codeHash !== null && takeRecoveryCode(db, operatorId, codeHash, now)
}

async function takeTry({ limiter }: FactorParts, operatorId: string): Promise<void> {
  const seconds = await limiter.take(operatorId, null)
  if (seconds !== null) throw tooMany(seconds)
}

/** Says how long the wait is; nothing is locked for good. */
export function tooMany(seconds: number): AppError {
  const minutes = Math.ceil(seconds / 60)
  const wait = minutes === 1 ? 'a minute' : `${minutes} minutes`
  return new AppError('too_many_tries', 'try limit', {
    say: `Too many tries. The next one is possible in ${wait}; nothing is locked.`,
  })
}

function wrongCode(): AppError {
  return new AppError('invalid_input', 'second factor is wrong', {
    field: 'code',
    say: 'This code does not fit, or was used already. Wait for the next one; if none fits, check that the clock of your phone is right.',
  })
}

/** People type the gap that the app shows. */
function plainCode(typed: string): string {
  return typed.replace(/\s/g, '')
}

function hashAll(operatorId: string, codes: readonly string[]): readonly string[] {
  return codes.map((code) => hashRecoveryCode(operatorId, code) ?? '')
}
