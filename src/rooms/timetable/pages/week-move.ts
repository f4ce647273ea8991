import { type Day, type Instant, minutesBetween, plusDays } from '#kernel/time.ts'
import type { Conflict } from '../conflicts.ts'
import type { SessionLine } from '../queries.ts'
import { spanOn } from '../timetable.ts'
import { clockOf, type Lane, type Lens } from './week-plan.ts'

/** Where a session is put: its day and hour on the wall clock of its site, its room, and who leads it. */
export type Place = { onDay: Day; time: string; roomId: string | null; staffIds: readonly string[] }

/** Where a session is now. */
export function placeOf(session: SessionLine): Place {
  return {
    onDay: session.onDay,
    time: clockOf(session),
    roomId: session.roomId,
    staffIds: session.facilitators.map(each => each.staffId),
  }
}

/** When a session would begin and end there. */
export function spanAt(session: SessionLine, place: Place): { startsAt: Instant; endsAt: Instant } {
  const lengthMinutes = minutesBetween(session.startsAt, session.endsAt)
  return spanOn(session.zone, place.onDay, { starts: place.time, lengthMinutes })
}

/** What `change-session` and `check` take for a place: only what is another than now; null when nothing is. */
export function changeTo(
  session: SessionLine,
  place: Place,
): { startsAt?: Instant; roomId?: string | null; staffIds?: string[] } | null {
  const now = placeOf(session)
  const { startsAt } = spanAt(session, place)
  const change = {
    ...(startsAt === session.startsAt ? {} : { startsAt }),
    ...(place.roomId === now.roomId ? {} : { roomId: place.roomId }),
    ...(place.staffIds.join() === now.staffIds.join() ? {} : { staffIds: [...place.staffIds] }),
  }
  return Object.keys(change).length > 0 ? change : null
}

/** What `timetable.check` is asked for a place. A moved session without a place of its own asks for where it is. */
export function checkAt(session: SessionLine, place: Place) {
  return {
    sessionId: session.id,
    ...spanAt(session, place),
    roomId: place.roomId,
    staffIds: [...place.staffIds],
  }
}

/** Whether a move must ask how far it goes: the session is of a weekly pattern or of a series. */
export function ofPattern(session: Pick<SessionLine, 'plannedOn' | 'seriesId'>): boolean {
  return session.plannedOn !== null || session.seriesId !== null
}

/** One step of a move by the keys. */
export type Step = { kind: 'day' | 'minutes' | 'lane'; by: number }

/**
 * What a key does to a lifted session: left and right are days; up and down are quarters of an hour, with Shift whole
 * hours. Where the rows are rooms or people up and down go from row to row, and Shift is the quarter of an hour.
 */
export function stepOf(key: string, shift: boolean, lens: Lens): Step | null {
  const across = { ArrowLeft: -1, ArrowRight: 1 }[key]
  if (across) return { kind: 'day', by: across }
  const down = { ArrowUp: -1, ArrowDown: 1 }[key]
  if (!down) return null
  if (lens === 'track') return { kind: 'minutes', by: down * (shift ? 60 : 15) }
  return shift ? { kind: 'minutes', by: down * 15 } : { kind: 'lane', by: down }
}

const minutesOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))
const clockAt = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** An hour some minutes on, on the quarter, within the same day. */
export function clockOn(clock: string, by: number): string {
  const next = minutesOf(clock) + by
  const quarter = by > 0 ? Math.floor(next / 15) * 15 : Math.ceil(next / 15) * 15
  return clockAt(Math.min(23 * 60 + 45, Math.max(0, quarter)))
}

/** What a lifted session moves among: its own row, the rows and the days on the screen. */
export type Board = { lanes: readonly Lane[]; days: readonly Day[] }

/** Whether a session can be put into a row: into its own track, into a room of its site, to a facilitator. */
export function takes(lane: Lane, session: SessionLine): boolean {
  if (lane.kind === 'room') return lane.siteId === session.siteId && session.mode === 'in-person'
  return lane.kind === 'staff' || lane.sessions.some(each => each.id === session.id)
}

/** A place moved into another row: another room, or another facilitator in place of the one whose row it left. */
export function inLane(place: Place, from: Lane, to: Lane): Place {
  if (from.id === to.id || !to.subjectId) return place
  if (to.kind === 'room') return { ...place, roomId: to.subjectId }
  const others = place.staffIds.filter(id => id !== to.subjectId)
  const at = from.subjectId ? others.indexOf(from.subjectId) : -1
  const staffIds = at < 0 ? [to.subjectId, ...others] : others.with(at, to.subjectId)
  return { ...place, staffIds }
}

