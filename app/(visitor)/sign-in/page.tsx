import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { safeNextPath } from '../../_edge/next-path'
import { currentOperator } from '../../_edge/session'
import { SignInForm } from './sign-in-form'

export const metadata: Metadata = { title: 'Sign in' }

interface SignInPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const next = safeNextPath((await searchParams)['next'])
  if ((await currentOperator()) !== null) redirect(next)
  return (
    <>
      <h1>Sign in</h1>
      <p className="soft">For the people who run this Latchkey. Customers’ administrators need no account here.</p>
      <SignInForm next={next} />
      <p className="fine">
        Password lost? On the machine that runs Latchkey, <code className="nowrap">npm run owner -- --reset</code>{' '}
        prints a link for a new one.
      </p>
    </>
  )
}
