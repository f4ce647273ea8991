import type { OutputOf } from '#kernel/door.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { ClientHours } from '#web/ui/client-hours.tsx'
import { useAsk } from '#web/ui/data.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { useMay, useWords } from '#web/ui/me.tsx'
import { Panel } from '#web/ui/page.tsx'
import { count } from '#web/words.ts'
import type { unsignedOf } from '../unsigned-hours.ts'

type Hour = OutputOf<typeof unsignedOf>['hours'][number]

function When({ hour }: { hour: Hour }) {
  const words = useWords(hour.zone)
  return (
    <time dateTime={hour.startsAt}>
      {words.day(hour.startsAt)}
      <span className="sub">{words.span(hour.startsAt, hour.endsAt)}</span>
    </time>
  )
}

function SignBy({ hour, now }: { hour: Hour; now: string }) {
  const words = useWords(hour.zone)
  return <span className={hour.signBy < now ? 't-risk' : 't-due'}>{words.due(hour.signBy, now)}</span>
}

/** Hours of one's own that were held and have no note yet, the oldest first; nothing when there are none. */
export function OwnHours() {
  const may = useMay()
  const asked = useAsk<typeof unsignedOf>('notes.hours', {}, { enabled: may('notes.hours'), everySeconds: 60 })
  const { hours = [], now = '' } = asked.data ?? {}
  if (hours.length === 0) return null
  return (
    <Panel title="Hours without a note" sub={`${count(hours.length, 'note')} to begin`}>
      <DataTable
        label="Hours without a note"
        rows={hours}
        keyOf={hour => `${hour.sessionId} ${hour.clientId}`}
        columns={[
          {
            head: 'Client',
            cell: hour => (
              <>
                <b>{hour.name}</b> <ClientHours id={hour.clientId} name={hour.name} />
                <span className="sub">{hour.title}</span>
              </>
            ),
          },
          { head: 'Held', width: 200, cell: hour => <When hour={hour} /> },
          { head: 'Sign by', width: 260, cell: hour => <SignBy hour={hour} now={now} /> },
          {
            head: 'Action',
            headHidden: true,
            kind: 'act',
            width: 110,
            cell: hour => (
              <ButtonLink
                to={`/staff/clients/${hour.clientId}/notes/new?of=${hour.sessionId}`}
                small
                label={`Begin note: ${hour.name}, ${hour.title}`}
              >
                Begin
              </ButtonLink>
            ),
          },
        ]}
      />
    </Panel>
  )
}
