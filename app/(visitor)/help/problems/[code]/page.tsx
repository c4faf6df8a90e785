import Link from 'next/link'
import { notFound } from 'next/navigation'
import { listRefusals } from '@/lib/errors'
import { problemWords } from '../problem-words'
import { PageTitle } from '../../../../_ui/page-title'

interface ProblemPageProps {
  params: Promise<{ code: string }>
}

/** Where the `type` of a problem leads. Open to all: it says nothing of this installation. */
export default async function ProblemPage({ params }: ProblemPageProps) {
  const { code } = await params
  const refusal = listRefusals().find((one) => one.code === code)
  if (refusal === undefined) notFound()
  return (
    <>
      <PageTitle>{code}</PageTitle>
      <h1>{refusal.say}</h1>
      <p className="soft">
        <code>{refusal.code}</code>, with status {refusal.status}.
      </p>
      <p>{problemWords[refusal.code]}</p>
      <p>
        <Link href="/help/problems">All problems that the API answers</Link>
      </p>
    </>
  )
}
