import { wallClock } from '#kernel/time.ts'
import { Button } from '#web/ui/button.tsx'
import { Chip } from '#web/ui/chip.tsx'
import { useWords } from '#web/ui/me.tsx'
import { hoursOf, Pulse } from '#web/ui/pulse.tsx'
import { Link } from '#web/ui/route.tsx'
import { hoursWords } from '#web/words.ts'
import { absenceWords } from '../attendance.ts'
import { ChooseRow } from './choose.tsx'
import { arrives, away, type EntryFrom, leaves, told, toldMark } from './entries.ts'
import { SheetControls } from './sheet-controls.tsx'
import type { Row, Sheet } from './sheet-rows.ts'
import { TimeField } from './time-field.tsx'

/** How a standing looks. */
const standings = {
  'not-marked': { kind: 'quiet', word: 'Not marked', bare: true },
  present: { kind: 'done', word: 'Present', bare: true },
  late: { kind: 'due', word: 'Late', bare: false },
  'left-early': { kind: 'due', word: 'Left early', bare: false },
  absent: { kind: 'risk', word: 'Absent', bare: false },
  excused: { kind: 'info', word: 'Excused', bare: false },
} as const

/** What a row of the sheet is given. */
export type RowProps = {
  sheet: Sheet
  row: Row
  number: number
  open: boolean
  /** The minutes late are being written. */
  asksLate: boolean
  /** Nothing can be marked: too early, canceled, or not this person's. */
  fixed: boolean
  onOpen: () => void
  onLate: (asks: boolean) => void
  onEntry: (from: EntryFrom) => void
  onHistory: () => void
  /** Shows what they sign in with; missing for who may not see it. */
  onCode: (() => void) | undefined
  /** Takes a visitor off the sheet; missing when they are none, or marked. */
  onTakeOff: (() => void) | undefined
}

function Times({ sheet, row, fixed, onEntry }: RowProps) {
  const words = useWords(sheet.session.zone)
  const { presence, name } = row
  if (fixed || (presence && presence.kind !== 'here')) {
    return (
      <>
        <td className="num arr">{presence?.arrivedAt ? words.time(presence.arrivedAt) : ''}</td>
        <td className="num left quiet">{presence?.leftAt ? words.time(presence.leftAt) : ''}</td>
      </>
    )
  }
  const common = { name, session: sheet.session }
  const stays = presence ? words.time(sheet.session.endsAt) : '–'
  return (
    <>
      <td className="num arr">
        <TimeField
          word="Arrived"
          {...common}
          value={presence?.arrivedAt ?? null}
          otherwise="–"
          onTime={moment => moment && onEntry(arrives(sheet, moment))}
        />
      </td>
      <td className="num left">
        <TimeField
          word="Left"
          {...common}
          value={presence?.leftAt ?? null}
          otherwise={stays}
          onTime={moment => onEntry(leaves(moment))}
        />
      </td>
    </>
  )
}

function Standing({ row, open, fixed, onOpen }: RowProps) {
  const { kind, word, bare } = standings[row.standing]
  const chip = (
    <Chip kind={kind} bare={bare}>
      {word}
    </Chip>
  )
  if (fixed) return chip
  return (
    <button
      type="button"
      className="chip-button"
      aria-expanded={open}
      aria-label={`${word}, ${row.name}. Change`}
      onClick={onOpen}
    >
      {chip}
    </button>
  )
}

function Week({ row }: { row: Row }) {
  const { week } = row
  if (!week) return null
  const hours = hoursOf(week)
  if (!hours) return <span className="small quiet">{hoursWords(week.credited)}</span>
  return <Pulse who={row.name} {...hours} />
}

/** What they told us in advance, and the mark that follows from it, for somebody to make. */
function Told({ row, fixed, onEntry }: RowProps) {
  const { absence, presence, name } = row
  if (!absence || presence) return null
  const kind = toldMark(absence)
  return (
    <>
      <Chip kind="info">Away: {absenceWords[absence.reason] ?? 'told us'}</Chip>
      {fixed ? null : (
        <Button small label={`Mark ${name} ${kind}`} onPress={() => onEntry(away(kind, told(row)))}>
          Mark {kind}
        </Button>
      )}
    </>
  )
}

const modes: Record<string, string> = { video: 'by video', phone: 'by phone' }

/** Who says so: the tablet, the key for all, or somebody; and in what way, and why. What waits here is one's own. */
function saidBy({ mark, presence, waits }: Row): string {
  if (!mark) return presence ? 'Tablet' : ''
  const says = mark.how === 'tablet' ? 'Tablet' : mark.how === 'all-present' ? 'All present' : mark.recordedBy
  const by = waits ? undefined : says
  const way = mark.kind === 'here' ? modes[mark.mode ?? ''] : undefined
  return [by, way, mark.reason].filter(Boolean).join(', ')
}

const eveningFrom = '16:00'

/** What it is to somebody who is here for the first time. */
const firstWord = ({ session }: Sheet) =>
  wallClock(session.zone, session.startsAt).slice(11) >= eveningFrom ? 'First evening' : 'First day'

function Known(props: RowProps) {
  const { sheet, row, onTakeOff } = props
  return (
    <>
      {row.waits ? (
        <Chip kind="quiet" icon="tablet">
          On this device
        </Chip>
      ) : null}
      {row.isNew ? <Chip kind="info">{firstWord(sheet)}</Chip> : null}
      {row.visit ? <Chip kind="info">{row.visit === 'make-up' ? 'Make-up' : 'Walk-in'}</Chip> : null}
      <Told {...props} />
      {onTakeOff ? (
        <Button small kind="quiet" label={`Take ${row.name} off this sheet`} onPress={onTakeOff}>
          Take off
        </Button>
      ) : null}
      <span className="small quiet">{saidBy(row)}</span>
    </>
  )
}

/** One person of the sheet; beneath it what is to be chosen, and the controls of the open one. */
export function SheetRow(props: RowProps) {
  const { row, number, open, fixed, onOpen } = props
  const shown = [row.standing, open ? 'on' : '', row.question ? 'asks' : '']
  return (
    <>
      <tr
        className={`person ${shown.filter(Boolean).join(' ')}`}
        aria-current={open || undefined}
        onFocus={event => event.target instanceof HTMLInputElement && !open && onOpen()}
      >
        <td className="num no quiet">{number}</td>
        <th scope="row">
          <Link to={`/staff/clients/${row.clientId}`}>{row.name}</Link>
          {row.pronouns ? <span className="sub">{row.pronouns}</span> : null}
        </th>
        <td className="st">
          <Standing {...props} />
        </td>
        <Times {...props} />
        <td className="num mins">{row.presence ? <b>{row.minutes}</b> : ''}</td>
        <td className="wk">
          <Week row={row} />
        </td>
        <td className="by">
          <Known {...props} />
        </td>
      </tr>
      {row.question ? <ChooseRow {...props} question={row.question} /> : null}
      {open && !fixed ? (
        <tr className="on edit">
          <td colSpan={8}>
            <SheetControls {...props} />
          </td>
        </tr>
      ) : null}
    </>
  )
}
