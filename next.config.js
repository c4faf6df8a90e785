/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  productionBrowserSourceMaps: false,
  // native or stateful packages that must be loaded once, as they are
  serverExternalPackages: [
    ...['pg', '@node-rs/argon2', 'pino', '@prisma/client', '@prisma/adapter-pg', 'node-forge'],
    ...['nodemailer', 'prom-client'],
  ],
  outputFileTracingExcludes: { '*': ['.latchkey/**', 'tests/**', 'docs/**'] },
  // types are checked by the tests, once; who starts Latchkey need not wait for it
  typescript: { tsconfigPath: 'tsconfig.build.json', ignoreBuildErrors: true },
  // sources match in any case; backup software looks for the token endpoint of restores under its own paths
  rewrites: () => [
    { source: '/.well-known/oauth-authorization-server', destination: '/api/oauth/metadata' },
    { source: '/:version(v[4-8])/token', destination: '/api/restore-door' },
  ],
  experimental: { serverActions: { bodySizeLimit: '64kb' } },
}

export default config
