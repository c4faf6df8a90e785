import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { listRefusals } from '@/lib/errors'
import { problemWords } from '../problem-words'

interface ProblemPageProps {
  params: Promise<{ code: string }>
}

export async function generateMetadata({ params }: ProblemPageProps): Promise<Metadata> {
  return { title: (await params).code }
}

/** Where the `type` of a problem leads. Open to all: it says nothing of this installation. */
export default async function ProblemPage({ params }: ProblemPageProps) {
  const { code } = await params
  const refusal = listRefusals().find((one) => one.code === code)
  if (refusal === undefined) notFound()
  return (
    <>
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
