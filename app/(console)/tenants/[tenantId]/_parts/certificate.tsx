import { Download } from 'lucide-react'
import type { ReactNode } from 'react'
import type { TenantView } from '@/lib/tenants/tenant-views'
import { CopyButton } from '../../../../_ui/copy-button'
import { describeLife, type LifeWords } from './life-words'
import { LifeDrawing, LifeDrawingUpright } from './life-drawing'

type CertificateView = NonNullable<TenantView['certificate']>

/** The certificate's whole life in one drawing, its facts, and its public part to take away. */
export function Certificate({
  tenantId,
  certificate,
  now,
  children,
}: {
  tenantId: string
  certificate: CertificateView
  now: Date
  /** What can be done about it. */
  children?: ReactNode
}) {
  const life = describeLife(certificate, now)
  return (
    <section className="card" aria-labelledby="certificate-title">
      <div className="card-head">
        <h2 id="certificate-title">Certificate</h2>
        <span className="note">
          {certificate.state}, key {certificate.keyVersion}
        </span>
        <a className="right" href={`/tenants/${tenantId}/certificate`} download>
          <Download className="i i-sm" aria-hidden /> Public part (.cer)
        </a>
      </div>
      <div className="card-body">
        <p className="sr">{describeAloud(life)}</p>
        <LifeDrawing life={life} />
        <LifeDrawingUpright life={life} />
        <dl className="made">
          <Fact label="Subject" value={certificate.subject} />
          <Fact label="SHA-256" value={certificate.sha256} />
          <Fact label="SHA-1" value={certificate.sha1} />
          <Fact label="Serial" value={certificate.serial} />
        </dl>
        {children}
      </div>
    </section>
  )
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <span className="mono">{value}</span>
        <CopyButton value={value} what={label} />
      </dd>
    </div>
  )
}

function describeAloud(life: LifeWords): string {
  return `Issued ${life.issued}. Today ${life.spent} is over. ${life.renewWord} ${life.renews}. ${life.endWord} ${life.ends}.`
}
