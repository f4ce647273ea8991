import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { act, Problem } from '#kernel/client.ts'
import type { OutputOf } from '#kernel/door.ts'
import type { bookMakeUps, cancelVisit, makeUps } from '#rooms/attendance/make-ups.ts'
import { count, dayWords, hoursWords, minutesWords, timeWords } from '../words.ts'
import { Asked } from './asked.tsx'
import { Button, ButtonLink } from './button.tsx'
import { Notice } from './chip.tsx'
import type { OverrideAsked } from './conflicts.ts'
import { ConflictsNotice } from './conflicts-notice.tsx'
import { useAct, useAsk } from './data.ts'
import { Drawer } from './drawer.tsx'
import { CheckField, Form } from './field.tsx'
import { backWords, bookWords, chosenOf, closingFirst, notYet, reachWords, type Stays } from './make-up-choice.ts'
import { useHere, useMay, useWords } from './me.tsx'
import { hoursOf, Pulse } from './pulse.tsx'
import { toast } from './toast.tsx'
import { shortWords } from './week-words.ts'
import '../look/make-ups.css'

type Found = OutputOf<typeof makeUps>
type Fit = Found['fits'][number]
type Client = { id: string; name: string }

/** How many of the best stand there at first. */
const shownFirst = 6

/** Where the week stands, and what it lacks; with what is chosen drawn as if it were booked. */
function Gap({ found, chosen, name }: { found: Found; chosen: readonly Fit[]; name: string }) {
  const { week, missing } = found
  if (!week) return null
  const added = chosen.reduce((sum, each) => sum + each.minutes, 0)
  const likely = week.likely + added
  const hours = hoursOf({ ...week, coming: week.coming + added, likely, standing: 'on-course' })
  const goal = hoursWords(week.prescribed ?? 0)
  return (
    <div className="make-up-gap">
      {hours ? <Pulse size="big" {...hours} who={name} says={reachWords(week, chosen)} /> : null}
      <p>
        {missing > 0 ? (
          <b>
            {minutesWords(missing)} of {goal} are missing.
          </b>
        ) : (
          <b>{week.prescribed === null ? 'No rule says how many hours.' : `All ${goal} are credited or booked.`}</b>
        )}{' '}
        {shortWords(week)}
      </p>
    </div>
  )
}

const sentence = (words: string) => `${words[0]?.toUpperCase() ?? ''}${words.slice(1)}.`

function Line({ fit, checked, onChecked }: { fit: Fit; checked: boolean; onChecked: (checked: boolean) => void }) {
  const words = useWords(fit.zone)
  const when = `${words.day(fit.startsAt)}, ${words.span(fit.startsAt, fit.endsAt)}`
  const leaders = fit.facilitators.map(each => each.name).join(', ')
  // That it is the last place stands among the reasons.
  const places = fit.placesLeft > 1 ? `${fit.placesLeft} places left.` : ''
  return (
    <li className={checked ? 'on' : ''}>
      <CheckField
        label={`${when}, counts ${minutesWords(fit.minutes)}`}
        help={
          <>
            <span className="line">
              {fit.group}
              {fit.topic ? `: ${fit.topic}` : ''}
            </span>
            <span className="line">{[`${fit.room}, ${fit.site}`, leaders].filter(Boolean).join('. ')}</span>
            {fit.because.length > 0 || places ? (
              <span className="line why">
                {fit.because.length > 0 ? sentence(fit.because.join(', ')) : ''} {places}
              </span>
            ) : null}
          </>
        }
        checked={checked}
        onChecked={onChecked}
      />
    </li>
  )
}

/** What else can be done; always there, and the only thing when nothing fits. */
function Otherwise({ found, client }: { found: Found; client: Client }) {
  const may = useMay()
  const gone = found.week?.causes.some(cause => cause.kind === 'not-coming') ?? false
  return (
    <div className="row">
      {gone && may('attendance.missed') ? (
        <ButtonLink small to="/staff/missed">
          Reach out first
        </ButtonLink>
      ) : null}
      {may('timetable.book-session') ? (
        <ButtonLink small to={`/staff/week/new?client=${client.id}`}>
          Book an individual hour
        </ButtonLink>
      ) : null}
      {may('timetable.tell-absence') ? (
        <ButtonLink small to={`/staff/clients/${client.id}/schedule`}>
          Excuse an absence
        </ButtonLink>
      ) : null}
      <ButtonLink small kind="quiet" to={`/staff/clients/${client.id}`}>
        Talk to the counselor
      </ButtonLink>
    </div>
  )
}

