import { runtime } from '@/lib/runtime'
import { ButtonLink } from '../../../_ui/button'
import { StateIcon } from '../../../_ui/state-icon'
import { refusalWords } from './refusal-words'
import { PageTitle } from '../../../_ui/page-title'

interface RefusedPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/** The provider knows who it is, and this Latchkey opened nothing: says who must do what. */
export default async function RefusedPage({ searchParams }: RefusedPageProps) {
  const { title, text, who } = refusalWords((await searchParams)['why'], runtime().settings)
  return (
    <>
      <PageTitle>No access yet</PageTitle>
      <h1 className="visitor-verdict">
        <StateIcon mark="setup" size="xl" />
        {title}
      </h1>
      <p className="soft">{text}</p>
      <p>
        Who can mend it: <b>{who}</b>
      </p>
      <p className="fine">No session was opened.</p>
      <ButtonLink href="/sign-in" size="lg">
        Back to sign-in
      </ButtonLink>
    </>
  )
}
