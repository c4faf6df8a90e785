import type { Portal } from '../../support/portal'
import { Visitor } from './visitor'

export const marta = { name: 'Marta Ruiz', email: 'marta@relecloud.example', password: 'harbour violet nineteen' }

/** Makes the owner with the portal's own setup link, and leaves them signed in. */
export async function setUp(
  portal: Pick<Portal, 'url' | 'setupLink'>,
  values: Partial<typeof marta> = {},
): Promise<Visitor> {
  const visitor = new Visitor(portal.url)
  const form = { ...marta, ...values }
  const answer = await visitor.submit(new URL(portal.setupLink).pathname, 'Create the owner’s account', form)
  if (answer.status !== 303) throw new Error(`setup answered ${answer.status}`)
  return visitor
}

export async function signIn(
  portal: Pick<Portal, 'url'>,
  next = '/',
  values: Partial<typeof marta> = {},
): Promise<[Visitor, Response]> {
  const visitor = new Visitor(portal.url)
  const { email, password } = { ...marta, ...values }
  return [visitor, await visitor.submit(`/sign-in?next=${encodeURIComponent(next)}`, 'Sign in', { email, password })]
}
