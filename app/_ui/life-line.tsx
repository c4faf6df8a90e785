interface LifeLineProps {
  /** ISO 8601 UTC times. */
  certificate: { notBefore: string; notAfter: string; renewAt: string }
  now: Date
}

const left = 3
const span = 58

/** A certificate's life in a table row: spent part, a tick where it renews, a ring for today, and the day it ends. */
export function LifeLine({ certificate, now }: LifeLineProps) {
  const start = Date.parse(certificate.notBefore)
  const end = Date.parse(certificate.notAfter)
  const place = (time: number) => left + span * Math.min(1, Math.max(0, (time - start) / Math.max(1, end - start)))
  const today = place(now.getTime())
  const renewal = place(Date.parse(certificate.renewAt))
  const late = now.getTime() > Date.parse(certificate.renewAt)
  const spent = late ? 'stroke-warn-fill' : 'stroke-bar-strong'
  return (
    <span className="life">
      <svg viewBox="0 0 64 12" aria-hidden>
        <path d={`M${left} 6h${span}`} className="stroke-line-strong" strokeWidth="2" />
        <path d={`M${left} 6H${today.toFixed(1)}`} className={spent} strokeWidth="3" />
        <path d={`M${renewal.toFixed(1)} 2.5v7`} className="stroke-ink-3" strokeWidth="1.5" />
        <circle cx={today.toFixed(1)} cy="6" r="3" className={`fill-surface ${spent}`} strokeWidth="1.8" />
      </svg>
      <time dateTime={certificate.notAfter} title={`Ends ${certificate.notAfter.slice(0, 16).replace('T', ' ')} UTC`}>
        <span className="sr">ends </span>
        {dayOf(end)}
      </time>
    </span>
  )
}

const month = new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' })

/** “3 Sep 2027”: three letters for every month, which the short form of English does not give. */
function dayOf(time: number): string {
  const date = new Date(time)
  return `${date.getUTCDate()} ${month.format(date).slice(0, 3)} ${date.getUTCFullYear()}`
}
