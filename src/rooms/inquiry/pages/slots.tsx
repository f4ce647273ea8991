import { type ReactNode, useState } from 'react'
import type { OutputOf } from '#kernel/door.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/chip.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { TextField } from '#web/ui/field.tsx'
import { useHere, useMay, useWords } from '#web/ui/me.tsx'
import { Panel } from '#web/ui/page.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { toast } from '#web/ui/toast.tsx'
import type { appointmentsOf, bookAssessment, endAssessment, moveAssessment } from '../appointments.ts'
import type { slots } from '../slot-search.ts'
import './pipeline.css'

type Appointments = OutputOf<typeof appointmentsOf>
type Appointment = Appointments['appointments'][number]
type Slot = OutputOf<typeof slots>['slots'][number]
type Mode = 'in-person' | 'video' | 'phone'
type Wish = 'soon' | 'morning' | 'after-5'
type Remind = 'mail' | 'text' | 'none'

const modes = [
  { value: 'in-person', label: 'In person' },
  { value: 'video', label: 'Video' },
  { value: 'phone', label: 'Phone' },
] as const
const wishes = [
  { value: 'soon', label: 'Soonest' },
  { value: 'morning', label: 'Morning' },
  { value: 'after-5', label: 'After 5 pm' },
] as const
const tellWords: Readonly<Record<Remind, string>> = {
  mail: 'Tell them by mail',
  text: 'Tell them by text',
  none: 'Tell them nothing',
}

type SlotsProps = {
  contactId: string
  /** Where they would come; null, the site chosen at the top. */
  siteId: string | null
  /** Whether the inquiry is kept, so that a time can be booked for it. */
  begun?: () => Promise<boolean>
  /** What they allow as the call goes on, before it is read again. */
  allowed?: { mail: boolean; text: boolean }
}

/** The assessment of an inquiry: the time that is booked, or three real times to choose from while on the phone. */
export function Slots({ contactId, siteId, begun, allowed }: SlotsProps) {
  const may = useMay()
  const asked = useAsk<typeof appointmentsOf>('inquiry.appointments', { contactId })
  const [moving, setMoving] = useState(false)
  const { site } = useHere()
  const open = asked.data?.appointments.find(each => each.ended === null)
  if (!may('inquiry.slots')) return null
  return (
    <Panel title="Assessment" sub={open ? 'a time is booked' : 'three real times'} padded>
      <Asked asked={asked} what="The appointments" rows={3}>
        {({ mayTell }) => (
          <div className="stack">
            {open ? <Booked appointment={open} isMoving={moving} onMove={() => setMoving(!moving)} /> : null}
            {open && !moving ? null : (
              <Choose
                contactId={contactId}
                siteId={siteId ?? open?.siteId ?? site.id}
                moved={open}
                mayTell={allowed ?? mayTell}
                begun={begun}
                onDone={() => setMoving(false)}
              />
            )}
          </div>
        )}
      </Asked>
    </Panel>
  )
}

const modeWords = (mode: string) => (mode === 'in-person' ? '' : mode === 'video' ? ', by video' : ', by phone')

type BookedProps = { appointment: Appointment; isMoving: boolean; onMove: () => void }

function Booked({ appointment, isMoving, onMove }: BookedProps) {
  const words = useWords(appointment.zone)
  const end = useAct<typeof endAssessment>('inquiry.end-assessment', {
    onDone: () => toast('Written down.'),
  })
  const ended = (how: 'kept' | 'missed' | 'canceled') =>
    void end.run({ id: appointment.id, version: appointment.version, ended: how })
  const where = appointment.room ? `, ${appointment.room}, ${appointment.site}` : ''
  return (
    <>
      <p className="booked-time">
        <b>
          {words.day(appointment.startsAt)}, {words.span(appointment.startsAt, appointment.endsAt)}
        </b>
        <span className="sub">
          with {appointment.staff}
          {where}
          {modeWords(appointment.mode)}
          {appointment.remind === 'none' ? '; they are told nothing' : `; told by ${appointment.remind}`}
        </span>
        {appointment.link ? <span className="sub">{appointment.link}</span> : null}
      </p>
      <div className="row">
        {appointment.isOver ? (
          <>
            <Button kind="primary" icon="check" busy={end.busy} onPress={() => ended('kept')}>
              They came
            </Button>
            <Button busy={end.busy} onPress={() => ended('missed')}>
              They did not come
            </Button>
          </>
        ) : (
          <Button onPress={onMove} pressed={isMoving}>
            Another time
          </Button>
        )}
        <Button kind="quiet" busy={end.busy} onPress={() => ended('canceled')}>
          Give the time up
        </Button>
      </div>
    </>
  )
}

type ChooseProps = {
  contactId: string
  siteId: string
  moved: Appointment | undefined
  mayTell: Appointments['mayTell']
  begun: (() => Promise<boolean>) | undefined
  onDone: () => void
}

