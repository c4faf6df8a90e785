import { AppError } from '../errors'
import { readEmail } from './email'
import { refusePassword } from './password'

/** A person's name in one line. Throws AppError('invalid_input') for the field `name`. */
export function readName(typed: string): string {
  const name = cleanName(typed)
  if (name !== '' && name.length <= 100) return name
  throw refuse('name', 'Type your name, at most 100 characters. It stands beside what you do.')
}

/** Control characters and spaces of all kinds become single spaces. */
export function cleanName(typed: string): string {
  return typed.normalize('NFC').replace(/\s+/g, ' ').trim()
}

/** Throws AppError('invalid_input') for the field `email`. */
export function readAddress(typed: string): string {
  const email = readEmail(typed)
  if (email === null) throw refuse('email', 'This is not a mail address. It looks like marta@provider.com.')
  return email
}

/** Throws AppError('invalid_input') for the field `password`, with the mend. */
export function requirePassword(password: string, field = 'password'): void {
  const reason = refusePassword(password)
  if (reason !== null) throw refuse(field, reason)
}

function refuse(field: string, say: string): AppError {
  return new AppError('invalid_input', `account: ${field} refused`, { field, say })
}
