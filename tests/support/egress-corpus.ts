/** Hosts that are this machine, the network around it, or nobody on the internet, in every way to write them. */
const literal = [
  ...['127.0.0.1', '127.1', '127.0.1', '127.000.000.001', '2130706433', '0x7f000001', '0x7f.0.0.1', '0x7F.1'],
  ...['017700000001', '0177.0.0.1', '0177.1', '0x7f.0x0.0x0.0x1', '127.0.0.1.', '127.255.255.254', '127.8.8.8'],
  ...['0', '0.0.0.0', '0x0', '00', '0.1.2.3', '%31%32%37.0.0.1', '１２７.0.0.1', '127。0。0。1', '①27.0.0.1'],
  ...['10.0.0.1', '0xa000001', '012.0.0.1', '10.1', '172.16.0.1', '172.31.255.254', '2886729729', '0xac.16.0.1'],
  ...['192.168.0.1', '192.168.1', '3232235777', '0xc0a80101', '0300.0250.1.1', '100.64.0.1', '100.100.100.200'],
  ...['169.254.169.254', '2852039166', '0xa9fea9fe', '0251.0376.0251.0376', '169.254.43518', '169.254.170.2'],
  ...['168.63.129.16', '192.0.0.192', '192.0.2.1', '198.18.0.1', '198.51.100.7', '203.0.113.9', '192.88.99.1'],
  ...['224.0.0.1', '239.255.255.250', '240.0.0.1', '255.255.255.255', '4294967295'],
  ...[
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
    '[0000::0001]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::FFFF:10.0.0.1]',
  ],
  ...['[::ffff:169.254.169.254]', '[::ffff:a9fe:a9fe]', '[::ffff:0:127.0.0.1]', '[::127.0.0.1]', '[::7f00:1]'],
  ...['[64:ff9b::127.0.0.1]', '[64:ff9b::a9fe:a9fe]', '[64:ff9b:1::1]', '[2002:7f00:1::]', '[2002:a00:1::1]'],
  ...['[2001::1]', '[2001:db8::1]', '[3fff::1]', '[100::1]', '[5f00::1]', '[4000::1]', '[fc00::1]', '[fd00:ec2::254]'],
  ...['[fe80::1]', '[fe80::a9fe:a9fe]', '[fec0::1]', '[ff02::1]', '[ff0e::1]'],
]

/** Names, each with what a resolver answers; the last shapes answer something good first or beside it. */
const named: readonly [host: string, answers: readonly string[]][] = [
  ...['localhost', 'localhost.', 'LOCALHOST', 'sub.localhost', 'ip6-localhost', 'localhost.localdomain'].map(
    (host): [string, string[]] => [host, ['127.0.0.1']],
  ),
  ...['127.0.0.1.nip.test', '7f000001.rbndr.test', 'localtest.me', 'xn--lgbbat1ad8j.test', 'ⓛocalhost'].map(
    (host): [string, string[]] => [host, ['127.0.0.1']],
  ),
  ['v6.test', ['::1']],
  ['mapped.test', ['::ffff:127.0.0.1']],
  ['nat64.test', ['64:ff9b::7f00:1']],
  ['metadata.google.internal', ['169.254.169.254']],
  ['metadata.azure.test', ['168.63.129.16']],
  ['unspecified.test', ['0.0.0.0']],
  ['unspecified6.test', ['::']],
  ['inside.test', ['10.20.30.40']],
  ['inside6.test', ['fd12:3456::1']],
  ['linklocal.test', ['fe80::1']],
  ['carrier.test', ['100.64.9.9']],
  ['multicast.test', ['224.0.0.251']],
  ['mixed.test', ['1.1.1.1', '127.0.0.1']],
  ['mixed-last.test', ['1.1.1.1', '8.8.8.8', '::1']],
  ['mixed-first.test', ['127.0.0.1', '1.1.1.1']],
  ['strange.test', ['not-an-address']],
  ['nobody.test', []],
]

export interface ForbiddenUrl {
  url: string
  /** What a resolver would say about its host. */
  answers: readonly string[]
}

/** Every host over https to `port`, and what is wrong with the address itself whatever its host is. */
export function forbiddenUrls(port: number): readonly ForbiddenUrl[] {
  const good = ['1.1.1.1']
  return [
    ...literal.map((host) => ({ url: `https://${host}:${port}/hook`, answers: [] })),
    ...named.map(([host, answers]) => ({ url: `https://${host}:${port}/hook`, answers })),
    ...[
      `http://hooks.test:${port}/hook`,
      `http://127.0.0.1:${port}/hook`,
      `https://user@hooks.test:${port}/`,
      `https://user:password@hooks.test:${port}/`,
      `https://hooks.test@127.0.0.1:${port}/`,
      `https://hooks.test:22/`,
      `https://hooks.test:25/`,
      `https://hooks.test:6379/`,
      `https://hooks.test:80/`,
      `https://hooks.test:0/`,
      `https://hooks.test:65536/`,
      `ftp://hooks.test/`,
      `file:///etc/passwd`,
      `gopher://127.0.0.1:${port}/`,
      `javascript:alert(1)`,
      `data:text/plain,x`,
      `//hooks.test/`,
      `hooks.test`,
      ``,
      `https://`,
      `https:///127.0.0.1:${port}/hook`,
      `https://[::1`,
      `https://127.0.0.1:${port}\\@hooks.test/`,
      `https://127.0.0.1:${port}#@hooks.test/`,
      `https://127.0.0.1:${port}?@hooks.test/`,
      `\thttps://127.0.0.1:${port}/`,
      `https:\\\\127.0.0.1:${port}\\`,
      `https://127.0.0.1\t:${port}/`,
    ].map((url) => ({ url, answers: good })),
  ]
}
