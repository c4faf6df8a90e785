import { redirect } from 'next/navigation'
import { safeNextPath } from '../../../_edge/next-path'
import { currentHalfway, currentOperator } from '../../../_edge/session'
import { pathOfStage } from '../../../_edge/sign-in-path'
import { CodeForm } from './code-form'
import { PageTitle } from '../../../_ui/page-title'

interface SecondFactorPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/** After the password. Whoever is at another step is sent there. */
export default async function SecondFactorPage({ searchParams }: SecondFactorPageProps) {
  const next = safeNextPath((await searchParams)['next'])
  if ((await currentOperator()) !== null) redirect(next)
  const halfway = await currentHalfway()
  if (halfway === null) redirect('/sign-in')
  if (halfway.stage !== 'second-factor') redirect(pathOfStage(halfway.stage, next))
  return (
    <>
      <PageTitle>Second factor</PageTitle>
      <h1>Second factor</h1>
      <p className="soft">The password is right. Now the code for {halfway.actor.email}.</p>
      <CodeForm next={next} />
      <p className="fine">
        Phone lost? A recovery code works once in its place. Without one, an owner can reset your second factor; who is
        the only owner runs <code className="nowrap">npm run owner -- --reset</code> on the machine that runs Latchkey.
      </p>
    </>
  )
}
