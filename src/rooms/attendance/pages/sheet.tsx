import { useState } from 'react'
import { type Instant, plusMinutes } from '#kernel/time.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/chip.tsx'
import { ClientCode } from '#web/ui/client-code.tsx'
import { useAsk } from '#web/ui/data.ts'
import { KeyHints } from '#web/ui/keys.tsx'
import { useHere, useMay, useWords } from '#web/ui/me.tsx'
import { Page } from '#web/ui/page.tsx'
import { useParams } from '#web/ui/route.tsx'
import { Empty, SaveWord } from '#web/ui/state.tsx'
import { count, listWords } from '#web/words.ts'
import { doorOpensBefore } from '../attendance.ts'
import type { sheetOf } from '../queries.ts'
import { type Entry, entryOf } from './entries.ts'
import { HistoryDrawer } from './history-drawer.tsx'
import { useHouseNow } from './house-clock.ts'
import { KeptAside } from './kept-aside.tsx'
import { type Marking, useMarking } from './marking.ts'
import { RedateDrawer, useMayRedate } from './redate-drawer.tsx'
import { SheetAside } from './sheet-aside.tsx'
import type { Row, Sheet } from './sheet-rows.ts'
import { SheetTable } from './sheet-table.tsx'
import { SignInSheet } from './sign-in-sheet.tsx'
import { comingTo, WalkInDrawer } from './walk-in.tsx'
import './attendance.css'

/** Where the sheet stands with the house. */
function Saved({ sheet, marking }: { sheet: Sheet; marking: Marking }) {
  const words = useWords(sheet.session.zone)
  const { tried, busy, waiting, onlyHere } = marking
  const newest = sheet.people
    .flatMap(person => person.mark?.recordedAt ?? [])
    .sort()
    .at(-1)
  if (onlyHere > 0) return <SaveWord state="unsaved" />
  if (waiting > 0) return <SaveWord state="kept" />
  if (busy) return <SaveWord state="saving" />
  if (tried?.problem.code === 'changed-meanwhile') return <SaveWord state="conflict" />
  if (tried) return <SaveWord state="failed" />
  return newest ? <SaveWord state="saved" at={words.time(newest)} /> : null
}

/** An entry in words: `here from 5:42 pm`, `absent`. */
function useEntryWords(zone: string): (entry: Entry) => string {
  const words = useWords(zone)
  return entry =>
    entry.kind === 'here'
      ? `here from ${words.time(entry.arrivedAt)}${entry.leftAt ? ` to ${words.time(entry.leftAt)}` : ''}`
      : entry.kind
}

/** What was not taken, and the ways out: both marks when two people marked one row. */
function Untaken({ sheet, marking }: { sheet: Sheet; marking: Marking }) {
  const entryWords = useEntryWords(sheet.session.zone)
  const { tried, forget } = marking
  if (!tried) return null
  const { person, entry, seen, problem } = tried
  const theirs = sheet.people.find(each => each.clientId === person.clientId)?.mark
  const again = entry ? () => marking.mark(person, () => entry) : undefined
  // The newer mark is on its way; there is nothing to choose before it is here.
  if (problem.code === 'changed-meanwhile' && (theirs?.id ?? null) === seen) return null
  if (problem.code === 'changed-meanwhile' && theirs && again && entry) {
    return (
      <Notice
        kind="risk"
        live
        actions={
          <>
            <Button small onPress={forget}>
              Keep theirs
            </Button>
            <Button small onPress={again}>
              Use mine
            </Button>
          </>
        }
      >
        <b>{person.name} was marked by someone else meanwhile.</b> {theirs.recordedBy} wrote{' '}
        {entryWords(entryOf(theirs, theirs))}; you wrote {entryWords(entry)}. Nothing is lost; choose one.
      </Notice>
    )
  }
  return (
    <Notice
      kind="risk"
      live
      actions={
        <>
          {again ? (
            <Button small onPress={again}>
              Try again
            </Button>
          ) : null}
          <Button small kind="quiet" onPress={forget}>
            Leave it
          </Button>
        </>
      }
    >
      <b>{entry ? `${person.name} is not marked as you wrote.` : `${person.name} could not be taken back.`}</b>{' '}
      {problem.message}
    </Notice>
  )
}

/** Marks that wait on this device: how many, that they are safe, and what not to do meanwhile. */
function Waiting({ marking }: { marking: Marking }) {
  const { waiting, onlyHere, trouble } = marking
  if (waiting === 0) return null
  if (trouble) {
    return (
      <Notice
        kind="risk"
        live
        actions={
          <Button small onPress={marking.sendAgain}>
            Try again
          </Button>
        }
      >
        <b>{count(waiting, 'mark')} could not be sent.</b> {trouble.message} They stay on this device.
      </Notice>
    )
  }
  return (
    <Notice kind="due" live>
      {onlyHere > 0 ? (
        <>
          <b>{count(waiting, 'mark')} on this page only.</b> This browser keeps nothing: leave the page open until the
          network is back.
        </>
      ) : (
        <>
          <b>{count(waiting, 'mark')} on this device.</b> Locked here for you, and sent by itself when the network is
          back. Go on marking. Only do not load the page again before then: it comes from the network.
        </>
      )}
    </Notice>
  )
}

