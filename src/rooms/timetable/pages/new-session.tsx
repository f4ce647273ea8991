import { useRef, useState } from 'react'
import { act } from '#kernel/client.ts'
import { dayIn, instant } from '#kernel/time.ts'
import type { roomsOf } from '#rooms/calendar/queries.ts'
import type { houseOf, namesSeen } from '#rooms/people/queries.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Button } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/chip.tsx'
import type { OverrideAsked, Subject } from '#web/ui/conflicts.ts'
import { ConflictList, ConflictsNotice, GoOn } from '#web/ui/conflicts-notice.tsx'
import { useAct, useAsk } from '#web/ui/data.ts'
import { Form } from '#web/ui/field.tsx'
import { KeyHints, useKeys } from '#web/ui/keys.tsx'
import { useHere, useWords } from '#web/ui/me.tsx'
import { Columns, Facts, Page, Panel } from '#web/ui/page.tsx'
import { useGo, useWord } from '#web/ui/route.tsx'
import { Skeleton } from '#web/ui/state.tsx'
import { toast } from '#web/ui/toast.tsx'
import { count, listWords, minutesWords } from '#web/words.ts'
import type { recordRemote } from '../absences.ts'
import type { catalog } from '../group-queries.ts'
import type { check } from '../plan-queries.ts'
import type { bookSession } from '../sessions.ts'
import {
  bookedWords,
  bookingOf,
  checkOf,
  type Draft,
  missingOf,
  placesOf,
  spanOf,
  standingOf,
  usualService,
  weekLink,
  weeksOf,
} from './booking-draft.ts'
import { type Checked, type Known, modes, What, When, Where, Who } from './booking-parts.tsx'
import { usePaused } from './client-picker.tsx'
import './week.css'
import './plan.css'

/** The session in words, as it would be booked. */
function Summary({ draft, known, zone }: { draft: Draft; known: Known; zone: string }) {
  const words = useWords(zone)
  const span = spanOf(draft, zone)
  const weeks = weeksOf(draft)
  const nameOf = (id: string) => known.house.staff.find(each => each.id === id)?.name
  const staff = [draft.staffId, draft.alsoId].flatMap(id => nameOf(id) ?? [])
  const room = known.rooms.find(each => each.id === draft.roomId)?.name
  const mode = modes.find(each => each.value === draft.mode)?.label ?? ''
  const unknown = <span className="quiet">not yet</span>
  const counts = countsOf(draft, known)
  return (
    <Facts
      facts={[
        { word: 'What', value: known.services.find(each => each.service === draft.service)?.name ?? unknown },
        { word: 'For', value: draft.clients.length > 0 ? listWords(draft.clients.map(each => each.name)) : unknown },
        {
          word: 'When',
          value: span ? `${words.day(span.startsAt)}, ${words.span(span.startsAt, span.endsAt)}` : unknown,
        },
        {
          word: 'How often',
          value:
            weeks > 1 && span ? `${count(weeks, 'week')}, ${minutesWords(Number(draft.lengthMinutes))} each` : 'once',
        },
        { word: 'Counts', value: counts ?? unknown },
        { word: 'Where', value: draft.mode === 'in-person' ? (room ?? 'no room') : mode },
        { word: 'With', value: staff.length > 0 ? listWords(staff) : unknown },
      ]}
    />
  )
}

/** What the session counts for each client; undefined while it is not known how long it is. */
function countsOf(draft: Draft, known: Known): string | undefined {
  const service = known.services.find(each => each.service === draft.service)
  if (!service || !spanOf(draft, 'UTC')) return undefined
  return service.counts
    ? `${minutesWords(Number(draft.lengthMinutes))} for each client`
    : 'not towards the weekly hours'
}

type WayProps = {
  draft: Draft
  checked: Checked | undefined
  missing: readonly string[]
  zone: string
  busy: boolean
  nameOf: (subject: Subject) => string | undefined
  onOverride: (override: OverrideAsked) => void
}

/** What stands in the way now, while the form is being filled; said aloud as it changes. */
function InTheWay({ draft, checked, missing, zone, nameOf, busy, onOverride }: WayProps) {
  if (!checked) return <p className="quiet small">What is in its way is told here as soon as it is known when.</p>
  const standing = standingOf(checked.conflicts, draft)
  if (standing === 'clear') {
    return (
      <Notice kind="done" live>
        Nothing is in the way{missing.length > 0 ? ' so far' : ''}.
      </Notice>
    )
  }
  const leftOut = standing === 'some-weeks-left-out'
  return (
    <Notice kind={leftOut ? 'due' : 'risk'} live>
      <b>{leftOut ? 'Some weeks are left out.' : 'Something is in the way.'}</b>
      <ConflictList conflicts={checked.conflicts} nameOf={nameOf} zone={zone} />
      {leftOut || missing.length > 0 ? null : (
        <GoOn conflicts={checked.conflicts} busy={busy} onOverride={onOverride} />
      )}
    </Notice>
  )
}

/**
 * Asks the week once typing pauses, and keeps the last answer while the next is under way. `still` while it is being
 * booked: what was just booked would stand in its own way.
 */
function useChecked(draft: Draft, { zone, still }: { zone: string; still: boolean }): Checked | undefined {
  const asked = usePaused(JSON.stringify(checkOf(draft, zone) ?? null), 150)
  const input: ReturnType<typeof checkOf> = JSON.parse(asked) ?? undefined
  const found = useAsk<typeof check>('timetable.check', input ?? { startsAt: '' }, {
    enabled: input !== undefined && !still,
    private: true,
  })
  const kept = useRef<Checked>(undefined)
  if (found.data) kept.current = found.data
  return input ? kept.current : undefined
}

