import { describe, expect, test } from 'vitest'
import { safeNextPath } from '@/app/_edge/next-path'

const portal = 'https://latchkey.example'

const elsewhere = [
  ...['//e.example', '///e.example', '////e.example', '/\\e.example', '\\/e.example', '\\\\e.example', '/\\/e.example'],
  ...['https://e.example', 'http://e.example', 'HTTPS://e.example', 'https:e.example', 'https:/e.example', 'http:///e'],
  ...[
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'blob:x',
  ],
  ...['file:///etc/passwd', 'ftp://e.example', 'mailto:x@e.example', 'ws://e.example', 'about:blank', 'view-source:/'],
  ...['/\t/e.example', '/\n/e.example', '/\r/e.example', '\t//e.example', '\n//e.example', ' //e.example', '\u0000//e'],
  ...['/\t\\e.example', '/\n\\e.example', '\u00a0//e.example', '\ufeff//e.example', '\u2028//e.example', '\u3000//e'],
  ...[
    'e.example',
    'e.example/path',
    '@e.example',
    'user@e.example',
    'user:pass@e.example',
    '.e.example',
    '..//e.example',
  ],
  ...[
    '//e.example/%2f..',
    '//e.example:443/',
    '//[::1]/',
    '//127.0.0.1',
    '//0x7f000001',
    '//2130706433',
    '//localhost',
  ],
  ...[
    '//e。example',
    '//е.example',
    '///\\e.example',
    '/.//e.example',
    '/..//e.example',
    '/./\\e.example',
    '/a/..//e.example',
  ],
  ...[
    '/x/../..//e.example',
    '/%2e%2e//e.example',
    '/.\\/e.example',
    '/%2e//e.example',
    '/a/%2e%2e//e.example',
    '/\\\\e',
  ],
  ...['?next=//e.example', '#//e.example', '', ' ', '/ /../\\e.example/..//e', ':', '://e.example', '////', '//', '\\'],
  ...['//user@e.example', '//user:pass@e.example', '//e.example@f.example', '//e.example#x', '//e.example?x', '//..'],
]

describe('where one goes after signing in', () => {
  test(`none of ${elsewhere.length} spellings leads to another place`, () => {
    expect(elsewhere.length).toBeGreaterThanOrEqual(80)
    for (const wanted of elsewhere) {
      const path = safeNextPath(wanted)
      expect(new URL(path, portal).origin, JSON.stringify(wanted)).toBe(portal)
      expect(path, JSON.stringify(wanted)).toMatch(/^\/(?![/\\])/)
    }
  })

  test('an encoded slash stays what it is: a piece of a path here', () => {
    expect(new URL(safeNextPath('/%2f%2fe.example'), portal).origin).toBe(portal)
    expect(new URL(safeNextPath('/%5c%5ce.example'), portal).origin).toBe(portal)
  })

  test.each([
    ['/', '/'],
    ['/settings', '/settings'],
    ['/?q=northwind&state=failing', '/?q=northwind&state=failing'],
    ['/tenants/connect?domain=northwind.example', '/tenants/connect?domain=northwind.example'],
    ['/tenants/../settings', '/settings'],
  ])('%s leads to %s', (wanted, path) => {
    expect(safeNextPath(wanted)).toBe(path)
  })

  test.each(['/sign-in', '/sign-in?next=/x', '/setup/abc', '/api/auth/signout', `/${'a'.repeat(1001)}`])(
    '%s leads to the fleet instead',
    (wanted) => {
      expect(safeNextPath(wanted)).toBe('/')
    },
  )

  test.each([undefined, null, 7, ['/settings'], { toString: () => '/settings' }])('%s is no path', (wanted) => {
    expect(safeNextPath(wanted)).toBe('/')
  })
})
