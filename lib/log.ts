import { pino } from 'pino'

/**
 * All that a line may carry besides its text. What is not named here cannot be logged, so that no request, header, body
 * or row gets into a log by being handed over whole.
 */
export interface LogFields {
  tenantId?: string
  entraTenantId?: string
  runId?: string
  customerId?: string
  operatorId?: string
  certificateId?: string
  domain?: string
  step?: string
  code?: string
  status?: number | null
  call?: string
  milliseconds?: number
  count?: number
  port?: number
  address?: string
  traceId?: string | null
  correlationId?: string | null
}

const allowed = [
  ...['tenantId', 'entraTenantId', 'runId', 'customerId', 'operatorId', 'certificateId', 'domain', 'step', 'code'],
  ...['status', 'call', 'milliseconds', 'count', 'port', 'address', 'traceId', 'correlationId'],
] as const

export interface Log {
  debug(text: string, fields?: LogFields): void
  info(text: string, fields?: LogFields): void
  warn(text: string, fields?: LogFields): void
  error(text: string, fields?: LogFields): void
  /** An unexpected error with its whole chain of causes; the only place where their messages are kept. */
  report(error: unknown, fields?: LogFields): void
}

/** For tests, which bring a place to write to. Everybody else uses `log`. */
export function createLog(write: (line: string) => unknown, level: string): Log {
  const options = { level, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime }
  const logger = pino(options, { write: (line: string) => void write(redact(line)) })
  const at = (name: 'debug' | 'info' | 'warn' | 'error') => (text: string, fields?: LogFields) => {
    logger[name](pick(fields), text)
  }
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    report: (error, fields) => {
      logger.error({ ...pick(fields), causes: causesOf(error) }, 'unexpected error')
    },
  }
}

/** One line of JSON each, on standard output. A LOG_LEVEL that does not exist is explained by `readSettings`, not here. */
export const log: Log = createLog((line) => process.stdout.write(line), levelFrom(process.env['LOG_LEVEL']))

function levelFrom(wanted = 'info'): string {
  return wanted in pino.levels.values ? wanted : 'info'
}

export function report(error: unknown, fields?: LogFields): void {
  log.report(error, fields)
}

/**
 * The last wall, not the first: what looks like a token (RFC 7519), a PEM block (RFC 7468), a password in an address or
 * any opaque credential (sixty letters in a row) is cut out of the finished line.
 */
export function redact(line: string): string {
  return line
    .replaceAll(/-----BEGIN [A-Z0-9 ]+-----.*?(?:-----END [A-Z0-9 ]+-----|(?="[,}])|$)/gs, '[redacted PEM]')
    .replaceAll(/eyJ[\w-]{5,}(?:\.[\w-]*){1,4}/g, '[redacted token]')
    .replaceAll(/(\w+:\/\/[^\s:/@"]*):[^\s@"]+@/g, '$1:[redacted]@')
    .replaceAll(/[\w+/.-]{60,}={0,2}/g, (run) =>
      /^[/.]/.test(run) || run.includes('node_modules') ? run : '[redacted]',
    )
}

function pick(fields: LogFields | undefined): Record<string, unknown> {
  const given: Record<string, unknown> = { ...fields }
  return Object.fromEntries(allowed.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])))
}

interface Cause {
  name: string
  message: string
  code?: string
  at?: string[]
}

const longestMessage = 600
const longestChain = 6

/** Name, message, code and the nearest frames: never the error object, which in HTTP clients carries the request. */
function causesOf(error: unknown): Cause[] {
  const chain: Cause[] = []
  let next = error
  while (next !== undefined && next !== null && chain.length < longestChain) {
    chain.push(describe(next))
    next = next instanceof Error || typeof next === 'object' ? (next as { cause?: unknown }).cause : undefined
  }
  return chain
}

function describe(error: unknown): Cause {
  if (typeof error !== 'object' || error === null) return { name: typeof error, message: cut(String(error)) }
  const { name, message, code, stack } = error as Record<string, unknown>
  return {
    name: typeof name === 'string' ? name : 'Object',
    message: typeof message === 'string' ? cut(message) : '',
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof stack === 'string' ? { at: framesOf(stack) } : {}),
  }
}

function framesOf(stack: string): string[] {
  const frames = stack.split('\n').filter((line) => line.startsWith('    at '))
  return frames.slice(0, 5).map((line) => line.trim().slice(3))
}

function cut(text: string): string {
  return text.length > longestMessage ? `${text.slice(0, longestMessage)}…` : text
}
