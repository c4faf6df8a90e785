/** Set by proxy.ts on every request, over anything that a client sent: the path that was asked for, with its query. */
export const pathHeader = 'x-latchkey-path'
/** The nonce of this answer's Content-Security-Policy. */
export const nonceHeader = 'x-nonce'
/** Where Microsoft answers a sign-in in the browser: its query carries a code, which goes nowhere else. */
export const callbackPath = '/connect/callback'
