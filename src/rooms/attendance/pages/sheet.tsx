import { useState } from 'react'
import { plusMinutes } from '#kernel/time.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/chip.tsx'
import { useAsk } from '#web/ui/data.ts'
import { KeyHints } from '#web/ui/keys.tsx'
import { useMay, useWords } from '#web/ui/me.tsx'
import { Page } from '#web/ui/page.tsx'
import { useParams } from '#web/ui/route.tsx'
import { Empty, SaveWord } from '#web/ui/state.tsx'
import { listWords } from '#web/words.ts'
import { doorOpensBefore } from '../attendance.ts'
import type { sheetOf } from '../queries.ts'
import { HistoryDrawer } from './history-drawer.tsx'
import { type Entry, entryOf, type Marking, type Person, type Sheet, useMarking } from './marking.ts'
import { RedateDrawer, useMayRedate } from './redate-drawer.tsx'
import { SheetAside } from './sheet-aside.tsx'
import { SheetTable } from './sheet-table.tsx'
import { SignInSheet } from './sign-in-sheet.tsx'
import './attendance.css'

/** Where the sheet stands with the server. */
function Saved({ sheet, marking }: { sheet: Sheet; marking: Marking }) {
  const words = useWords(sheet.session.zone)
  const { problem, busy } = marking
  const newest = sheet.people
    .flatMap(person => person.mark?.recordedAt ?? [])
    .sort()
    .at(-1)
  if (busy) return <SaveWord state="saving" />
  if (problem?.status === 0) return <SaveWord state="offline" />
  if (problem?.code === 'changed-meanwhile') return <SaveWord state="conflict" />
  if (problem) return <SaveWord state="failed" />
  return newest ? <SaveWord state="saved" at={words.time(newest)} /> : null
}

function useEntryWords(zone: string): (entry: Entry) => string {
  const words = useWords(zone)
  return entry =>
    entry.kind === 'here'
      ? `here from ${words.time(entry.arrivedAt)}${entry.leftAt ? ` to ${words.time(entry.leftAt)}` : ''}`
      : entry.kind
}

/** What was not taken, and the ways out: both marks when two people marked one row. */
function Untaken({ sheet, marking }: { sheet: Sheet; marking: Marking }) {
  const { problem, tried } = marking
  const entryWords = useEntryWords(sheet.session.zone)
  if (!problem || !tried) return null
  const { person, entry, seen } = tried
  const theirs = sheet.people.find(each => each.clientId === person.clientId)?.mark
  const again = () => {
    marking.forget()
    marking.mark(person, () => entry)
  }
  // The newer mark is on its way; there is nothing to choose before it is here.
  if (problem.code === 'changed-meanwhile' && (theirs?.id ?? null) === seen) return null
  if (problem.code === 'changed-meanwhile' && theirs) {
    return (
      <Notice
        kind="risk"
        live
        actions={
          <>
            <Button small onPress={marking.forget}>
              Keep theirs
            </Button>
            <Button small onPress={again}>
              Use mine
            </Button>
          </>
        }
      >
        <b>{person.name} was marked by someone else meanwhile.</b> {theirs.recordedBy} wrote{' '}
        {entryWords(entryOf(theirs))}; you wrote {entryWords(entry)}. Nothing is lost; choose one.
      </Notice>
    )
  }
  return (
    <Notice
      kind="risk"
      live
      actions={
        <>
          <Button small onPress={again}>
            Try again
          </Button>
          <Button small kind="quiet" onPress={marking.forget}>
            Leave it
          </Button>
        </>
      }
    >
      <b>{person.name} is not marked as you wrote.</b> {problem.message}
    </Notice>
  )
}

/** Why nothing can be marked now; undefined when it can. */
function useFixed(sheet: Sheet): string | undefined {
  const words = useWords(sheet.session.zone)
  const may = useMay()
  const { session } = sheet
  const opensAt = plusMinutes(session.startsAt, -doorOpensBefore)
  if (session.canceledAt) return `This session was canceled: ${session.cancelReason}.`
  if (session.now < opensAt) return `Attendance opens ${words.when(opensAt, session.now)}, an hour before the session.`
  return may('attendance.mark-seat') ? undefined : 'You may read this sheet; its facilitators write it.'
}

function Content({ sheet, again }: { sheet: Sheet; again: () => void }) {
  const marking = useMarking(sheet, again)
  const [reads, setReads] = useState<Person>()
  const [redates, setRedates] = useState(false)
  const mayRedate = useMayRedate(sheet)
  const fixed = useFixed(sheet)
  const { session, people } = sheet
  const words = useWords(session.zone)
  const when = `${words.day(session.startsAt)}, ${words.span(session.startsAt, session.endsAt)}`
  const uncounted = session.counts ? '' : ' Does not count towards the week.'
  const leaders = session.facilitators.map(each => (each.credential ? `${each.name}, ${each.credential}` : each.name))
  return (
    <Page
      title={`Attendance: ${session.group}`}
      sub={`${when}, ${session.room}. ${listWords(leaders)}.${uncounted}`}
      state={<Saved sheet={sheet} marking={marking} />}
      actions={
        <>
          {mayRedate ? <Button onPress={() => setRedates(true)}>It took place at another time</Button> : null}
          {session.format === 'group' ? (
            <Button icon="print" onPress={() => window.print()}>
              Sign-in sheet
            </Button>
          ) : null}
        </>
      }
    >
      <div className="att-cols">
        <div className="stack">
          {fixed ? <Notice kind="info">{fixed}</Notice> : null}
          <Untaken sheet={sheet} marking={marking} />
          {people.length > 0 ? (
            <SheetTable sheet={sheet} marking={marking} fixed={fixed !== undefined} onHistory={setReads} />
          ) : (
            <section className="panel" aria-label="Attendance">
              {session.groupId ? (
                <Empty title="Nobody has a seat in this session">
                  Give seats in the group; they are expected here then.
                </Empty>
              ) : (
                <Empty title="Nobody is booked into this session">Book it anew in the week, with its client.</Empty>
              )}
            </section>
          )}
        </div>
        <aside className="stack" aria-label="This session">
          <SheetAside sheet={sheet} marking={marking} fixed={fixed !== undefined || people.length === 0} />
        </aside>
      </div>
      {fixed ? null : (
        <KeyHints
          hints={[
            { key: 'A', says: 'all present' },
            { key: 'ArrowUp ArrowDown', says: 'move, or type the number' },
            { key: 'L', says: 'late, then minutes' },
            { key: 'X', says: 'absent' },
            { key: 'E', says: 'excused' },
            { key: 'P', says: 'present' },
            { key: 'Z', says: 'take back' },
          ]}
        />
      )}
      {redates && mayRedate ? <RedateDrawer sheet={sheet} onClose={() => setRedates(false)} /> : null}
      {reads ? <HistoryDrawer sheet={sheet} person={reads} onClose={() => setReads(undefined)} /> : null}
      <SignInSheet sheet={sheet} />
    </Page>
  )
}

/** The attendance of one session. */
export default function SheetPage() {
  const { id } = useParams()
  const sheet = useAsk<typeof sheetOf>('attendance.sheet', { sessionId: id ?? '' }, { everySeconds: 30 })
  return (
    <Asked asked={sheet} what="The sheet" rows={12}>
      {data => <Content key={data.session.id} sheet={data} again={sheet.again} />}
    </Asked>
  )
}
