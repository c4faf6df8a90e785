const here = 'http://portal.invalid'

/**
 * Where to go after signing in: a path of this portal, or the fleet. Read as a browser reads it (a URL parser folds
 * backslashes, tabs and dots), then compared by origin, so that no spelling leads elsewhere (WHATWG URL Standard §4.4).
 */
export function safeNextPath(wanted: unknown): string {
  if (typeof wanted !== 'string' || wanted.length > 1000 || !wanted.startsWith('/')) return '/'
  if (!URL.canParse(wanted, here)) return '/'
  const url = new URL(wanted, here)
  if (url.origin !== here || url.pathname.startsWith('//')) return '/'
  return isLoop(url.pathname) ? '/' : `${url.pathname}${url.search}`
}

/** Pages that one is sent to without being asked would send one back again; machine endpoints are no pages. */
function isLoop(pathname: string): boolean {
  return ['/sign-in', '/setup', '/api'].some((start) => pathname === start || pathname.startsWith(`${start}/`))
}
