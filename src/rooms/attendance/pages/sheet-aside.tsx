import { useState } from 'react'
import type { Instant } from '#kernel/time.ts'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { Chip } from '#web/ui/chip.tsx'
import { useAsk } from '#web/ui/data.ts'
import { Icon } from '#web/ui/icon.tsx'
import { MakeUpDrawer } from '#web/ui/make-ups.tsx'
import { useMay, useWords } from '#web/ui/me.tsx'
import { Facts, Panel } from '#web/ui/page.tsx'
import { isShort, missingIn, shortWords } from '#web/ui/week-words.ts'
import { count, hoursWords } from '#web/words.ts'
import type { tablets } from '../tablets.ts'
import type { Marking } from './marking.ts'
import type { Row, Sheet } from './sheet-rows.ts'

type AsideProps = { sheet: Sheet; marking: Marking; now: Instant; fixed: boolean }

function InTheRoom({ sheet, marking, now }: AsideProps) {
  const may = useMay()
  const { session } = sheet
  const clients = marking.rows.filter(
    ({ presence }) => presence?.kind === 'here' && (!presence.leftAt || presence.leftAt > now),
  ).length
  const staff = session.facilitators.length
  const runs = session.startsAt <= now && now < session.endsAt && !session.canceledAt
  if (!runs || session.format !== 'group') return null
  return (
    <Panel title="In the room now" end={<span className="quiet">{session.room}</span>} padded>
      <p>
        <span className="bigger">{clients + staff}</span> people: {count(clients, 'client')}, {staff} staff.
      </p>
      {may('attendance.here-now') ? (
        <p className="row">
          <ButtonLink small to="/staff/here" icon="people">
            Whole house and head-count
          </ButtonLink>
        </p>
      ) : null}
    </Panel>
  )
}

/** After so many minutes without a word a tablet is looked after. */
const quietMinutes = 15

type Tablet = NonNullable<ReturnType<typeof useAsk<typeof tablets>>['data']>['tablets'][number]

function Heard({ tablet, now }: { tablet: Tablet; now: Instant }) {
  const words = useWords()
  if (!tablet.pairedAt || !tablet.seenAt) return <Chip kind="due">Not paired</Chip>
  const late = Date.parse(now) - Date.parse(tablet.seenAt) > quietMinutes * 60_000
  return (
    <Chip kind={late ? 'due' : 'done'}>
      {late ? 'Last heard' : 'Heard'} {words.when(tablet.seenAt, now).replace(/^Today, /, '')}
    </Chip>
  )
}

/** The tablets by the doors of this house, and how many of this sheet signed in at them. */
function SignInTablet({ sheet, now }: AsideProps) {
  const may = useMay()
  const asked = useAsk<typeof tablets>('attendance.tablets', {}, { enabled: may('attendance.tablets') })
  const { session, people } = sheet
  const own = (asked.data?.tablets ?? []).filter(tablet => tablet.siteId === session.siteId)
  const [first] = own
  const manage = may('attendance.add-tablet')
  if (session.mode !== 'in-person' || (!first && !manage)) return null
  const signedIn = people.filter(person => person.signedInAt).length
  return (
    <Panel
      title={own.length > 1 ? 'Sign-in tablets' : 'Sign-in tablet'}
      end={first && own.length === 1 ? <Heard tablet={first} now={now} /> : null}
      foot={
        first ? (
          <span className="quiet">With the network off it goes on, and sends by itself when it is back.</span>
        ) : (
          <ButtonLink small to="/staff/attendance/tablets">
            Add a tablet
          </ButtonLink>
        )
      }
    >
      {first ? (
        <Facts
          facts={[
            ...(own.length > 1
              ? own.map(tablet => ({ word: tablet.name, value: <Heard tablet={tablet} now={now} /> }))
              : []),
            { word: 'Signed in here', value: `${signedIn} of ${people.length}` },
            { word: 'Shows', value: '“First L.” only' },
          ]}
        />
      ) : (
        <p className="pad quiet">Nobody signs in by a tablet here yet.</p>
      )}
    </Panel>
  )
}

/** How many are named at first. */
const shownFirst = 4

/** What a person's day and week ask for, in a sentence; undefined when they are on course. */
function followOf({ week, standing }: Row): string | undefined {
  const missed = standing === 'absent' ? 'was not here' : undefined
  const days = week?.missedOn.length ?? 0
  const row = days > 1 ? `missed ${days} days in a row` : missed
  if (!week || week.prescribed === null || !isShort(week)) return row
  const least = hoursWords(week.prescribed)
  const likely = hoursWords(week.likely)
  const short =
    week.standing === 'cannot-be-met'
      ? `cannot reach ${least} with what is booked: ${likely} likely`
      : `is likely short this week: ${likely} of ${least}`
  return row ? `${row}, and ${short}` : short
}

