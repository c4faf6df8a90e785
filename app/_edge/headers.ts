/** Set by proxy.ts on every request, over anything that a client sent: the path that was asked for, with its query. */
export const pathHeader = 'x-latchkey-path'
/** The nonce of this answer's Content-Security-Policy. */
export const nonceHeader = 'x-nonce'
/** Where Microsoft answers a sign-in in the browser: its query carries a code, which goes nowhere else. */
export const callbackPath = '/connect/callback'

/** On every answer of the portal. */
export const fixedHeaders = {
  // nothing to other sites; `no-referrer` would also blank the Origin of forms, which actions are checked by
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
} as const

/** Where answers are for programs: they carry these headers themselves, and the proxy, which costs more than they do, is not asked. */
export const machinePath = '/api/v1/'
/** Nothing there is a page, should a browser take it for one. */
export const machineHeaders = {
  ...fixedHeaders,
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
} as const
