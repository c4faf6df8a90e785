/** What a certificate is called. Only text for people: nothing is decided by it, the key and the thumbprint are. */
export interface SubjectName {
  commonName: string
  organizationName?: string
}

/** ub-common-name and ub-organization-name of RFC 5280, appendix A.1, in characters. */
const longestName = 64
const fallbackName = 'Latchkey'

/**
 * Names come from tenants, so they are hostile: no line break may reach a log line or a PEM header, no bidirectional
 * control may turn the text around, and what is too long for X.509 is shortened visibly, never inside a character.
 */
export function cleanName(name: string): string {
  const wellFormed = Buffer.from(name, 'utf8').toString('utf8').normalize('NFC')
  return wellFormed
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
}

/** The subject as it is written: cleaned, at most 64 characters each, never without a common name. */
export function subjectName({ commonName, organizationName }: SubjectName): SubjectName {
  const common = shortenName(cleanName(commonName)) || fallbackName
  const organization = shortenName(cleanName(organizationName ?? ''))
  return organization === '' ? { commonName: common } : { commonName: common, organizationName: organization }
}

/** RFC 4514 text, the most particular attribute first, as the portal of Microsoft shows it. */
export function describeSubject({ commonName, organizationName }: SubjectName): string {
  const common = `CN=${escapeValue(commonName)}`
  return organizationName === undefined ? common : `${common}, O=${escapeValue(organizationName)}`
}

function shortenName(name: string): string {
  if (countCharacters(name) <= longestName) return name
  let short = ''
  for (const { segment } of new Intl.Segmenter('und').segment(name)) {
    if (countCharacters(short) + countCharacters(segment) > longestName - 1) break
    short += segment
  }
  return `${short.trimEnd()}…`
}

/** X.509 counts code points, not UTF-16 units. */
function countCharacters(text: string): number {
  return Array.from(text).length
}

function escapeValue(value: string): string {
  return value.replace(/[",+;<>\\=]/g, '\\$&').replace(/^#/, '\\#')
}
