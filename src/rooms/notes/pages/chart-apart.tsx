import { useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import type { endKeepApart, keepApart, keepApartOf } from '#rooms/timetable/keep-apart.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { ClientSearch, type Found } from '#web/ui/client-search.tsx'
import { ConflictsNotice } from '#web/ui/conflicts-notice.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { Confirm, Drawer } from '#web/ui/drawer.tsx'
import { Form, TextArea } from '#web/ui/field.tsx'
import { useMay, useWords } from '#web/ui/me.tsx'
import { Panel } from '#web/ui/page.tsx'
import { Link } from '#web/ui/route.tsx'
import { Empty } from '#web/ui/state.tsx'
import { toast } from '#web/ui/toast.tsx'
import { listWords } from '#web/words.ts'
import type { Front } from './chart-words.ts'

type Pair = OutputOf<typeof keepApartOf>['apart'][number]

function Keep({ front, onClose }: { front: Front; onClose: () => void }) {
  const [other, setOther] = useState<Found>()
  const [reason, setReason] = useState('')
  const keep = useAct<typeof keepApart>('timetable.keep-apart', {
    refusals: 'quiet',
    onDone: ({ sharing }) => {
      if (sharing.length === 0) toast('Kept apart from now on.')
      else toast(`Kept apart. They share ${listWords(sharing)} now: move one of them.`, { kind: 'info' })
      onClose()
    },
  })
  return (
    <Drawer open onClose={onClose} title="Keep apart from someone">
      {other ? (
        <Form
          label="Keep apart"
          onSend={() => void keep.run({ clientId: front.id, otherId: other.id, reason: reason.trim() })}
        >
          <div className="row spread">
            <b>{other.name}</b>
            <Button kind="quiet" small onPress={() => setOther(undefined)}>
              Someone else
            </Button>
          </div>
          <TextArea
            label="Reason"
            rows={3}
            value={reason}
            onValue={setReason}
            help="Neither of them is ever told. Who may see only one of the two charts does not read it."
            error={keep.saysOf('reason')}
            maxLength={300}
          />
          <ConflictsNotice problem={keep.problem} busy={keep.busy} />
          <div>
            <Button
              kind="primary"
              submit
              busy={keep.busy}
              reason={reason.trim().length < 3 ? 'Write why first.' : undefined}
            >
              Keep them apart
            </Button>
          </div>
        </Form>
      ) : (
        <ClientSearch label="The other client" onFound={setOther} />
      )}
    </Drawer>
  )
}

function Line({ pair, front }: { pair: Pair; front: Front }) {
  const words = useWords()
  const may = useMay()
  const [sure, setSure] = useState(false)
  const end = useAct<typeof endKeepApart>('timetable.end-keep-apart', {
    onDone: () => toast('They need not be kept apart any more.'),
  })
  return (
    <li>
      <span>
        {pair.otherId ? <Link to={`/staff/clients/${pair.otherId}`}>{pair.other}</Link> : <b>{pair.other}</b>}
        <span className="sub">
          {pair.reason ? `${pair.reason}; ` : ''}since {words.day(pair.madeAt)}
        </span>
      </span>
      {may('timetable.end-keep-apart') ? (
        <Button small kind="quiet" label={`End keeping apart from ${pair.other}`} onPress={() => setSure(true)}>
          End
        </Button>
      ) : null}
      <Confirm
        open={sure}
        onClose={() => setSure(false)}
        title="No longer keep them apart?"
        act="End keeping apart"
        busy={end.busy}
        onAct={() => {
          setSure(false)
          void end.run({ id: pair.id, clientId: front.id })
        }}
      >
        From now on both may sit in one group. That they were kept apart stays in the journal.
      </Confirm>
    </li>
  )
}

/** Whom a client is kept apart from in groups: for staff only, and a client is never told. */
export function ChartApart({ front }: { front: Front }) {
  const may = useMay()
  const [adding, setAdding] = useState(false)
  const asked = useAsk<typeof keepApartOf>('timetable.keep-apart-of', { clientId: front.id })
  return (
    <Panel
      title="Kept apart"
      sub="for staff only"
      end={
        may('timetable.keep-apart') ? (
          <Button small kind="quiet" icon="plus" onPress={() => setAdding(true)}>
            Add
          </Button>
        ) : null
      }
    >
      <Asked asked={asked} what="The pairs" rows={1}>
        {({ apart }) =>
          apart.length === 0 ? (
            <Empty title="From nobody">Two people who are not to sit in one group. Neither is told.</Empty>
          ) : (
            <ul className="said-lines">
              {apart.map(pair => (
                <Line key={pair.id} pair={pair} front={front} />
              ))}
            </ul>
          )
        }
      </Asked>
      {adding ? <Keep front={front} onClose={() => setAdding(false)} /> : null}
    </Panel>
  )
}
