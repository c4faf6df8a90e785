import NextAuth from 'next-auth'
import type { NextRequest } from 'next/server'
import { authOptions } from '../../../_edge/auth-options'

interface Context {
  params: Promise<{ nextauth: string[] }>
}

/** Options are made per request: they need the settings that boot has read. */
async function answer(request: NextRequest, context: Context): Promise<Response> {
  return (await NextAuth(request, context as never, authOptions())) as Response
}

export { answer as GET, answer as POST }
