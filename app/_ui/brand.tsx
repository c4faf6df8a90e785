import Link from 'next/link'

/** The mark and the name. Inside the console it leads home. */
export function Brand({ href }: { href?: string }) {
  const inside = (
    <>
      <svg viewBox="0 0 24 24" aria-hidden>
        <rect width="24" height="24" rx="6" className="fill-action" />
        <g className="stroke-on-action" fill="none" strokeWidth="2" strokeLinecap="round">
          <circle cx="9" cy="12" r="3.6" />
          <path d="M12.6 12H19v2m-2.8-2v3.2" />
        </g>
      </svg>
      Latchkey
    </>
  )
  if (href === undefined) return <span className="brand">{inside}</span>
  return (
    <Link className="brand" href={href}>
      {inside}
    </Link>
  )
}