/** How much a row asks for: who missed days first, then whose week lacks the most. */
const weightOf = ({ week, standing }: Row) =>
  (week?.missedOn.length ?? 0) * 10_000 + (standing === 'absent' ? 5_000 : 0) + (week ? missingIn(week) : 0)

function Follow({ row, says, onSave }: { row: Row; says: string; onSave: (() => void) | undefined }) {
  const why = row.week && isShort(row.week) ? shortWords(row.week) : ''
  return (
    <li>
      <Icon name={row.standing === 'absent' ? 'phone' : 'clock'} />
      <p>
        <b>{row.name}</b> {says}. {why}{' '}
        {onSave ? (
          <button type="button" className="link" aria-label={`Make-ups for ${row.name}`} onClick={onSave}>
            Make-ups
          </button>
        ) : null}
      </p>
    </li>
  )
}

function Follows({ rows }: { rows: readonly Row[] }) {
  const may = useMay()
  const [saves, setSaves] = useState<Row>()
  const [all, setAll] = useState(false)
  const follows = rows
    .flatMap(row => {
      const says = followOf(row)
      return says ? [{ row, says }] : []
    })
    .sort((a, b) => weightOf(b.row) - weightOf(a.row))
  const shown = all ? follows : follows.slice(0, shownFirst)
  if (follows.length === 0) return null
  const saver = (row: Row) =>
    row.week && missingIn(row.week) > 0 && may('attendance.make-ups') ? () => setSaves(row) : undefined
  return (
    <Panel
      title="What follows"
      foot={
        shown.length < follows.length ? (
          <Button small kind="quiet" onPress={() => setAll(true)}>
            {count(follows.length - shown.length, 'more person', 'more people')}
          </Button>
        ) : null
      }
    >
      <ul className="follow">
        {shown.map(({ row, says }) => (
          <Follow key={row.clientId} row={row} says={says} onSave={saver(row)} />
        ))}
      </ul>
      {saves ? (
        <MakeUpDrawer
          client={{ id: saves.clientId, name: saves.name }}
          monday={saves.week?.monday}
          onClose={() => setSaves(undefined)}
        />
      ) : null}
    </Panel>
  )
}

/** Where a video meeting is, while it is not over. */
function Joining({ session }: { session: Sheet['session'] }) {
  if (!session.link || session.state === 'over' || session.state === 'canceled') return null
  return (
    <a className="btn plain full" href={session.link} target="_blank" rel="noreferrer">
      Open the video meeting
    </a>
  )
}

/** Why the sheet cannot be closed yet; undefined when it can. */
function notYet({ rows, waiting }: Marking): string | undefined {
  const open = rows.filter(row => row.standing === 'not-marked').length
  const asks = rows.filter(row => row.question).length
  if (open > 0) return `${count(open, 'person is', 'people are')} not marked yet.`
  if (asks > 0) return `${count(asks, 'row waits', 'rows wait')} for you to choose.`
  return waiting > 0 ? `${count(waiting, 'mark is', 'marks are')} not sent yet.` : undefined
}

/** Beside the sheet: who is in the room, what the tablets say, what follows, and the way on. */
export function SheetAside(props: AsideProps) {
  const { sheet, marking, fixed } = props
  const words = useWords(sheet.session.zone)
  const may = useMay()
  const mayNote =
    sheet.session.mine &&
    sheet.session.format === 'group' &&
    may('notes.group-note') &&
    sheet.session.state !== 'planned'
  return (
    <>
      <InTheRoom {...props} />
      <Joining session={sheet.session} />
      <SignInTablet {...props} />
      <Follows rows={marking.rows} />
      {sheet.closedAt ? (
        <p className="closed-line">
          <Chip kind="done">Closed {words.when(sheet.closedAt, sheet.session.now)}</Chip>
          <span className="small quiet">A correction is still possible and keeps the earlier mark.</span>
        </p>
      ) : null}
      {fixed || sheet.closedAt ? null : (
        <Button kind="primary" full busy={marking.closing} reason={notYet(marking)} onPress={marking.close}>
          Close attendance
        </Button>
      )}
      {mayNote ? (
        <ButtonLink
          to={`/staff/notes/${sheet.session.id}`}
          kind={sheet.closedAt ? 'primary' : 'plain'}
          full
          icon="note"
        >
          Go on to the group note
        </ButtonLink>
      ) : null}
    </>
  )
}