/** Why nothing can be marked now; undefined when it can. */
function useFixed(sheet: Sheet, now: Instant): string | undefined {
  const words = useWords(sheet.session.zone)
  const may = useMay()
  const { session } = sheet
  const opensAt = plusMinutes(session.startsAt, -doorOpensBefore)
  if (session.canceledAt) return `This session was canceled: ${session.cancelReason}.`
  if (now < opensAt) return `Attendance opens ${words.when(opensAt, now)}, an hour before the session.`
  return may('attendance.mark-seat') ? undefined : 'You may read this sheet; its facilitators write it.'
}

const hints = [
  { key: 'A', says: 'all present' },
  { key: 'ArrowUp ArrowDown', says: 'move, or type the number' },
  { key: 'L', says: 'late, then minutes' },
  { key: 'X', says: 'absent' },
  { key: 'E', says: 'excused' },
  { key: 'P', says: 'present' },
  { key: 'W', says: 'walk-in' },
  { key: 'Z', says: 'take back' },
]

/** What is open beside the sheet. */
type Beside = { kind: 'redate' } | { kind: 'walk-in' } | { kind: 'history'; row: Row } | { kind: 'code'; row: Row }
type OpenedProps = { beside: Beside; sheet: Sheet; marking: Marking; onClose: () => void }

function Opened({ beside, sheet, marking, onClose }: OpenedProps) {
  if (beside.kind === 'redate') return <RedateDrawer sheet={sheet} onClose={onClose} />
  if (beside.kind === 'walk-in')
    return <WalkInDrawer sheet={sheet} coming={comingTo(sheet, marking.rows)} onClose={onClose} />
  const { row } = beside
  if (beside.kind === 'history') return <HistoryDrawer sheet={sheet} row={row} onClose={onClose} />
  return <ClientCode clientId={row.clientId} name={row.name} onClose={onClose} />
}

function Content({ sheet }: { sheet: Sheet }) {
  const { session, people } = sheet
  const entryWords = useEntryWords(session.zone)
  const now = useHouseNow(session.now)
  const marking = useMarking(sheet, entryWords)
  const [beside, setBeside] = useState<Beside>()
  const may = useMay()
  const { me } = useHere()
  const mayRedate = useMayRedate(sheet)
  const fixed = useFixed(sheet, now)
  const words = useWords(session.zone)
  const when = `${words.day(session.startsAt)}, ${words.span(session.startsAt, session.endsAt)}`
  const uncounted = session.counts ? '' : ' Does not count towards the week.'
  const leaders = session.facilitators.map(each => (each.credential ? `${each.name}, ${each.credential}` : each.name))
  const isGroup = session.groupId !== null
  const walkIns = !fixed && isGroup && may('attendance.add-walk-in') && (!sheet.closedAt || corrects(me.roles, session))
  return (
    <Page
      title={`Attendance: ${session.group}`}
      sub={`${when}, ${session.room}. ${listWords(leaders)}.${uncounted}`}
      state={<Saved sheet={sheet} marking={marking} />}
      actions={
        <>
          {mayRedate ? (
            <Button onPress={() => setBeside({ kind: 'redate' })}>It took place at another time</Button>
          ) : null}
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
          <Waiting marking={marking} />
          <Untaken sheet={sheet} marking={marking} />
          <KeptAside sessionId={session.id} zone={session.zone} />
          {people.length > 0 || walkIns ? (
            <SheetTable
              sheet={sheet}
              marking={marking}
              fixed={fixed !== undefined}
              onHistory={row => setBeside({ kind: 'history', row })}
              onCode={may('attendance.code') ? row => setBeside({ kind: 'code', row }) : undefined}
              onWalkIn={walkIns ? () => setBeside({ kind: 'walk-in' }) : undefined}
            />
          ) : (
            <section className="panel" aria-label="Attendance">
              {isGroup ? (
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
          <SheetAside sheet={sheet} marking={marking} now={now} fixed={fixed !== undefined || people.length === 0} />
        </aside>
      </div>
      {fixed ? null : <KeyHints hints={walkIns ? hints : hints.filter(hint => hint.key !== 'W')} />}
      {beside ? <Opened beside={beside} sheet={sheet} marking={marking} onClose={() => setBeside(undefined)} /> : null}
      <SignInSheet sheet={sheet} />
    </Page>
  )
}

/** Whether these roles still change a sheet once it is closed. */
const corrects = (roles: readonly string[], session: { mine: boolean }) =>
  session.mine || roles.includes('director') || roles.includes('counselor')

/** The attendance of one session. What is open stays open without a network, and is marked on this device. */
export default function SheetPage() {
  const { id } = useParams()
  const asked = useAsk<typeof sheetOf>(
    'attendance.sheet',
    { sessionId: id ?? '' },
    { everySeconds: 30, keepMinutes: 240 },
  )
  const { data, problem, again } = asked
  // The bar above the page says that there is no network; what was open stays, without a word of failing.
  const cut = problem?.status === 0 || problem?.status === 503
  if (cut && !data) return <NotReached onAgain={again} />
  return (
    <Asked asked={{ ...asked, problem: cut ? null : problem }} what="The sheet" rows={12}>
      {sheet => <Content key={sheet.session.id} sheet={sheet} />}
    </Asked>
  )
}

/** The sheet was not open when the network went. */
function NotReached({ onAgain }: { onAgain: () => void }) {
  return (
    <Notice
      kind="due"
      live
      actions={
        <Button small onPress={onAgain}>
          Try again
        </Button>
      }
    >
      <b>The sheet cannot be opened without the network.</b> Marks made before are safe on this device, and go out by
      themselves.
    </Notice>
  )
}
