import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from '@/prisma/generated/client'

/** Only a room's own store.ts, lib/boot and scripts may make or use one. */
export type Database = PrismaClient

/** `url` may be a unix socket (`?host=/folder`), as the embedded server gives it. Close with `$disconnect()`. */
export function createDatabase(url: string, maxConnections = 20): Database {
  return new PrismaClient({
    errorFormat: 'minimal', // the longer forms quote the values of the refused row
    // Prisma gives up after two seconds of waiting and five of work: a busy machine is not a broken one
    transactionOptions: { maxWait: 15_000, timeout: 30_000 },
    adapter: new PrismaPg(
      { connectionString: url, max: maxConnections, connectionTimeoutMillis: 10_000 },
      { onPoolError: forget },
    ),
  })
}

/** An idle connection that breaks is replaced at the next query, which reports what still fails then. */
function forget(): void {
  return undefined
}
