import type { Access } from './access'
import type { GraphCall, GraphResult } from './call'

/** One operation: its place, its name in the log and in faults, who may call it, what it does. */
export interface Route {
  method: string
  pattern: RegExp
  operation: string
  access: Access
  run(call: GraphCall): GraphResult
}

/** Memberships of `/me` or of a principal, all or cast to directory roles. */
export const MEMBER_OF = '/(?:memberOf|transitiveMemberOf)(?<cast>/microsoft.graph.directoryRole)?'

/** `{name}` in a place stands for one path segment. */
export function route(method: string, place: string, operation: string, who: Access, run: Route['run']): Route {
  const source = place.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')
  return { method, pattern: new RegExp(`^${source}$`), operation, access: who, run }
}
