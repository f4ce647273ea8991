import { useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/chip.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { Confirm } from '#web/ui/drawer.tsx'
import { useMay, useWords } from '#web/ui/me.tsx'
import { count } from '#web/words.ts'
import type { settleUnplaced, unplaced } from '../sync.ts'

type Mark = OutputOf<typeof unplaced>['marks'][number]

/** What a mark says, in words. */
function useMarkWords(zone?: string): (mark: Mark) => string {
  const words = useWords(zone)
  return ({ kind, arrivedAt, leftAt }) => {
    if (kind === 'none') return 'a mark taken back'
    if (kind !== 'here' || !arrivedAt) return kind
    return `here from ${words.time(arrivedAt)} to ${leftAt ? words.time(leftAt) : 'the end'}`
  }
}

type OneProps = { mark: Mark; sessionId: string | undefined; zone: string | undefined }

/** One mark that found no place: whose, what it says, why not, and the two ways out. */
function One({ mark, sessionId, zone }: OneProps) {
  const words = useWords(zone)
  const says = useMarkWords(zone)
  const settle = useAct<typeof settleUnplaced>('attendance.settle-unplaced')
  const [lets, setLets] = useState(false)
  const name = mark.name ?? 'Somebody who is not yours to see any more'
  return (
    <li>
      <p>
        <b>{name}</b>: {says(mark)}
        {mark.reason ? `, ${mark.reason}` : ''}.{' '}
        <span className="quiet">
          Made{' '}
          <time dateTime={mark.saidAt}>
            {words.day(mark.saidAt)}, {words.time(mark.saidAt)}
          </time>
          . {mark.says}
        </span>
      </p>
      <span className="row">
        {mark.sessionId === sessionId ? null : (
          <ButtonLink small kind="quiet" to={`/staff/attendance/${mark.sessionId}`} label={`Open the sheet of ${name}`}>
            Open the sheet
          </ButtonLink>
        )}
        <Button
          small
          busy={settle.busy}
          label={`Place the mark of ${name}`}
          onPress={() => void settle.run({ id: mark.id, how: 'place' })}
        >
          Place it now
        </Button>
        <Button small kind="quiet" label={`Let the mark of ${name} go`} onPress={() => setLets(true)}>
          Let it go
        </Button>
      </span>
      <Confirm
        open={lets}
        onClose={() => setLets(false)}
        title="Let this mark go?"
        act="Let it go"
        busy={settle.busy}
        onAct={() => void settle.run({ id: mark.id, how: 'let-go' }).then(() => setLets(false))}
      >
        It is not written into the sheet, and this cannot be undone. That it was made stays in the journal.
      </Confirm>
    </li>
  )
}

/** Lets every one of them go, one after the other; what could not is still there. */
function LetAllGo({ marks }: { marks: readonly Mark[] }) {
  const settle = useAct<typeof settleUnplaced>('attendance.settle-unplaced')
  const [asks, setAsks] = useState(false)
  const [busy, setBusy] = useState(false)
  async function run() {
    setBusy(true)
    for (const { id } of marks) if (!(await settle.run({ id, how: 'let-go' }))) break
    setBusy(false)
    setAsks(false)
  }
  return (
    <>
      <Button small onPress={() => setAsks(true)}>
        Let all go
      </Button>
      <Confirm
        open={asks}
        onClose={() => setAsks(false)}
        title={`Let all ${marks.length} marks go?`}
        act={`Let ${marks.length} go`}
        busy={busy}
        onAct={() => void run()}
      >
        They are not written into any sheet, and this cannot be undone. That they were made stays in the journal.
      </Confirm>
    </>
  )
}

/** Marks that were made without a network and found no place: here of one session, or of all. */
export function KeptAside({ sessionId, zone }: { sessionId?: string; zone?: string }) {
  const may = useMay()
  const asked = useAsk<typeof unplaced>('attendance.unplaced', {}, { enabled: may('attendance.unplaced') })
  const all = asked.data?.marks ?? []
  const marks = sessionId ? all.filter(mark => mark.sessionId === sessionId) : all
  if (marks.length === 0) return null
  return (
    <Notice kind="due" actions={marks.length > 1 ? <LetAllGo marks={marks} /> : null}>
      <b>{count(marks.length, 'mark')} that you made without a network found no place.</b> Nothing is lost: say what
      becomes of {marks.length === 1 ? 'it' : 'each'}.
      <ul className="aside-marks">
        {marks.map(mark => (
          <One key={mark.id} mark={mark} sessionId={sessionId} zone={zone} />
        ))}
      </ul>
    </Notice>
  )
}
