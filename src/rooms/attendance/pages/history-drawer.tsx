import { Asked } from '#web/ui/asked.tsx'
import { Chip } from '#web/ui/chip.tsx'
import { useAsk } from '#web/ui/data.ts'
import { Drawer } from '#web/ui/drawer.tsx'
import { useWords } from '#web/ui/me.tsx'
import { Empty } from '#web/ui/state.tsx'
import type { historyOf } from '../queries.ts'
import type { Person, Sheet } from './marking.ts'

type Marks = NonNullable<ReturnType<typeof useAsk<typeof historyOf>>['data']>['marks']

function MarkLine({ mark, sheet, current }: { mark: Marks[number]; sheet: Sheet; current: boolean }) {
  const words = useWords(sheet.session.zone)
  const from = mark.arrivedAt ? words.time(mark.arrivedAt) : '?'
  const until = mark.leftAt ? words.time(mark.leftAt) : 'the end'
  const what = {
    here: `Here from ${from} to ${until}`,
    absent: 'Absent',
    excused: 'Excused',
  }[mark.kind]
  return (
    <li>
      <p>
        <b>{what}</b> {current ? <Chip kind="done">Holds now</Chip> : null}
      </p>
      {mark.reason ? <p>{mark.reason}</p> : null}
      <p className="small quiet">
        {mark.recordedBy}, <time dateTime={mark.recordedAt}>{words.when(mark.recordedAt, sheet.session.now)}</time>
      </p>
    </li>
  )
}

/** Every mark of one person in this session, the newest first. */
export function HistoryDrawer({ sheet, person, onClose }: { sheet: Sheet; person: Person; onClose: () => void }) {
  const asked = useAsk<typeof historyOf>('attendance.history', {
    sessionId: sheet.session.id,
    clientId: person.clientId,
  })
  return (
    <Drawer open onClose={onClose} title={`Marks of ${person.name}`}>
      <Asked asked={asked} what="The history">
        {data =>
          data.marks.length > 0 ? (
            <ol className="marks">
              {data.marks.map(mark => (
                <MarkLine key={mark.id} mark={mark} sheet={sheet} current={mark.id === person.mark?.id} />
              ))}
            </ol>
          ) : (
            <Empty title="Not marked yet">Every mark stays readable here, corrections too.</Empty>
          )
        }
      </Asked>
    </Drawer>
  )
}
