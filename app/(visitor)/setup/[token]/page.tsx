import { isLinkOpenHere, isOwnerHere } from '@/lib/staff/desk'
import { StateIcon } from '../../../_ui/state-icon'
import { SetupForm } from './setup-form'
import { PageTitle } from '../../../_ui/page-title'

/** Looking at the link does not use it up, so a mail scanner or a second tab does no harm. */
export default async function SetupPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  if (!(await isLinkOpenHere(token))) return <LinkOver />
  const isReset = await isOwnerHere()
  return (
    <>
      <PageTitle>Create the owner</PageTitle>
      <h1>Create the owner’s account</h1>
      <p className="soft">The owner runs this Latchkey and signs in with what you choose here.</p>
      <SetupForm token={token} />
      <p className="fine">
        This link works once.
        {isReset &&
          ' There is an owner already: they get this mail address and password instead of the old ones and are signed out everywhere.'}
      </p>
    </>
  )
}

function LinkOver() {
  return (
    <>
      <PageTitle>This link is over</PageTitle>
      <h1 className="visitor-verdict">
        <StateIcon mark="setup" size="xl" />
        This setup link was used already or has expired
      </h1>
      <p className="soft">
        On the machine that runs Latchkey, <code className="nowrap">npm run owner -- --reset</code> prints a new one.
      </p>
      <p>
        <a href="/sign-in">Sign in instead</a>
      </p>
    </>
  )
}
