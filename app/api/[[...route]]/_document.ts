import type { Api } from '../../_edge/api-app'

/** The OpenAPI 3.1 document of every route that was defined. */
export function describeApi(api: Api, address: string) {
  return api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Latchkey',
      version: '1.0.0',
      description:
        'What backup servers and scripts ask: tenants and what is wrong with them, certificates, runs, and tokens. ' +
        'Every failure is a problem (RFC 9457) whose `type` leads to a page. Answers to reads carry an ETag.',
      contact: { name: 'Whoever runs this Latchkey', url: address },
      license: { name: 'Unlicensed', url: `${address}/api/docs` },
    },
    servers: [{ url: '/', description: 'This installation: production', ...{ 'x-internal': false } }],
    tags: [...tags],
  })
}

const tags = [
  { name: 'Tokens', description: 'Where access tokens come from.' },
  { name: 'Tenants', description: 'The tenants that this client reaches.' },
  { name: 'Runs', description: 'What was begun, how far it is, and how it ended.' },
  { name: 'Customers', description: 'The customers that tenants belong to.' },
  { name: 'Audit', description: 'Who did what.' },
  { name: 'Restore', description: 'What a restore sign-in of the tenant’s own administrator may do.' },
] as const
