import Link from 'next/link'
import { listRefusals } from '@/lib/errors'
import { PageTitle } from '../../../_ui/page-title'

export default function ProblemsPage() {
  return (
    <>
      <PageTitle>Problems</PageTitle>
      <h1>Problems that the API answers</h1>
      <p className="soft">
        Each failure is a problem (RFC 9457). Its <code>type</code> leads to one of these pages and stays the same.
      </p>
      <ul>
        {listRefusals().map(({ code, status, say }) => (
          <li key={code}>
            <Link href={`/help/problems/${code}`}>
              <code>{code}</code>
            </Link>{' '}
            ({status}): {say}
          </li>
        ))}
      </ul>
    </>
  )
}