/** A lifted session: where it would be, and in which row it is shown. */
export type Lifted = { session: SessionLine; from: Lane; lane: Lane; place: Place }

/** Takes a session out of its row. */
export function lift(session: SessionLine, lane: Lane): Lifted {
  return { session, from: lane, lane, place: placeOf(session) }
}

/** A step of a move; at the edge it stays where it is. */
export function stepped(lifted: Lifted, step: Step, { lanes, days }: Board): Lifted {
  const { place, session } = lifted
  if (step.kind === 'minutes') return { ...lifted, place: { ...place, time: clockOn(place.time, step.by) } }
  if (step.kind === 'day') {
    const onDay = plusDays(place.onDay, step.by)
    return days.includes(onDay) ? { ...lifted, place: { ...place, onDay } } : lifted
  }
  const open = lanes.filter(lane => takes(lane, session))
  const lane = open[open.findIndex(each => each.id === lifted.lane.id) + step.by]
  return lane ? { ...lifted, lane, place: inLane(place, lifted.lane, lane) } : lifted
}

const mostTimes = 8

/** The times at which a session can be dropped into a cell: the hours of its row, and its own. */
export function timesIn(lane: Lane, on: Day, own: string): string[] {
  const all = lane.hours.length > 0 ? lane.hours : lane.sessions.filter(each => each.onDay === on).map(clockOf)
  const times = [...new Set([...all, own])].sort()
  return times.length > mostTimes ? [own] : times
}

/** Where a session is when it is held over a cell, `down` being how far down the cell, from 0 to 1. */
export function hovered(lifted: Lifted, over: { lane: Lane; onDay: Day; down: number }): Lifted {
  const { session, from } = lifted
  const lane = takes(over.lane, session) ? over.lane : from
  const times = timesIn(lane, over.onDay, clockOf(session))
  const at = Math.min(times.length - 1, Math.max(0, Math.floor(over.down * times.length)))
  const time = times[at] ?? clockOf(session)
  const start = { ...placeOf(session), onDay: over.onDay, time }
  return { ...lifted, lane, place: inLane(start, from, lane) }
}

/** Whether two moves are the same, so that nothing has to be drawn or asked again. */
export function samePlace(one: Lifted, other: Lifted): boolean {
  const key = ({ lane, place }: Lifted) =>
    `${lane.id} ${place.onDay} ${place.time} ${place.roomId} ${place.staffIds.join()}`
  return key(one) === key(other)
}

/** A session as it would stand at a place that is not saved yet. */
export function movedTo(session: SessionLine, place: Place, names: { room?: string | undefined } = {}): SessionLine {
  return {
    ...session,
    ...spanAt(session, place),
    onDay: place.onDay,
    roomId: place.roomId,
    room: names.room ?? session.room,
    facilitators: session.facilitators.filter(each => place.staffIds.includes(each.staffId)),
    moved: session.plannedOn !== null && session.plannedOn !== place.onDay,
  }
}

/** The session that is in a room in a span, if the week knows it. */
export function holderOf(
  sessions: readonly SessionLine[],
  roomId: string | null,
  span: { id: string; startsAt: Instant; endsAt: Instant },
): SessionLine | undefined {
  return sessions.find(
    each =>
      each.id !== span.id &&
      roomId !== null &&
      each.roomId === roomId &&
      each.state !== 'canceled' &&
      each.startsAt < span.endsAt &&
      each.endsAt > span.startsAt,
  )
}

/** What is in the way, by the names that a week knows: `Willow is taken by Evening A.` */
export function inTheWayWords(
  conflict: Pick<Conflict, 'kind' | 'says' | 'subject'>,
  names: { of: (subject: { kind: 'room' | 'staff' | 'client'; id: string }) => string | undefined; holder?: string },
): string {
  const name = conflict.subject ? names.of(conflict.subject) : undefined
  if (!name) return conflict.says
  if (conflict.kind === 'double-booked' && conflict.subject?.kind === 'room')
    return `${name} is taken${names.holder ? ` by ${names.holder}` : ''}.`
  if (conflict.kind === 'double-booked') return `${name} is booked at this time.`
  if (conflict.kind === 'away') return `${name} is away at this time.`
  return conflict.says
}