function InTheWay({ found }: { found: Found }) {
  if (found.inTheWay.length === 0) return null
  const sessions = found.inTheWay.reduce((sum, each) => sum + each.times, 0)
  return (
    <details className="make-up-others">
      <summary>
        {count(sessions, found.fits.length > 0 ? 'other session' : 'session')} {sessions === 1 ? 'does' : 'do'} not fit
      </summary>
      <ul>
        {found.inTheWay.map(each => (
          <li key={each.kind} className="other">
            {each.says} <span className="quiet">{count(each.times, 'session')}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}

type ChoiceProps = { found: Found; client: Client; onClose: () => void }

/** Takes back all that was booked in one act, in one act: each is tried, and one message says what became of them. */
function useBack() {
  const client = useQueryClient()
  const { me } = useHere()
  const whenOf = ({ startsAt, zone }: Fit) =>
    `${dayWords(startsAt, zone)}, ${timeWords(startsAt, { zone, clock: me.organization.clock })}`
  return async (booked: readonly Fit[], clientId: string) => {
    const stays: Stays[] = []
    for (const fit of booked) {
      try {
        await act<typeof cancelVisit>('attendance.cancel-visit', { sessionId: fit.sessionId, clientId })
      } catch (problem) {
        stays.push({
          when: whenOf(fit),
          why: problem instanceof Problem ? problem.message : 'This page stumbled; try again.',
        })
      }
    }
    await client.invalidateQueries({ predicate: query => query.queryKey[0] !== 'me' })
    toast(backWords(stays, booked.length), { kind: stays.length > 0 ? 'risk' : 'done' })
  }
}

/** The keyboard enters at the first session once it is there, unless it has gone elsewhere meanwhile. */
function useEntered() {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (document.activeElement?.matches('dialog, dialog .x')) place.current?.querySelector('input')?.focus()
  }, [])
  return place
}

function Choice({ found, client, onClose }: ChoiceProps) {
  const place = useEntered()
  const may = useMay()
  const mayBook = may('attendance.book-make-ups')
  const [ids, setIds] = useState<readonly string[]>(found.together)
  const [all, setAll] = useState(false)
  const back = useBack()
  const book = useAct<typeof bookMakeUps>('attendance.book-make-ups', { refusals: 'quiet' })
  const chosen = chosenOf(found.fits, ids)
  const reason = notYet(chosen)
  const ordered = closingFirst(found.fits, found.together)
  const shown = ordered.filter((fit, at) => all || at < shownFirst || ids.includes(fit.sessionId))
  const send = async (override: OverrideAsked | null) => {
    const sessionIds = chosen.map(each => each.sessionId)
    if (reason || book.busy || !(await book.run({ clientId: client.id, sessionIds, override }))) return
    toast(`${count(sessionIds.length, 'make-up is', 'make-ups are')} booked for ${client.name}.`, {
      act: { word: 'Undo', run: () => void back(chosen, client.id) },
    })
    onClose()
  }
  return (
    <div ref={place}>
      <Form label="Make-ups" onSend={() => void send(null)}>
        <Gap found={found} chosen={chosen} name={client.name} />
        <fieldset className="one make-ups">
          <legend>
            {found.together.length > 0 ? 'What closes the gap, then what else fits' : 'What fits, best first'}
          </legend>
          <ul>
            {shown.map(fit => (
              <Line
                key={fit.sessionId}
                fit={fit}
                checked={ids.includes(fit.sessionId)}
                onChecked={on => {
                  book.clear()
                  setIds(on ? [...ids, fit.sessionId] : ids.filter(id => id !== fit.sessionId))
                }}
              />
            ))}
          </ul>
        </fieldset>
        {shown.length < found.fits.length ? (
          <div>
            <Button small kind="quiet" onPress={() => setAll(true)}>
              Show all {found.fits.length}
            </Button>
          </div>
        ) : null}
        <ConflictsNotice
          problem={book.problem}
          title="Nothing was booked."
          busy={book.busy}
          onOverride={override => void send(override)}
        />
        {mayBook ? (
          <div className="make-up-act">
            <Button kind="primary" submit busy={book.busy} reason={reason}>
              {bookWords(chosen)}
            </Button>
          </div>
        ) : (
          <p className="quiet">The counselor, the front desk or a case manager books it.</p>
        )}
      </Form>
    </div>
  )
}

function Nothing({ found, client }: { found: Found; client: Client }) {
  return (
    <>
      <Gap found={found} chosen={[]} name={client.name} />
      <Notice kind="due">
        <b>No session of this week fits any more.</b> Missing hours does not end their care: book an individual hour,
        excuse what was agreed on, or talk it over with their counselor.
      </Notice>
    </>
  )
}

type DrawerProps = { client: Client; monday?: string | undefined; onClose: () => void }

/** Beside any page that names somebody whose week ends short: what would still save it, booked in one act. */
export function MakeUpDrawer({ client, monday, onClose }: DrawerProps) {
  const asked = useAsk<typeof makeUps>('attendance.make-ups', { clientId: client.id, ...(monday ? { monday } : {}) })
  return (
    <Drawer open onClose={onClose} title={`Make-ups for ${client.name}`}>
      <Asked asked={asked} what="What fits" rows={6}>
        {found => (
          <div className="stack">
            {found.fits.length > 0 ? (
              <Choice found={found} client={client} onClose={onClose} />
            ) : (
              <Nothing found={found} client={client} />
            )}
            <InTheWay found={found} />
            <Otherwise found={found} client={client} />
          </div>
        )}
      </Asked>
    </Drawer>
  )
}
