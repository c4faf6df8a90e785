/** A call of ours that neither Microsoft's description of Graph nor a recorded answer covers as we send it. */
export interface UnseenCall {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** As `docs/unverified.md` lists it; `{…}` stands for one identifier. */
  place: string
}

/**
 * Only texts speak of these calls. Their evidence says so on pages, `docs/unverified.md` names the source of each, and
 * `tests/contract` holds this list, that page and what is really sent to each other.
 */
export const unseenCalls: readonly UnseenCall[] = [
  { method: 'POST', place: '/$batch' },
  { method: 'GET', place: "/servicePrincipals(appId='{appId}')/appRoleAssignments" },
  { method: 'GET', place: "/servicePrincipals(appId='{appId}')/transitiveMemberOf/microsoft.graph.directoryRole" },
  { method: 'GET', place: '/users/{id}/mailboxSettings' },
  { method: 'GET', place: '/users/{id}/settings/exchange' },
  { method: 'GET', place: '/admin/exchange/mailboxes/{id}/folders' },
  { method: 'GET', place: '/teams' },
]

/** Whether this call, as evidence describes it, is one of the unseen. Calls to Entra have no version and are none. */
export function isUnseenCall(call: string, among: readonly UnseenCall[] = unseenCalls): boolean {
  const [method, address = ''] = call.split(' ')
  const [place = ''] = address.split('?')
  const patterns = among === unseenCalls ? knownPatterns : among.map(({ place: known }) => patternOf(known))
  return among.some((unseen, index) => unseen.method === method && patterns[index]?.test(place) === true)
}

/** Asked at every call, so made once. */
const knownPatterns = unseenCalls.map(({ place }) => patternOf(place))

function patternOf(place: string): RegExp {
  const source = place
    .replace(/[.*+?^$()|[\]\\]/g, String.raw`\$&`)
    .replace(/'\{\w+\}'/g, "'[^']+'")
    .replace(/\{\w+\}/g, '[^/]+')
  return new RegExp(`^${source}$`)
}
