/** Latchkey asks for two years unless a policy of the tenant forbids it, so anything much shorter was asked for because of one. */
const fullLifeDays = 720

/** Why a certificate lives as long as it does, for people; null for the usual life. */
export function whyThisLife(certificate: { notBefore: Date; notAfter: Date; issuedBy: string | null }): string | null {
  const { issuedBy } = certificate
  if (issuedBy !== null) return `signed by ${issuedBy}`
  const days = Math.round((certificate.notAfter.getTime() - certificate.notBefore.getTime()) / 86_400_000)
  return days >= fullLifeDays ? null : `${days} days only, because their policy limits the life of certificates`
}