/** Writes down where clients join from, for every session; answers how often it could not be. */
async function keepPlaces(sessionIds: readonly string[], draft: Draft): Promise<number> {
  if (draft.mode === 'in-person') return 0
  const { mode } = draft
  let failed = 0
  for (const sessionId of sessionIds)
    for (const place of placesOf(draft))
      await act<typeof recordRemote>('timetable.record-remote', { sessionId, mode, ...place }).catch(() => failed++)
  return failed
}

/** What the form begins with: the address, else who asks, at their site, today. */
function useFirstDraft(known: Known): Draft {
  const { me, site } = useHere()
  const staff = useWord('staff') ?? me.personId
  const day = useWord('day')
  const time = useWord('time')
  const holds = known.house.staff.find(each => each.id === staff && each.licenses.length > 0)
  return {
    service: usualService(known.services, me.roles),
    clients: known.clients,
    staffId: holds?.id ?? '',
    alsoId: '',
    siteId: site.id || (known.house.sites[0]?.id ?? ''),
    onDay: day ?? dayIn(site.zone, instant(new Date())),
    starts: time ?? '',
    lengthMinutes: '60',
    mode: 'in-person',
    roomId: '',
    link: '',
    weekly: false,
    weeks: '8',
    leaveOut: true,
    whereabouts: {},
  }
}

function Filling({ known }: { known: Known }) {
  const go = useGo()
  const [draft, setDraft] = useState<Draft>(useFirstDraft(known))
  const zone = known.house.sites.find(each => each.id === draft.siteId)?.zone ?? 'UTC'
  const words = useWords(zone)
  const [sending, setSending] = useState(false)
  const checked = useChecked(draft, { zone, still: sending })
  const book = useAct<typeof bookSession>('timetable.book-session', { refusals: 'quiet' })
  const change = (part: Partial<Draft>) => {
    book.clear()
    setDraft(before => ({ ...before, ...part }))
  }
  const missing = missingOf(draft, { zone, now: instant(new Date()) })
  const blocked = checked !== undefined && standingOf(checked.conflicts, draft) === 'in-the-way'
  const nameOf = ({ kind, id }: Subject) =>
    (kind === 'room' ? known.rooms : known.house.staff).find(each => each.id === id)?.name
  async function send(override: OverrideAsked | null = null) {
    const input = bookingOf(draft, zone)
    if (!input || sending || missing.length > 0 || (blocked && !override)) return
    setSending(true)
    // Who goes on all the same has read what is in the way of which weeks: none of them is left out then.
    const done = await book.run({ ...input, override, leaveOut: override ? false : (input.leaveOut ?? false) })
    if (!done) return setSending(false)
    const failed = await keepPlaces(done.sessionIds, draft)
    toast(bookedWords(done.sessionIds.length, done.leftOut, words.day))
    if (failed > 0)
      toast(`Where they join from is not kept for ${count(failed, 'session')}. Write it down there.`, { kind: 'risk' })
    go(weekLink(instant(input.startsAt), { zone, leftOut: done.leftOut }))
  }
  useKeys('This page', [{ key: 'ctrl+Enter', says: 'Book', anywhere: true, run: () => void send() }])
  const said = missing.length > 0 ? `Still missing: ${listWords(missing)}.` : undefined
  const part = { draft, change, known }
  return (
    <Form label="New session" onSend={() => void send()}>
      <Columns
        asideLabel="This session"
        aside={
          <div className="stack follows">
            <Panel title="This session">
              <Summary draft={draft} known={known} zone={zone} />
              <div className="stack in">
                {book.problem ? (
                  <ConflictsNotice
                    problem={book.problem}
                    title="Nothing was booked."
                    nameOf={nameOf}
                    zone={zone}
                    busy={sending}
                    onOverride={override => void send(override)}
                  />
                ) : (
                  <InTheWay
                    {...{ draft, checked, missing, zone, nameOf }}
                    busy={sending}
                    onOverride={override => void send(override)}
                  />
                )}
                <Button
                  kind="primary"
                  submit
                  full
                  busy={sending}
                  reason={said ?? (blocked ? 'Change what is in the way first.' : undefined)}
                >
                  {weeksOf(draft) > 1 ? 'Book the sessions' : 'Book the session'}
                </Button>
              </div>
            </Panel>
          </div>
        }
      >
        <What {...part} />
        <When {...part} />
        <Who {...part} checked={checked} />
        <Where {...part} checked={checked} />
      </Columns>
    </Form>
  )
}

/** A session by the hour, or a group that meets once: what, for whom, when, where, with whom. */
export default function NewSessionPage() {
  const clientId = useWord('client')
  const house = useAsk<typeof houseOf>('people.house', {})
  const rooms = useAsk<typeof roomsOf>('calendar.rooms', {})
  const services = useAsk<typeof catalog>('timetable.services', {})
  const named = useAsk<typeof namesSeen>(
    'people.names-seen',
    { ids: [clientId ?? ''] },
    { enabled: clientId !== undefined },
  )
  // Somebody whom one may not see is chosen by nobody: the form begins without a client then.
  const clients = clientId && !named.problem ? named.data?.clients : []
  return (
    <Page title="New session" sub="What is in its way is told while you choose. Nobody and nothing is booked twice.">
      <Asked asked={house} what="The form" rows={8}>
        {data => (
          <Asked asked={rooms} what="The rooms">
            {found => (
              <Asked asked={services} what="The services">
                {offered =>
                  clients ? (
                    <Filling known={{ house: data, rooms: found.rooms, services: offered.services, clients }} />
                  ) : (
                    <Skeleton rows={8} label="The client: loading" />
                  )
                }
              </Asked>
            )}
          </Asked>
        )}
      </Asked>
      <KeyHints hints={[{ key: 'ctrl+Enter', says: 'book' }]} />
    </Page>
  )
}
