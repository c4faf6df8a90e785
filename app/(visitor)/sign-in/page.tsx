import { redirect } from 'next/navigation'
import { runtime } from '@/lib/runtime'
import { safeNextPath } from '../../_edge/next-path'
import { currentOperator } from '../../_edge/session'
import { ErrorPanel } from '../../_ui/error-panel'
import { ProviderLink } from './provider-link'
import { SignInForm } from './sign-in-form'
import { PageTitle } from '../../_ui/page-title'

interface SignInPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const params = await searchParams
  const next = safeNextPath(params['next'])
  if ((await currentOperator()) !== null) redirect(next)
  const { SSO_ISSUER, SSO_NAME } = runtime().settings
  return (
    <>
      <PageTitle>Sign in</PageTitle>
      <h1>Sign in</h1>
      <p className="soft">For the people who run this Latchkey. Customers’ administrators need no account here.</p>
      {params['error'] !== undefined && <Failed error={params['error']} name={SSO_NAME} />}
      {SSO_ISSUER !== undefined && <ProviderLink name={SSO_NAME} next={next} />}
      <SignInForm next={next} />
      <p className="fine">
        Password lost? On the machine that runs Latchkey, <code className="nowrap">npm run owner -- --reset</code>{' '}
        prints a link for a new one.
      </p>
    </>
  )
}

/** next-auth names what failed in the address; people need what it means and who can mend it. */
function Failed({ error, name }: { error: string | string[]; name: string }) {
  if (error === 'OAuthSignin') {
    return (
      <ErrorPanel
        title={`${name} could not be asked`}
        text="Nothing was opened. Try again in a minute; if it stays so, an owner should check the address of the provider in the settings of this Latchkey."
      />
    )
  }
  if (error !== 'OAuthCallback' && error !== 'Callback') return null
  return (
    <ErrorPanel
      title={`Signing in with ${name} did not come to an end here`}
      text="Nothing was opened. It was cancelled there, took longer than a quarter of an hour, or its answer was not for this browser or this portal. Try again; if it fails each time, an owner finds the reason in the portal’s log."
    />
  )
}
