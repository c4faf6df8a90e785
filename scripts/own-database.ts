import pg from 'pg'

/** What a sentence may show of the address: never the password, and no name that might be a piece of one. */
interface Place {
  server: string
  user: string
  database: string
}

interface Refusal {
  why: (place: Place) => string
  mend: string
}

const elsewhere = 'start the server there, or set DATABASE_URL to where it is'
const nobody: Refusal = { why: ({ server }) => `nothing listens at ${server}`, mend: elsewhere }
const noMachine: Refusal = {
  why: ({ server }) => `this machine knows no way to ${server}`,
  mend: 'correct the host in DATABASE_URL',
}
const silent: Refusal = {
  why: ({ server }) => `${server} does not answer`,
  mend: 'open the way to it, or correct host and port in DATABASE_URL',
}
const noEntry: Refusal = {
  why: ({ user }) => `the server does not let ${user} in with this password`,
  mend: 'correct user and password in DATABASE_URL (write @, :, / and # in a password as %40, %3A, %2F and %23)',
}
const untrusted: Refusal = {
  why: ({ server }) => `the certificate of ${server} is not trusted here`,
  mend: 'name its authority with sslrootcert=/path/to/authority.pem in DATABASE_URL',
}

/** By SQLSTATE (PostgreSQL's manual, appendix A) or by the error code of the system. */
const refusals: Readonly<Record<string, Refusal>> = {
  ECONNREFUSED: nobody,
  ENOENT: nobody,
  ENOTFOUND: noMachine,
  EAI_AGAIN: noMachine,
  EHOSTUNREACH: noMachine,
  ENETUNREACH: noMachine,
  ETIMEDOUT: silent,
  '28P01': noEntry,
  '28000': {
    why: ({ user, database }) => `the server does not let ${user} into ${database} from this machine`,
    mend: 'admit that in its pg_hba.conf, or correct DATABASE_URL',
  },
  '3D000': {
    why: ({ database }) => `${database} does not exist on the server`,
    mend: 'create it (CREATE DATABASE), or correct the name in DATABASE_URL',
  },
  '42501': {
    why: ({ user, database }) => `${user} may not use ${database}`,
    mend: 'make this user its owner, or set DATABASE_URL to another user',
  },
  '53300': { why: () => 'the server has no connection left', mend: 'raise its max_connections, then start again' },
  '57P03': { why: () => 'the server is still starting, or stopping', mend: 'start again in a moment' },
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
}

/** For what has no code: the words of the driver, which holds no text of the address in them. */
const spoken: readonly [RegExp, Refusal][] = [
  [/timeout expired/, silent],
  [
    /password must be a/,
    { why: () => 'the server asks for a password', mend: 'add it to DATABASE_URL as user:password' },
  ],
  [/does not support SSL/, { why: () => 'the server offers no encryption', mend: 'remove sslmode from DATABASE_URL' }],
]

/**
 * Opens one connection to the provider's own PostgreSQL and closes it. Throws one sentence with the setting, the reason and
 * the mend, before the words of a driver reach anybody.
 */
export async function tryOwnDatabase(url: string, timeoutMilliseconds = 10_000): Promise<void> {
  let client: pg.Client | undefined
  try {
    client = new pg.Client({ connectionString: url, connectionTimeoutMillis: timeoutMilliseconds })
    client.on('error', () => undefined) // connecting rejects
    await client.connect()
  } catch (error) {
    const { why, mend } = client ? refusalOf(error) : unreadable(error)
    throw new Error(`The database of DATABASE_URL cannot be used, because ${why(placeOf(client))}: ${mend}.`)
  } finally {
    await client?.end().catch(() => undefined)
  }
}

function refusalOf(error: unknown): Refusal {
  const { code = '', message = '' } = error as { code?: string; message?: string }
  const known = refusals[code] ?? spoken.find(([words]) => words.test(message))?.[1]
  return known ?? { why: () => `connecting failed (${message})`, mend: 'correct DATABASE_URL, or what refuses it' }
}

/** Nothing was sent yet: what the address names on this machine, such as a certificate, is not there. */
function unreadable(error: unknown): Refusal {
  const { code = '' } = error as { code?: string }
  const why = code === 'ENOENT' ? 'a file that it names is not there' : 'it cannot be read as an address'
  return { why: () => why, mend: 'correct DATABASE_URL' }
}

function placeOf(client: pg.Client | undefined): Place {
  const { host = '', port = 0, user, database } = client ?? {}
  return {
    server: host.startsWith('/') ? `${host}/.s.PGSQL.${port}` : `${host}:${port}`,
    user: isPlain(user) ? `the user ${user}` : 'this user',
    database: isPlain(database) ? `the database ${database}` : 'this database',
  }
}

function isPlain(name: string | undefined): name is string {
  return name !== undefined && /^[\w.-]{1,63}$/.test(name)
}
