import type { LifeWords } from './life-words'

const left = 34
const span = 704

/** Keeps a label of about `room` units inside the drawing and off its neighbours. */
function anchorOf(x: number): 'start' | 'end' {
  return x > left + span - 150 ? 'end' : 'start'
}

/** Spent part solid, reserve after the renewal hatched, today a stroke, renewal a blue disc, ends rings. */
export function LifeDrawing({ life }: { life: LifeWords }) {
  const today = left + span * life.today
  const renewal = left + span * life.renewal
  const end = left + span
  return (
    <svg className="chart wide" viewBox="0 0 772 118" aria-hidden>
      <defs>
        <pattern id="reserve" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="5" height="5" className="fill-surface" />
          <rect width="2" height="5" className="fill-bar-strong" />
        </pattern>
      </defs>
      <rect x={left} y="52" width={span} height="8" rx="4" className="fill-line" />
      <rect
        x={renewal}
        y="52"
        width={end - renewal}
        height="8"
        rx="2"
        fill="url(#reserve)"
        className="stroke-line-strong"
      />
      <rect x={left} y="52" width={today - left} height="8" rx="4" className="fill-bar-strong" />
      <circle cx={left} cy="56" r="5" className="fill-surface stroke-bar-strong" strokeWidth="2" />
      <circle cx={end} cy="56" r="5" className="fill-surface stroke-ink-3" strokeWidth="2" />
      <circle cx={renewal} cy="56" r="6" className="fill-accent stroke-surface" strokeWidth="2" />
      <path d={`M${today} 14v54`} className="stroke-ink" strokeWidth="2" strokeLinecap="round" />
      <Label
        x={today + (anchorOf(today) === 'end' ? -8 : 8)}
        y={22}
        anchor={anchorOf(today)}
        title="Today"
        text={life.spent}
      />
      <Label x={left - 5} y={84} anchor="start" title="Issued" text={life.issued} />
      <Label x={renewal - 6} y={84} anchor="start" title={life.renewWord} text={life.renews} accent />
      <Label x={end + 5} y={84} anchor="end" title={life.endWord} text={life.ends} />
    </svg>
  )
}

interface LabelProps {
  x: number
  y: number
  anchor: 'start' | 'end'
  title: string
  text: string
  accent?: boolean
}

function Label({ x, y, anchor, title, text, accent = false }: LabelProps) {
  return (
    <>
      <text x={x} y={y} textAnchor={anchor} className={accent ? 'strong accent' : 'strong'}>
        {title}
      </text>
      <text x={x} y={y + 15} textAnchor={anchor}>
        {text}
      </text>
    </>
  )
}

const top = 12
const height = 204

/** The same standing upright, for a phone. Labels that would touch move apart. */
export function LifeDrawingUpright({ life }: { life: LifeWords }) {
  const today = top + height * life.today
  const renewal = top + height * life.renewal
  const end = top + height
  const labels = [
    { title: 'Issued', text: life.issued, at: top, accent: false },
    { title: 'Today', text: life.spent, at: today, accent: false },
    { title: life.renewWord, text: life.renews, at: renewal, accent: true },
    { title: life.endWord, text: life.ends, at: end, accent: false },
  ].sort((a, b) => a.at - b.at)
  const places = spread(
    labels.map(({ at }) => at),
    40,
  )
  return (
    <svg className="chart narrow" viewBox="0 0 326 256" aria-hidden>
      <rect x="8" y={top} width="8" height={height} rx="4" className="fill-line" />
      <rect x="8" y={renewal} width="8" height={end - renewal} className="fill-line-strong" />
      <rect x="8" y={top} width="8" height={today - top} rx="4" className="fill-bar-strong" />
      <circle cx="12" cy={top} r="5" className="fill-surface stroke-bar-strong" strokeWidth="2" />
      <circle cx="12" cy={end} r="5" className="fill-surface stroke-ink-3" strokeWidth="2" />
      <circle cx="12" cy={renewal} r="6" className="fill-accent stroke-surface" strokeWidth="2" />
      <path d={`M3 ${today}h18`} className="stroke-ink" strokeWidth="2" strokeLinecap="round" />
      {labels.map(({ title, text, accent }, index) => (
        <Label
          key={title}
          x={34}
          y={(places[index] ?? 0) + 4}
          anchor="start"
          title={title}
          text={text}
          accent={accent}
        />
      ))}
    </svg>
  )
}

/** Moves rising places down until neighbours are `least` apart, then up where the last ran out of room. */
function spread(places: readonly number[], least: number): readonly number[] {
  const down = places.reduce<number[]>(
    (done, place) => [...done, Math.max(place, (done.at(-1) ?? -Infinity) + least)],
    [],
  )
  const bottom = top + height + 16
  return down.reduceRight<number[]>(
    (done, place) => [Math.min(place, (done[0] ?? bottom + least) - least), ...done],
    [],
  )
}
