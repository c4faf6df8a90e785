/** What the page of backup servers' certificates shows: public parts only. */
export interface ServerKeysView {
  tenantId: string
  customer: string
  domain: string
  practice: boolean
  connected: boolean
  keys: readonly ServerKeyLine[]
}

export interface ServerKeyLine {
  id: string
  name: string
  /** waiting and leaving go on at the next Reconfigure. */
  state: 'waiting' | 'standing' | 'leaving'
  why: string | null
  brought: 'request' | 'certificate'
  subject: string
  sha1: string
  sha256: string
  /** ISO 8601. */
  notAfter: string
  addedBy: string
}
