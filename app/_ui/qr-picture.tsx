import type { Qr } from './qr'

/** Dark on white in both themes, because cameras read nothing else. */
export function QrPicture({ qr, label, className = 'qr' }: { qr: Qr; label: string; className?: string }) {
  return (
    <svg
      className={className}
      viewBox={`0 0 ${qr.side} ${qr.side}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={label}
    >
      <rect width={qr.side} height={qr.side} fill="#ffffff" />
      <path d={qr.path} fill="#111111" />
    </svg>
  )
}
