import { z } from 'zod'
import { faultSchema } from '../faults/catalogue'
import { jsonAnswer } from '../http/message'
import type { Answer, Message } from '../http/message'
import type { Control } from './control'
import { CONTROL_HEADER } from './header'
import { ControlMistake } from './mistake'
import { plantSchema } from './plant'

const PREFIX = '/_practice/'

const seconds = z.number().min(-4e8).max(4e8)
const tenant = z.strictObject({
  domain: z.string(),
  displayName: z.string(),
  generation: z.enum(['current', '2025']).optional(),
  licences: z.array(z.enum(['exchange', 'sharepoint', 'teams'])).optional(),
  membersMayRegisterApplications: z.boolean().optional(),
  securityDefaults: z.boolean().optional(),
  replicationLagMs: z.number().min(0).optional(),
  ordinaryUsers: z.number().int().min(0).max(5000).optional(),
})
const client = z.strictObject({ appId: z.uuid().optional(), displayName: z.string(), scopes: z.array(z.string()) })
const signIn = z.strictObject({
  userCode: z.string(),
  person: z.string(),
  outcome: z.enum(['approve', 'decline', 'consent-declined']).optional(),
  consent: z.enum(['person', 'organization']).optional(),
})
const { userCode: _userCode, ...decision } = signIn.shape
const authorizeAs = z.strictObject({ url: z.url(), ...decision })
const uris = z.array(z.string()).optional()
const application = z.strictObject({
  tenantId: z.string(),
  displayName: z.string().min(1).max(120),
  signInAudience: z.enum(['AzureADMyOrg', 'AzureADMultipleOrgs']).optional(),
  redirectUris: z.strictObject({ web: uris, spa: uris, publicClient: uris }).optional(),
  isFallbackPublicClient: z.boolean().optional(),
  certificatePem: z.string().optional(),
  requiredScopes: z.array(z.string()).optional(),
  uniqueName: z.string().optional(),
  grantedRoles: z.array(z.string()).optional(),
})
const signingRequest = z.strictObject({ csrPem: z.string(), days: z.number().int().min(1).max(3650).optional() })
const marker = z.string().optional()
const markers = z.strictObject({ deviceCode: marker, accessToken: marker, authorizationCode: marker })
const filter = z.strictObject({ tenant: z.string().optional() })

function action<A extends readonly unknown[]>(
  schema: z.ZodType<A>,
  run: (control: Control, ...args: A) => Promise<unknown>,
) {
  return (control: Control, body: unknown): Promise<unknown> => run(control, ...schema.parse(body))
}

type Action = (control: Control, body: unknown) => Promise<unknown>

/** Method name → what its JSON array of arguments must be. */
const ACTIONS: Readonly<Record<string, Action>> = {
  reset: action(z.tuple([]), (control) => control.reset()),
  addresses: action(z.tuple([]), (control) => control.addresses()),
  tenants: action(z.tuple([]), (control) => control.tenants()),
  createTenant: action(z.tuple([tenant]), (control, wanted) => control.createTenant(wanted)),
  deleteTenant: action(z.tuple([z.string()]), (control, name) => control.deleteTenant(name)),
  registerClient: action(z.tuple([client]), (control, wanted) => control.registerClient(wanted)),
  registerApplication: action(z.tuple([application]), (control, wanted) => control.registerApplication(wanted)),
  authorizeAs: action(z.tuple([authorizeAs]), (control, wanted) => control.authorizeAs(wanted)),
  issueCertificate: action(z.tuple([signingRequest]), (control, request) => control.issueCertificate(request)),
  signIn: action(z.tuple([signIn]), (control, wanted) => control.signIn(wanted)),
  fault: action(z.tuple([z.string(), faultSchema]), (control, name, fault) => control.fault(name, fault)),
  clearFaults: action(z.union([z.tuple([]), z.tuple([z.string()])]), (control, name?: string) =>
    control.clearFaults(name),
  ),
  faults: action(z.tuple([]), (control) => control.faults()),
  setClock: action(z.tuple([z.strictObject({ offsetSeconds: seconds })]), (control, clock) => control.setClock(clock)),
  advanceClock: action(z.tuple([seconds]), (control, by) => control.advanceClock(by)),
  markers: action(z.tuple([markers]), (control, wanted) => control.markers(wanted)),
  log: action(z.union([z.tuple([]), z.tuple([filter])]), (control, wanted?: z.infer<typeof filter>) =>
    control.log(wanted),
  ),
  clearLog: action(z.tuple([]), (control) => control.clearLog()),
  god: action(z.tuple([z.string()]), (control, name) => control.god(name)),
  plant: action(z.tuple([z.string(), plantSchema]), (control, name, plant) => control.plant(name, plant)),
}

/** `POST /_practice/<method>` with a JSON array of arguments; an empty body is none. */
export async function serveControl(control: Control, message: Message): Promise<Answer | undefined> {
  if (!message.path.startsWith(PREFIX)) return undefined
  if (message.headers[CONTROL_HEADER] !== '1')
    return jsonAnswer(403, { error: `Send the header ${CONTROL_HEADER}: 1.` })
  const run = ACTIONS[message.path.slice(PREFIX.length)]
  if (run === undefined) return jsonAnswer(404, { error: `Known methods: ${Object.keys(ACTIONS).join(', ')}.` })
  if (message.method !== 'POST') return jsonAnswer(405, { error: 'Use POST.' }, { allow: 'POST' })
  return perform(control, run, message.body)
}

async function perform(control: Control, run: Action, body: string): Promise<Answer> {
  try {
    const result = await run(control, body.trim() === '' ? [] : JSON.parse(body))
    return jsonAnswer(200, result ?? null)
  } catch (error) {
    if (error instanceof z.ZodError) return jsonAnswer(400, { error: z.prettifyError(error) })
    if (error instanceof ControlMistake || error instanceof SyntaxError)
      return jsonAnswer(400, { error: error.message })
    throw error
  }
}
