import '../../notifications.css'
import { notFound } from 'next/navigation'
import { listCustomers } from '@/lib/notifications/view-store'
import { may } from '@/lib/staff/permissions'
import { requireOperator } from '../../../../../_edge/session'
import { ChannelForm } from '../../channel-form'
import { isChannelKind, kindWords } from '../../kind-words'
import { PageTitle } from '../../../../../_ui/page-title'

interface NewChannelProps {
  params: Promise<{ kind: string }>
}

export default async function NewChannelPage({ params }: NewChannelProps) {
  const { kind } = await params
  const operator = await requireOperator()
  if (!isChannelKind(kind)) notFound()
  const words = kindWords[kind]
  const start = { name: '', leadsTo: '', minimumSeverity: 'warning', customerId: '', events: [] }
  return (
    <div className="column stack">
      <PageTitle>{words.add}</PageTitle>
      <div className="page-head">
        <div>
          <h1>{words.add}</h1>
          <p>{words.about}</p>
        </div>
      </div>
      {may(operator, 'settings.change') ? (
        <section className="card" aria-label={words.add}>
          <div className="card-body">
            <ChannelForm kind={kind} channelId={null} start={start} customers={await listCustomers()} />
          </div>
        </section>
      ) : (
        <p className="note-box">Only an owner may add a channel.</p>
      )}
    </div>
  )
}
