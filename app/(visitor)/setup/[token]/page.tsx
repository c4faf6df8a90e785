import type { Metadata } from 'next'
import { isLinkOpenHere } from '@/lib/staff/desk'
import { setupLinkMend } from '@/lib/staff/setup'
import { StateIcon } from '../../../_ui/state-icon'
import { SetupForm } from './setup-form'

export const metadata: Metadata = { title: 'Create the owner' }

/** Looking at the link does not use it up, so a mail scanner or a second tab does no harm. */
export default async function SetupPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  if (!(await isLinkOpenHere(token))) return <LinkOver />
  return (
    <>
      <h1>Create the owner’s account</h1>
      <p className="soft">
        The owner runs this Latchkey. Whoever is owner already gets this mail address and password instead, and is
        signed out everywhere.
      </p>
      <SetupForm token={token} />
      <p className="fine">This link works once. It is worth as much as the account, so do not pass it on.</p>
    </>
  )
}

function LinkOver() {
  return (
    <>
      <h1 className="visitor-verdict">
        <StateIcon mark="setup" size="xl" />
        This setup link was used already or has expired
      </h1>
      <p className="soft">{setupLinkMend}</p>
      <p>
        <a href="/sign-in">Sign in instead</a>
      </p>
    </>
  )
}
