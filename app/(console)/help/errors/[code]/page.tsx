import '../../help.css'
import Link from 'next/link'
import { explainCode, type CodeHelp } from '@/lib/tenants/help'
import { requireOperator } from '../../../../_edge/session'
import { CodeLink } from '../../../../_ui/code-link'
import { readCode } from '../../_parts/code-param'
import { EntryBody } from '../../_parts/entry-body'
import { Lookup } from '../../_parts/lookup'
import { PageTitle } from '../../../../_ui/page-title'

interface CodePageProps {
  params: Promise<{ code: string }>
}

export default async function CodePage({ params }: CodePageProps) {
  const code = readCode((await params).code)
  const help = explainCode(await requireOperator(), code)
  return (
    <div className="column">
      <PageTitle>{code}</PageTitle>
      {help.entry === null ? <UnknownCode help={help} /> : <KnownCode help={help} entry={help.entry} />}
      <p className="help-foot">
        <Link href="/help/errors">All codes that Latchkey explains</Link>
      </p>
    </div>
  )
}

function KnownCode({ help, entry }: { help: CodeHelp; entry: NonNullable<CodeHelp['entry']> }) {
  const alike = entry.codes.filter((code) => code !== help.code)
  return (
    <>
      <div className="page-head">
        <div>
          <h1>{entry.meaning}</h1>
          <p>
            <code>{help.code}</code>, {help.chapter?.toLowerCase()}
          </p>
        </div>
      </div>
      <div className="card help-entry">
        <EntryBody entry={entry} />
      </div>
      <div className="prose help-more">
        <p>
          Where this code is shown, its time and Microsoft’s trace and correlation ids stand beside it. If Microsoft’s
          support is asked, they want these. In Microsoft’s words: <Lookup lookup={help.lookup} />.
        </p>
        {alike.length > 0 && (
          <p>
            Means the same:{' '}
            {alike.map((code, index) => (
              <span key={code}>
                {index > 0 && ', '}
                <CodeLink code={code} />
              </span>
            ))}
            .
          </p>
        )}
      </div>
    </>
  )
}

function UnknownCode({ help }: { help: CodeHelp }) {
  return (
    <>
      <div className="page-head">
        <div>
          <h1>Latchkey does not explain this answer yet</h1>
          <p>
            Microsoft sent <code>{help.code}</code>.
          </p>
        </div>
      </div>
      <div className="card help-entry">
        <EntryBody
          entry={{
            cause: 'Microsoft has many hundred codes and adds new ones; this one has not come up here before.',
            remedy:
              'Look it up at Microsoft, below. If that does not help, ask Microsoft’s support: the time and the trace and correlation ids stand beside the code, on the page that led here.',
            who: 'You; it depends on what Microsoft says whether an administrator is needed',
          }}
        />
      </div>
      <p className="prose help-more">
        <Lookup lookup={help.lookup} />
      </p>
    </>
  )
}