function Choose({ contactId, siteId, moved, mayTell, begun, onDone }: ChooseProps) {
  const words = useWords()
  const [mode, setMode] = useState<Mode>(moved?.mode === 'video' || moved?.mode === 'phone' ? moved.mode : 'in-person')
  const [wish, setWish] = useState<Wish>('soon')
  const [after, setAfter] = useState<string | null>(null)
  const [link, setLink] = useState(moved?.link ?? '')
  const [chosen, setChosen] = useState<Remind>()
  const ways: Remind[] = [
    ...(mayTell.mail ? (['mail'] as const) : []),
    ...(mayTell.text ? (['text'] as const) : []),
    'none',
  ]
  const remind = chosen && ways.includes(chosen) ? chosen : (ways[0] ?? 'none')
  const asked = useAsk<typeof slots>('inquiry.slots', {
    ...{ siteId, mode, wish },
    ...(after ? { after } : {}),
    ...(moved ? { leaving: moved.id } : {}),
  })
  const done = ({ startsAt, told }: { startsAt: string; told: boolean }) => {
    toast(`Booked: ${words.day(startsAt)}, ${words.time(startsAt)}.${told ? ' They are told in neutral words.' : ''}`)
    onDone()
  }
  const book = useAct<typeof bookAssessment>('inquiry.book-assessment', { refusals: 'quiet', onDone: done })
  const move = useAct<typeof moveAssessment>('inquiry.move-assessment', { refusals: 'quiet', onDone: done })
  const problem = book.problem ?? move.problem
  async function take(slot: Slot) {
    if (begun && !(await begun())) return
    const { startsAt, staffId, roomId } = slot
    const place = {
      siteId,
      mode,
      startsAt,
      staffId,
      roomId,
      link: mode === 'video' ? link.trim() || null : null,
      remind,
    }
    const did = moved
      ? await move.run({ id: moved.id, version: moved.version, newId: crypto.randomUUID(), ...place })
      : await book.run({ id: crypto.randomUUID(), contactId, ...place })
    if (!did) asked.again()
  }
  const from = (next: () => void) => {
    setAfter(null)
    next()
  }
  return (
    <div className="stack">
      <div className="slot-asks">
        <Segmented
          label="How"
          labelHidden
          small
          options={modes}
          value={mode}
          onValue={value => from(() => setMode(value))}
        />
        <Segmented
          label="When"
          labelHidden
          small
          options={wishes}
          value={wish}
          onValue={value => from(() => setWish(value))}
        />
      </div>
      {mode === 'video' ? (
        <TextField label="Link to the meeting" optional value={link} onValue={setLink} maxLength={500} />
      ) : null}
      {problem ? (
        <Notice kind="due" live>
          {problem.message}
        </Notice>
      ) : null}
      <Asked asked={asked} what="The times" rows={3}>
        {({ slots: offered, why, zone }) => (
          <SlotList
            offered={offered}
            why={why}
            zone={zone}
            busy={book.busy || move.busy}
            onTake={slot => void take(slot)}
          >
            {after ? (
              <Button small kind="quiet" onPress={() => setAfter(null)}>
                Back to the soonest
              </Button>
            ) : null}
            {offered.length > 0 ? (
              <Button small kind="quiet" onPress={() => setAfter(offered.at(-1)?.startsAt ?? null)}>
                Later times
              </Button>
            ) : null}
          </SlotList>
        )}
      </Asked>
      {ways.length > 1 ? (
        <Segmented
          label="What they are told"
          labelHidden
          small
          options={ways.map(way => ({ value: way, label: tellWords[way] }))}
          value={remind}
          onValue={setChosen}
        />
      ) : (
        <p className="small quiet">They did not say that they may be written to, so they are told on the phone only.</p>
      )}
    </div>
  )
}

type ListProps = {
  offered: readonly Slot[]
  why: string | null
  zone: string
  busy: boolean
  onTake: (slot: Slot) => void
  children: ReactNode
}

function SlotList({ offered, why, zone, busy, onTake, children }: ListProps) {
  const words = useWords(zone)
  return (
    <>
      <ul className="slots" aria-label="Times to offer">
        {offered.map(slot => (
          <li key={slot.startsAt}>
            <span>
              <b>
                {words.day(slot.startsAt)}, {words.time(slot.startsAt)}
              </b>
              <span className="sub">
                with {slot.staff}
                {slot.room ? `, ${slot.room}` : ''}
              </span>
            </span>
            <Button
              busy={busy}
              onPress={() => onTake(slot)}
              label={`Book ${words.day(slot.startsAt)}, ${words.time(slot.startsAt)}, with ${slot.staff}`}
            >
              Book
            </Button>
          </li>
        ))}
      </ul>
      {why ? <p className="small quiet">{why}</p> : null}
      <div className="row">{children}</div>
    </>
  )
}
