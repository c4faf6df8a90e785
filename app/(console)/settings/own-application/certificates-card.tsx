import { Download } from 'lucide-react'
import type { KeyLine, OwnApplicationView } from '@/lib/settings/own-application-view'
import { ButtonLink } from '../../../_ui/button'
import { type Mark, StateIcon } from '../../../_ui/state-icon'
import { forgetOwnKey, renewOwnKey } from './actions'
import { ActSetting } from './setting-forms'
import { date } from './times'

const words: Readonly<Record<KeyLine['state'], { mark: Mark; text: string }>> = {
  new: { mark: 'setup', text: 'New: upload it at Microsoft, then test' },
  'in-use': { mark: 'ok', text: 'In use' },
  replaced: { mark: 'unknown', text: 'Replaced: delete it at Microsoft under Certificates & secrets, then here' },
  ended: { mark: 'fail', text: 'Ended: delete it at Microsoft, then here' },
}

/** What the application signs with, until when, and how the next one takes its place. */
export function CertificatesCard({ view: { keys, mayChange } }: { view: OwnApplicationView }) {
  if (keys.length === 0) return null
  const isWaiting = keys.some(({ state }) => state === 'new')
  return (
    <section className="card" aria-labelledby="certificates-title">
      <div className="card-head">
        <h2 id="certificates-title">Its certificate</h2>
        <span className="note">the private key is sealed here</span>
      </div>
      <div className="card-body stack">
        {keys.map((key) => (
          <CertificateLine key={key.keyId} line={key} mayForget={mayChange && keys.length > 1} />
        ))}
        {mayChange && !isWaiting && (
          <>
            <p className="soft">
              Before it ends, make the next one: it is uploaded beside this one, a test proves it, and only then this
              one is deleted at Microsoft.
            </p>
            <ActSetting action={renewOwnKey} label="Make the next certificate" />
          </>
        )}
      </div>
    </section>
  )
}

function CertificateLine({ line, mayForget }: { line: KeyLine; mayForget: boolean }) {
  const { mark, text } = words[line.state]
  return (
    <div className="stack">
      <p className="st">
        <StateIcon mark={mark} />
        <span>
          <b>{text}</b>. Valid until <time dateTime={line.notAfter}>{date(line.notAfter)}</time>
          {line.state === 'in-use' && (
            <>
              , {line.isDue ? 'due for renewal since' : 'renew it after'}{' '}
              <time dateTime={line.renewAt}>{date(line.renewAt)}</time>
            </>
          )}
          .
        </span>
      </p>
      <p className="mono soft">SHA-1 {line.sha1}</p>
      <div className="panel-ways">
        <ButtonLink href={`/settings/own-application/certificate/${line.keyId}`} size="sm" download>
          <Download className="i" aria-hidden />
          Download
        </ButtonLink>
        {mayForget && (line.state === 'replaced' || line.state === 'ended') && (
          <ActSetting action={forgetOwnKey} label="It is deleted at Microsoft: destroy its key">
            <input type="hidden" name="keyId" value={line.keyId} />
          </ActSetting>
        )}
      </div>
    </div>
  )
}
