import { Asked } from '#web/ui/asked.tsx'
import { Chip } from '#web/ui/chip.tsx'
import { useAsk } from '#web/ui/data.ts'
import { Drawer } from '#web/ui/drawer.tsx'
import { useWords } from '#web/ui/me.tsx'
import { Empty } from '#web/ui/state.tsx'
import type { historyOf } from '../queries.ts'
import type { Row, Sheet } from './sheet-rows.ts'

type Marks = NonNullable<ReturnType<typeof useAsk<typeof historyOf>>['data']>['marks']
type Mark = Marks[number]

const ways: Record<string, string> = { video: ', by video', phone: ', by phone' }

/** Who said it, and how it came about. */
function saidBy({ how, recordedBy }: Mark): string {
  if (how === 'tablet') return `Tablet, taken over by ${recordedBy}`
  return how === 'all-present' ? `${recordedBy}, all present` : recordedBy
}

function MarkLine({ mark, sheet, current }: { mark: Mark; sheet: Sheet; current: boolean }) {
  const words = useWords(sheet.session.zone)
  const { now } = sheet.session
  const from = mark.arrivedAt ? words.time(mark.arrivedAt) : '?'
  const until = mark.leftAt ? words.time(mark.leftAt) : 'the end'
  const what = {
    here: `Here from ${from} to ${until}${ways[mark.mode ?? ''] ?? ''}`,
    absent: 'Absent',
    excused: 'Excused',
    none: 'Taken back',
  }[mark.kind]
  return (
    <li>
      <p>
        <b>{what}</b> {current ? <Chip kind="done">Holds now</Chip> : null}
      </p>
      {mark.reason ? <p>{mark.reason}</p> : null}
      <p className="small quiet">
        {saidBy(mark)}, <time dateTime={mark.saidAt}>{words.when(mark.saidAt, now)}</time>
        {mark.deviceId ? (
          <>
            . Made without a network, here since{' '}
            <time dateTime={mark.recordedAt}>{words.when(mark.recordedAt, now)}</time>
          </>
        ) : null}
      </p>
    </li>
  )
}

/** Every mark of one person in this session, the newest first. */
export function HistoryDrawer({ sheet, row, onClose }: { sheet: Sheet; row: Row; onClose: () => void }) {
  const asked = useAsk<typeof historyOf>('attendance.history', {
    sessionId: sheet.session.id,
    clientId: row.clientId,
  })
  return (
    <Drawer open onClose={onClose} title={`Marks of ${row.name}`}>
      <Asked asked={asked} what="The history">
        {data =>
          data.marks.length > 0 ? (
            <ol className="marks">
              {data.marks.map((mark, at) => (
                <MarkLine key={mark.id} mark={mark} sheet={sheet} current={at === 0 && mark.kind !== 'none'} />
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
