import { AppError } from '../errors'

const most = 20

/** No quotes, no comments, no spaces: what RFC 5322 allows beyond this nobody has, and a head could be smuggled in by. */
const address = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z]{2,63}$/i

/** Mail addresses with commas, semicolons or lines between. Throws `invalid_input` with the one that does not work. */
export function readRecipients(list: string): string[] {
  const given = list.split(/[,;\s]+/).filter((one) => one !== '')
  const found = [...new Set(given.map((one) => one.toLowerCase()))]
  const bad = found.find((one) => !isMailAddress(one))
  if (bad !== undefined) throw refuse(`“${bad.slice(0, 80)}” is no mail address.`)
  if (found.length === 0) throw refuse('Name at least one mail address.')
  if (found.length > most) throw refuse(`At most ${most} addresses. Use a distribution list for more.`)
  return found
}

export function isMailAddress(text: string): boolean {
  return text.length <= 254 && address.test(text)
}

function refuse(say: string): AppError {
  return new AppError('invalid_input', 'recipients refused', { field: 'leadsTo', say })
}
