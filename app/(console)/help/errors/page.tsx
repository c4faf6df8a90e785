import '../help.css'
import { Search } from 'lucide-react'
import Link from 'next/link'
import { findHelp, type HelpView } from '@/lib/tenants/help'
import { requireOperator } from '../../../_edge/session'
import { Button } from '../../../_ui/button'
import { CodeLink } from '../../../_ui/code-link'
import { formatCount } from '../../_parts/formats'
import { EntryBody } from '../_parts/entry-body'
import { PageTitle } from '../../../_ui/page-title'

interface HelpPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function HelpPage({ searchParams }: HelpPageProps) {
  const { q } = await searchParams
  const query = (typeof q === 'string' ? q : '').slice(0, 200).trim()
  const help = findHelp(await requireOperator(), query)
  return (
    <div className="column">
      <PageTitle>Microsoft’s answers</PageTitle>
      <div className="page-head">
        <div>
          <h1>Microsoft’s answers, in plain words</h1>
          <p>
            {formatCount(help.known, 'code')}: what each means, why it comes, what helps and who can do it. Runs and
            checks use the same texts.
          </p>
        </div>
      </div>
      <SearchForm query={query} />
      {help.found === 0 ? <NothingFound query={query} /> : <Chapters help={help} query={query} />}
      <p className="help-foot">
        For programs:{' '}
        <Link href="/api/docs" prefetch={false}>
          what they can ask Latchkey
        </Link>
        , and <Link href="/help/problems">the problems that they are answered</Link>.
      </p>
    </div>
  )
}

/** A plain form: the question is the address, so it works without scripts and can be sent to a colleague. */
function SearchForm({ query }: { query: string }) {
  return (
    <form action="/help/errors" method="get" role="search" aria-label="Microsoft’s answers" className="help-search">
      <label className="sr" htmlFor="help-search">
        A code, or words
      </label>
      <span className="input">
        <Search className="i" aria-hidden />
        <input
          id="help-search"
          type="search"
          name="q"
          key={query}
          defaultValue={query}
          placeholder="53003, or words"
          maxLength={200}
          autoCapitalize="none"
          spellCheck={false}
        />
      </span>
      <Button type="submit" variant="plain">
        Search
      </Button>
    </form>
  )
}

function NothingFound({ query }: { query: string }) {
  return (
    <div className="empty card">
      <h2>Nothing here explains “{query}”</h2>
      <p>
        A new code stands on the run’s page just as it came, with its time and its ids. Those are what Microsoft’s
        support asks for.
      </p>
      <Link className="btn" href="/help/errors">
        Show all codes
      </Link>
      {/^[\w.-]{3,60}$/.test(query) && (
        <p>
          <Link href={`/help/errors/${encodeURIComponent(query)}`}>Where Microsoft explains it</Link>
        </p>
      )}
    </div>
  )
}

function Chapters({ help, query }: { help: HelpView; query: string }) {
  return (
    <>
      {query === '' ? (
        <nav aria-label="Subjects" className="chips help-subjects">
          {help.chapters.map(({ key, title }) => (
            <a key={key} className="chip" href={`#${key}`}>
              {title}
            </a>
          ))}
        </nav>
      ) : (
        <p className="help-found num" role="status">
          {formatCount(help.found, 'code matches', 'codes match')} “{query}”.{' '}
          <Link href="/help/errors">Show all codes</Link>
        </p>
      )}
      <div className="stack">
        {help.chapters.map((chapter) => (
          <section key={chapter.key} className="card" aria-labelledby={chapter.key}>
            <div className="card-head">
              <h2 id={chapter.key}>{chapter.title}</h2>
            </div>
            {chapter.entries.map((entry) => (
              <article key={entry.codes[0]} className="help-entry">
                <h3>{entry.meaning}</h3>
                <ul className="help-codes" aria-label="Codes">
                  {entry.codes.map((code) => (
                    <li key={code} id={code}>
                      <CodeLink code={code} />
                    </li>
                  ))}
                </ul>
                <EntryBody entry={entry} />
              </article>
            ))}
          </section>
        ))}
      </div>
    </>
  )
}
