import { AppError } from '../errors'
import { runtime } from '../runtime'
import { type Actor, readRole } from './actor'
import { note } from './note'
import { requireMay } from './permissions'
import { deleteClaim, findClaim } from './provider-store'

interface ClaimKey {
  issuer: string
  subject: string
}

/**
 * An owner says that somebody at the provider and an account here are the same person. From the next sign-in on, the
 * provider opens that account and gives its role. Throws AppError('not_found') when the claim or its account is gone.
 */
export async function linkClaim(actor: Actor, key: ClaimKey): Promise<void> {
  requireMay(actor, 'staff.rule')
  await runtime().db.$transaction(async (tx) => {
    const claim = await findClaim(tx, key)
    const person =
      claim && (await tx.operator.findUnique({ where: { email: claim.email }, select: { id: true, role: true } }))
    if (!claim || !person) throw new AppError('not_found', 'no such claim')
    const data = { ssoIssuer: key.issuer, ssoSubject: key.subject }
    await tx.operator.update({ where: { id: person.id }, data, select: { id: true } })
    await deleteClaim(tx, key)
    const detail = { email: claim.email, role: readRole(person.role), account: claim.name }
    await note(tx, 'staff.provider-linked', { by: actor.id, about: person.id, detail })
  })
}

/** They are not the same person. Who is turned away may ask again by trying to sign in. */
export async function dismissClaim(actor: Actor, key: ClaimKey): Promise<void> {
  requireMay(actor, 'staff.rule')
  await runtime().db.$transaction(async (tx) => {
    const claim = await findClaim(tx, key)
    if (claim === null) return
    await deleteClaim(tx, key)
    const detail = { email: claim.email, account: claim.name }
    await note(tx, 'staff.provider-claim-dismissed', { by: actor.id, about: actor.id, detail })
  })
}
