import type { ExpiryMonth } from './expiry-months'

const monthLetters = 'JFMAMJJASOND'
const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

const width = 360
const ground = 158
const tallest = 100
/** Months before the end in which the next certificate is made: a third of two years. */
const windowMonths = 8

/** Certificates by month of expiry. A bar inside the shaded window is the message; labels stand only where they say something. */
export function ExpiryChart({ months }: { months: readonly ExpiryMonth[] }) {
  const step = width / months.length
  const peak = Math.max(4, ...months.map(({ count }) => count))
  const total = months.reduce((sum, { count }) => sum + count, 0)
  const overdue = months.reduce((sum, month) => sum + month.overdue, 0)
  const peakIndex = months.findIndex(({ count }) => count > 1 && count === peak)
  return (
    <section className="card" aria-labelledby="expiry-title">
      <div className="card-head">
        <h2 id="expiry-title">Certificates by month of expiry</h2>
      </div>
      <div className="card-body">
        <svg
          className="chart chart-months"
          viewBox={`0 18 ${width} 174`}
          role="img"
          aria-labelledby="expiry-chart expiry-text"
        >
          <title id="expiry-chart">Certificates by month of expiry</title>
          <desc id="expiry-text">{describe(months, total, overdue)}</desc>
          <defs>
            <pattern id="expiry-hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <rect width="4" height="4" className="fill-warn-soft" />
              <rect width="2" height="4" className="fill-warn-fill" />
            </pattern>
          </defs>
          <rect
            x="0"
            y="24"
            width={(step * windowMonths).toFixed(1)}
            height={ground - 24}
            rx="3"
            className="fill-hover"
          />
          <text x="8" y="38">
            inside the
            <tspan x="8" dy="13">
              renewal window
            </tspan>
          </text>
          {months.map((month, index) => (
            <Bar
              key={`${month.year}-${month.month}`}
              month={month}
              x={index * step}
              step={step}
              peak={peak}
              labelled={month.overdue > 0 || index === peakIndex}
              newYear={index > 0 && month.month === 0}
            />
          ))}
          <path d={`M0 ${ground + 0.5}H${width}`} className="stroke-line-strong" />
        </svg>
        <ChartKey renews={total - overdue} overdue={overdue} />
        <p className="chart-note">
          A certificate renews itself up to eight months before it ends, so the shaded months should stay nearly empty.
        </p>
        <ChartTable months={months} />
      </div>
    </section>
  )
}

interface BarProps {
  month: ExpiryMonth
  x: number
  step: number
  peak: number
  labelled: boolean
  newYear: boolean
}

function Bar({ month, x, step, peak, labelled, newYear }: BarProps) {
  const tall = (month.count / peak) * tallest
  const middle = x + step / 2
  return (
    <>
      {month.count > 0 && (
        <rect
          x={(x + 2).toFixed(1)}
          y={(ground - tall).toFixed(1)}
          width={Math.max(2, step - 4).toFixed(1)}
          height={tall.toFixed(1)}
          rx="2"
          className={month.overdue > 0 ? 'stroke-warn-fill' : 'fill-bar'}
          {...(month.overdue > 0 ? { fill: 'url(#expiry-hatch)' } : {})}
        />
      )}
      {month.count > 0 && labelled && (
        <text x={middle} y={ground - tall - 5} textAnchor="middle" className={month.overdue > 0 ? 'strong' : undefined}>
          {month.count}
        </text>
      )}
      <text x={middle} y="172" textAnchor="middle" fontSize="10">
        {monthLetters[month.month]}
      </text>
      {newYear && (
        <>
          <path d={`M${x.toFixed(1)} 177v10`} className="stroke-line-strong" />
          <text x={x + 5} y="187" className="strong">
            {month.year}
          </text>
        </>
      )}
    </>
  )
}

function ChartKey({ renews, overdue }: { renews: number; overdue: number }) {
  return (
    <p className="keyline">
      <span>
        <svg viewBox="0 0 12 12" aria-hidden>
          <rect width="12" height="12" rx="2" className="fill-bar" />
        </svg>
        renews by itself, {renews}
      </span>
      {overdue > 0 && (
        <span>
          <svg viewBox="0 0 12 12" aria-hidden>
            <rect
              x="0.5"
              y="0.5"
              width="11"
              height="11"
              rx="2"
              fill="url(#expiry-hatch)"
              className="stroke-warn-fill"
            />
          </svg>
          did not renew, {overdue}
        </span>
      )}
    </p>
  )
}

function ChartTable({ months }: { months: readonly ExpiryMonth[] }) {
  return (
    <details className="as-table">
      <summary>As a table</summary>
      <table className="tbl">
        <thead>
          <tr>
            <th scope="col">Month</th>
            <th scope="col">End</th>
            <th scope="col">Past renewal date</th>
          </tr>
        </thead>
        <tbody>
          {months
            .filter(({ count }) => count > 0)
            .map(({ year, month, count, overdue }) => (
              <tr key={`${year}-${month}`}>
                <th scope="row">
                  {monthNames[month]} {year}
                </th>
                <td className="num">{count}</td>
                <td className="num">{overdue}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </details>
  )
}

function describe(months: readonly ExpiryMonth[], total: number, overdue: number): string {
  const first = months[0]
  const last = months.at(-1)
  if (first === undefined || last === undefined) return 'No certificate yet.'
  const span = `from ${monthNames[first.month] ?? ''} ${first.year} to ${monthNames[last.month] ?? ''} ${last.year}`
  return `${total} ${total === 1 ? 'certificate' : 'certificates'} ${span}; ${overdue} past the renewal date.`
}
