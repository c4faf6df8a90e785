import Link from 'next/link'

/** Microsoft’s code as it came, and the way to what it means. */
export function CodeLink({ code }: { code: string }) {
  return (
    <Link className="code-link" href={`/help/errors/${encodeURIComponent(code)}`} title={`What ${code} means`}>
      {code}
    </Link>
  )
}
