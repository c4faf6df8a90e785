import { redirect } from 'next/navigation'
import { safeNextPath } from '../../../_edge/next-path'
import { currentHalfway, currentOperator } from '../../../_edge/session'
import { pathOfStage } from '../../../_edge/sign-in-path'
import { EnrolForm } from './enrol-form'
import { PageTitle } from '../../../_ui/page-title'

interface EnrolPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/** Only where an owner requires a second factor of everybody and this person has none yet. */
export default async function EnrolPage({ searchParams }: EnrolPageProps) {
  const next = safeNextPath((await searchParams)['next'])
  if ((await currentOperator()) !== null) redirect(next)
  const halfway = await currentHalfway()
  if (halfway === null) redirect('/sign-in')
  if (halfway.stage === 'second-factor') redirect(pathOfStage(halfway.stage, next))
  return (
    <>
      <PageTitle>Set up a second factor</PageTitle>
      <h1>Set up a second factor</h1>
      <p className="soft">
        An owner requires one of everybody here. It takes a minute and an authenticator app on your phone.
      </p>
      <EnrolForm next={next} enrolled={halfway.stage === 'enrolled'} />
    </>
  )
}
