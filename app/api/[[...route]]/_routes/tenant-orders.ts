import { createRoute } from '@hono/zod-openapi'
import { forgetCallers } from '@/lib/api-clients/caller-cache'
import { AppError } from '@/lib/errors'
import type { Actor } from '@/lib/staff/actor'
import { listPublicCertificates } from '@/lib/tenants/certificate-list'
import { requestCheck } from '@/lib/tenants/checking'
import { startConnecting } from '@/lib/tenants/connecting'
import { getReconfigure } from '@/lib/tenants/reconfiguring'
import { requestRotations } from '@/lib/tenants/rotating'
import type { Api } from '../../../_edge/api-app'
import { begun, done, file, problems, read, withScope } from '../../../_edge/api-answers'
import { OnceHeaders } from '../../../_edge/api-once'
import { id, text } from '../../../_edge/api-schema'
import { Begun } from '../_schemas/run'
import { Asked, Certificates, Choice, Connect, Preview } from '../_schemas/tenant-orders'
import { toBegun } from './run-answers'
import { tenantPath } from './tenants'

const tags = ['Tenants']
const body = <T>(schema: T) => ({ required: true, content: { 'application/json': { schema } } })

const connect = createRoute({
  method: 'post',
  path: '/api/v1/tenants',
  operationId: 'connectTenant',
  tags,
  summary: 'Begin to connect a tenant',
  description:
    'Starts a run, or answers the one that is open. An administrator of the tenant then signs in on the page of the run: ' +
    'send the link to the person who has them at hand. The sign-in code is shown on that page only.',
  ...withScope('tenants:connect', { once: true }),
  request: { headers: OnceHeaders, body: body(Connect) },
  responses: { 202: begun(Begun, 'The run.'), ...problems(400, 409, 413, 415, 502) },
})

const certificates = createRoute({
  method: 'get',
  path: '/api/v1/tenants/{id}/certificates',
  operationId: 'listCertificates',
  tags,
  summary: 'Certificates of a tenant',
  description: 'The public halves, newest first. Private keys leave this installation for nobody.',
  ...withScope('tenants:read'),
  request: { params: tenantPath },
  responses: { 200: read(Certificates, 'The certificates.'), ...problems(304, 404) },
})

const pem = createRoute({
  method: 'get',
  path: '/api/v1/tenants/{id}/certificates/{certificateId}/pem',
  operationId: 'getCertificatePem',
  tags,
  summary: 'One certificate as PEM',
  description: 'For programs that take a file (RFC 7468).',
  ...withScope('tenants:read'),
  request: { params: tenantPath.extend({ certificateId: id() }) },
  responses: { 200: file('application/x-pem-file', text(10_000), 'The certificate.'), ...problems(304, 404) },
})

const check = createRoute({
  method: 'post',
  path: '/api/v1/tenants/{id}/check',
  operationId: 'checkTenant',
  tags,
  summary: 'Check a tenant now',
  description: 'Its turn comes within seconds. Afterwards `checkedAt` of its conditions is later.',
  ...withScope('tenants:check', { once: true }),
  request: { params: tenantPath, headers: OnceHeaders },
  responses: { 202: begun(Asked, 'The tenant, to look at again.'), ...problems(404, 409) },
})

const preview = createRoute({
  method: 'post',
  path: '/api/v1/tenants/{id}/reconfigure-preview',
  operationId: 'previewReconfigure',
  tags,
  summary: 'What a reconfiguration would change',
  description: 'Looks at Microsoft where it may, and writes nothing.',
  ...withScope('tenants:connect'),
  request: { params: tenantPath, body: body(Choice) },
  responses: { 200: done(Preview, 'What would change.'), ...problems(400, 404, 409, 413, 415, 502) },
})

const rotate = createRoute({
  method: 'post',
  path: '/api/v1/tenants/{id}/rotate',
  operationId: 'rotateCertificate',
  tags,
  summary: 'Renew the certificate now',
  description:
    'A new key takes over once it has signed in; the old one leaves after its overlap. Nobody has to sign in.',
  ...withScope('tenants:rotate', { once: true }),
  request: { params: tenantPath, headers: OnceHeaders },
  responses: { 202: begun(Asked, 'Asked for, or under way already.'), ...problems(404, 409) },
})

export function addTenantOrderRoutes(api: Api): void {
  api.openapi(connect, async (c) => {
    const actor = c.get('actor')
    const answer = toBegun(await startConnecting(actor, c.req.valid('json')))
    if (actor.reach !== 'all') await forgetCallers() // a new tenant belongs to the reach of who began it
    c.header('Location', answer.run)
    return c.json(answer, 202)
  })
  api.openapi(certificates, async (c) => {
    const items = await listPublicCertificates(c.get('actor'), c.req.valid('param').id)
    return c.json(Certificates.parse({ items }), 200)
  })
  api.openapi(pem, async (c) => {
    const { id: tenantId, certificateId } = c.req.valid('param')
    const found = (await listPublicCertificates(c.get('actor'), tenantId)).find((one) => one.id === certificateId)
    if (found === undefined) throw new AppError('not_found', `no certificate ${certificateId}`)
    return new Response(found.pem, { headers: { 'Content-Type': 'application/x-pem-file' } })
  })
  api.openapi(check, async (c) => {
    const { id: tenantId } = c.req.valid('param')
    await requestCheck(c.get('actor'), tenantId)
    c.header('Location', `/api/v1/tenants/${tenantId}`)
    return c.json({ tenantId, result: 'requested' as const }, 202)
  })
  api.openapi(preview, async (c) =>
    c.json(await previewOf(c.get('actor'), c.req.valid('param').id, c.req.valid('json')), 200),
  )
  api.openapi(rotate, async (c) => {
    const { id: tenantId } = c.req.valid('param')
    const answer = await askToRotate(c.get('actor'), tenantId)
    c.header('Location', `/api/v1/runs?tenant=${tenantId}&open=true`)
    return c.json(answer, 202)
  })
}

async function previewOf(actor: Actor, tenantId: string, choice: { baseline: string; workloads: string[] }) {
  const { preview: found, refusal, openRunId } = await getReconfigure(actor, tenantId, choice)
  if (refusal !== null) throw new AppError('invalid_input', 'choice refused', { say: refusal, field: 'workloads' })
  if (found === null) {
    throw new AppError('conflict', 'tenant is not connected', {
      say: 'This tenant is not connected. Connect it instead.',
    })
  }
  return Preview.parse({ ...found, tenantId, openRunId })
}

async function askToRotate(actor: Actor, tenantId: string) {
  const [asked] = await requestRotations(actor, [tenantId])
  const result = asked?.result ?? 'not-connected'
  if (result === 'requested' || result === 'already-under-way') return { tenantId, result }
  if (result === 'run-open') throw new AppError('run_open', 'rotation beside a run')
  throw new AppError('conflict', 'tenant is not connected', { say: 'This tenant is not connected, so it has no key.' })
}
