import path from 'node:path'
import { z } from 'zod'

const port = (fallback: number) => z.coerce.number().int().min(0).max(65535).default(fallback)
const positive = (fallback: number, about: string) =>
  z.coerce.number().positive().default(fallback).describe(`a number above 0, such as ${fallback} (${about})`)
const positiveUpTo = (most: number, fallback: number, about: string) =>
  z.coerce
    .number()
    .positive()
    .max(most)
    .default(fallback)
    .describe(`a number above 0, at most ${most}, such as ${fallback} (${about})`)
const whole = (fallback: number, about: string) =>
  z.coerce
    .number()
    .int()
    .positive()
    .default(fallback)
    .describe(`a whole number above 0, such as ${fallback} (${about})`)
const flag = (fallback: 'on' | 'off') => z.enum(['on', 'off']).default(fallback)

/** Host or socket folder (`?host=`), and at most one name after it; a password with / or # in clear would be read as these. */
function isDatabaseAddress(text: string): boolean {
  const shape =
    /^postgres(ql)?:\/\/([^\s/?#]+@)?(\[[\da-f:.]+\]|[\w.-]+|%2f[\w.%-]+)?(:\d{1,5})?(\/[^\s/?#@]*)?(\?[^\s#]+)?$/i
  if (!shape.test(text) || !URL.canParse(text) || /%(?![\da-f]{2})/i.test(text)) return false
  const { hostname, searchParams } = new URL(text)
  return hostname !== '' || (searchParams.get('host') ?? '') !== ''
}

/**
 * Every setting, its shape and its default. `.describe` is the mend that a person reads when the value is wrong, and
 * `.env.example` is checked against this list. All waits of the product are here, so that tests can use seconds.
 */
export const settingsSchema = z.object({
  PORT: port(3000).describe('a port number from 0 to 65535, for example 3000'),
  HOST: z.string().min(1).default('127.0.0.1').describe('the address to listen on; 127.0.0.1 admits this machine only'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('the address people type, for example https://latchkey.example.com'),
  TRUST_PROXY: flag('off').describe('on only behind a reverse proxy that sets X-Forwarded-For itself, else off'),
  DATABASE_URL: z
    .string()
    .refine(isDatabaseAddress, 'it is not the address of a PostgreSQL database')
    .optional()
    .describe('postgresql://user:password@host:5432/database, or absent for the built-in server'),
  LATCHKEY_HOME: z.string().min(1).default('.latchkey').describe('a folder for data, keys and build output'),
  KEY_RING_FILE: z.string().min(1).optional().describe('path of the key ring file, kept apart from database backups'),
  AUTH_SECRET: z
    .string()
    .min(32)
    .optional()
    .describe('at least 32 random characters; absent: made once and kept in LATCHKEY_HOME'),
  PRACTICE: flag('on').describe('on shows practice tenants, off hides them everywhere'),
  PRACTICE_PORT: port(3400).describe('a port number for the practice cloud'),
  PRACTICE_TLS_PORT: z.coerce
    .number()
    .int()
    .min(1)
    .max(65535)
    .optional()
    .describe('a port number for the practice cloud over TLS, for clients that insist on https; absent: none'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info').describe('debug, info, warn or error'),
  MICROSOFT_TIMEOUT_SECONDS: positive(30, 'how long one call to Microsoft may take, in seconds'),
  SPREAD_DEADLINE_SECONDS: positive(360, 'how long a run waits for Microsoft to spread a new key, in seconds'),
  SPREAD_PAUSE_SECONDS: positive(4, 'the pause between two tries while something spreads, in seconds'),
  STALE_PATIENCE_SECONDS: positive(240, 'how long an answer that contradicts our records is doubted, in seconds'),
  CODES_PER_RUN: whole(4, 'how many sign-in codes one run shows in a row'),
  BROWSER_SIGN_IN_MINUTES: positive(
    15,
    'how long a sign-in in the browser may stay at Microsoft before it is given up, in minutes',
  ),
  LEASE_SECONDS: positive(10, 'how long a run belongs to a process that has gone silent, in seconds'),
  ROTATION_PROOFS: whole(5, 'how many sign-ins in a row a new key has to pass before it is used'),
  ROTATION_PROOF_MINUTES: positive(10, 'over how many minutes those sign-ins of a new key are spread'),
  ROTATION_OVERLAP_HOURS: positive(24, 'how long the old key stays beside the new one, in hours'),
  WORK_TICK_SECONDS: positive(5, 'how often scheduled work is looked for, in seconds'),
  WORK_AT_ONCE: whole(8, 'how many pieces of scheduled work one process does at a time'),
  WORK_PER_SECOND: positive(4, 'how many pieces of scheduled work one process begins in a second at most'),
  NOTIFY_TIMEOUT_SECONDS: positive(15, 'how long one try to deliver a notification may take, in seconds'),
  EGRESS_PRIVATE: z
    .string()
    .regex(
      /^(\s*|\s*(https?:\/\/)?(\[[\da-f:]+\]|[\w.-]+)(:\d{1,5})?\s*(,\s*(https?:\/\/)?(\[[\da-f:]+\]|[\w.-]+)(:\d{1,5})?\s*)*)$/i,
    )
    .default('')
    .describe('receivers inside your network, for example tickets.example.internal:8443,http://10.1.2.3:8080'),
  CHECK_HOURS: positiveUpTo(24, 6, 'hours between two checks of a tenant by themselves'),
  UNCHECKED_HOURS: positive(24, 'hours without a finished check after which somebody is told'),
  API_REQUESTS_PER_MINUTE: whole(1200, 'how many requests one API client may make in a minute'),
  SESSION_IDLE_MINUTES: positive(30, 'minutes without a request after which a session ends'),
  SESSION_HOURS: positive(12, 'hours after which a session ends in any case'),
  SETUP_LINK_MINUTES: positive(60, 'how long a setup link works, in minutes'),
  INVITATION_HOURS: positiveUpTo(72, 72, 'how long an invitation of a colleague works, in hours'),
  SSO_ISSUER: z
    .string()
    .regex(/^https:\/\/[^\s?#]+$|^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(\/[^\s?#]*)?$/)
    .regex(/^(?!.*\/(common|organizations|consumers)(\/|$))/)
    .optional()
    .describe(
      'the issuer of your OpenID provider over https, for Entra ID https://login.microsoftonline.com/ with your own tenant id and /v2.0 (not common)',
    ),
  SSO_CLIENT_ID: z
    .string()
    .regex(/^\S+$/)
    .optional()
    .describe('the application (client) ID that the provider gave Latchkey'),
  SSO_CLIENT_SECRET: z
    .string()
    .regex(/^\S{8,}$/)
    .optional()
    .describe('the client secret (its value, not its id), at least 8 characters'),
  SSO_NAME: z
    .string()
    .trim()
    .min(1)
    .max(40)
    .default('Microsoft')
    .describe('the name on the button, for example Contoso'),
  SSO_ROLE_CLAIM: z
    .string()
    .regex(/^[\w:./-]+$/)
    .default('roles')
    .describe('the claim that carries roles or groups, for example roles or groups'),
  SSO_ROLES: z
    .string()
    .regex(/^(owner|manager|operator|auditor)=[^,=]+(,(owner|manager|operator|auditor)=[^,=]+)*$/)
    .default('owner=owner,manager=manager,operator=operator,auditor=auditor')
    .describe('role=value pairs with commas, for example owner=Latchkey.Owner,operator=Latchkey.Operator'),
})

export type Settings = z.output<typeof settingsSchema> & { home: string; keyRingFile: string; practiceOrigin: string }

/** Reads the settings once at start. Throws one Error whose lines name the variable, its shape and the mend. */
export function readSettings(source: Readonly<Record<string, string | undefined>> = process.env): Settings {
  const given = Object.fromEntries(
    Object.keys(settingsSchema.shape).flatMap((name) => (source[name] ? [[name, source[name]]] : [])),
  )
  const parsed = settingsSchema.safeParse(given)
  if (!parsed.success) throw new Error(parsed.error.issues.map(explainIssue).join('\n'))
  refuseHalfSso(parsed.data)
  const home = path.resolve(parsed.data.LATCHKEY_HOME)
  return {
    ...parsed.data,
    home,
    keyRingFile: parsed.data.KEY_RING_FILE ?? path.join(home, 'key-ring.json'),
    practiceOrigin: `http://127.0.0.1:${parsed.data.PRACTICE_PORT}`,
  }
}

/** An issuer without a client would show a button that cannot work; a client without an issuer, none at all. */
function refuseHalfSso(given: Readonly<Record<string, unknown>>): void {
  const names = ['SSO_ISSUER', 'SSO_CLIENT_ID', 'SSO_CLIENT_SECRET'] as const
  const missing = names.filter((name) => given[name] === undefined)
  if (missing.length === 0 || missing.length === names.length) return
  const others = names.filter((name) => !missing.includes(name)).join(' and ')
  const lines = missing.map((name) => `${name}: it is missing beside ${others}. Set it to ${shapeOf(name)}.`)
  throw new Error(lines.join('\n'))
}

function explainIssue(issue: z.core.$ZodIssue): string {
  const name = String(issue.path[0])
  return `${name}: this value does not work (${issue.message}). Set it to ${shapeOf(name)}, or remove it to use the default.`
}

function shapeOf(name: string): string {
  return (settingsSchema.shape as Record<string, z.ZodType>)[name]?.description ?? 'another value'
}
