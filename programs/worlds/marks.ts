import { daysBetween, type Instant, plusMinutes, weekdayOf } from '#kernel/time.ts'
import type { Presence } from '#rooms/attendance/attendance.ts'
import type { Chance } from './chance.ts'
import type { Stay } from './clients.ts'
import { into, type Load, type Row } from './rows.ts'
import { lengthOf, type Session } from './sessions.ts'
import type { World } from './world.ts'

/** What became of one person in one session. */
export type Seen = Presence & { reason: string | null }
/** A session that is over, and what became of each who was expected, in the order of its stays. */
export type Held = { session: Session; seen: readonly Seen[] }

/** Mondays and Saturdays are hard. */
const ofWeekday: Readonly<Record<number, number>> = { 1: -0.07, 5: 0.03, 6: -0.09 }
const reasons = ['Court date.', 'Doctor’s appointment.', 'Shift could not be changed.', 'Childcare fell through.']
const told = ['court', 'medical', 'work', 'family'] as const

/** How likely somebody comes: by who they are, the day, how long they have been here, and whether they are leaving. */
function likely(stay: Stay, { onDay, isHour }: Session): number {
  const day = daysBetween(stay.startsOn, onDay)
  const week = day < 7 ? 0.06 : day < 28 ? -0.06 : day < 56 ? 0 : 0.03
  const leaving = stay.leftEarly && stay.endsOn && daysBetween(onDay, stay.endsOn) < 9 ? 0.45 : 0
  return stay.steady + week + (ofWeekday[weekdayOf(onDay)] ?? 0) + (isHour ? 0.04 : 0) - leaving
}

function drawn(stay: Stay, session: Session, chance: Chance): Seen {
  const { startsAt, endsAt } = session
  if (!chance.is(likely(stay, session))) {
    const isExcused = chance.is(0.4)
    const reason = isExcused ? chance.among(reasons) : 'No call.'
    return { kind: isExcused ? 'excused' : 'absent', arrivedAt: null, leftAt: null, reason }
  }
  const late = chance.is(0.12) ? chance.whole(4, Math.min(45, lengthOf(session) - 20)) : 0
  const leftAt = chance.is(0.05) ? plusMinutes(endsAt, -chance.whole(5, 15)) : null
  return { kind: 'here', arrivedAt: plusMinutes(startsAt, late), leftAt, reason: null }
}

/** What became of everybody in the sessions that are over. */
export function heldOf(world: World, sessions: readonly Session[], chance: Chance): Held[] {
  return sessions
    .filter(session => !session.isCanceled && session.endsAt <= world.now)
    .map(session => ({ session, seen: session.stays.map(stay => drawn(stay, session, chance)) }))
}

/** Marks, of which some stand instead of an earlier one; sheets that were closed; absences that were told before. */
export function markRows(world: World, held: readonly Held[], chance: Chance): Load[] {
  const first: Row<'attendance.mark'>[] = []
  const marks: Row<'attendance.mark'>[] = []
  const absences: Row<'timetable.absence'>[] = []
  for (const { session, seen } of held)
    for (const [at, stay] of session.stays.entries()) {
      const one = seen[at]
      if (!one) continue
      const isTold = one.kind === 'excused' && chance.is(0.6)
      if (isTold) absences.push(absenceOf(session, stay, one, chance))
      const isSlip =
        !session.isHour && !isTold && (one.kind !== 'here' || one.arrivedAt !== session.startsAt) && chance.is(0.4)
      const slip = isSlip ? markOf({ session, stay, chance }, here(session.startsAt), 10) : undefined
      if (slip)
        first.push({ ...slip, how: 'all-present', corrected_at: plusMinutes(session.startsAt, 40), corrects: null })
      const mark = markOf({ session, stay, chance }, one, session.isHour ? 30 : 40)
      marks.push({
        ...mark,
        how: session.isHour ? 'sheet' : 'all-present',
        corrected_at: null,
        corrects: slip?.id ?? null,
      })
    }
  const closed = held.filter(({ session }) => plusMinutes(session.endsAt, 5) <= world.now)
  return [
    into('timetable.absence', absences),
    into('attendance.mark', first),
    into('attendance.mark', marks),
    into(
      'attendance.closing',
      closed.map(({ session }) => ({
        ...{
          session_id: session.id,
          closed_at: plusMinutes(session.endsAt, 4),
          closed_by: session.leaders[0]?.id ?? null,
        },
      })),
    ),
  ]
}

const here = (arrivedAt: Instant): Seen => ({ kind: 'here', arrivedAt, leftAt: null, reason: null })

function markOf(of: { session: Session; stay: Stay; chance: Chance }, seen: Seen, after: number) {
  const { session, stay, chance } = of
  const said = plusMinutes(session.startsAt, after)
  return {
    ...{ id: chance.id(said), session_id: session.id, client_id: stay.clientId, on_day: session.onDay },
    ...{ kind: seen.kind, arrived_at: seen.arrivedAt, left_at: seen.leftAt, reason: seen.reason },
    ...{ mode: seen.kind === 'here' ? 'in-person' : null, recorded_by: session.leaders[0]?.id ?? null },
    ...{ recorded_at: said, said_at: said, seen_at: said },
  }
}

function absenceOf(session: Session, stay: Stay, seen: Seen, chance: Chance): Row<'timetable.absence'> {
  return {
    ...{ id: chance.id(session.startsAt), client_id: stay.clientId, excused: true },
    reason: told[reasons.indexOf(seen.reason ?? '')] ?? 'other',
    ...{ from_at: session.startsAt, until_at: session.endsAt, told_at: plusMinutes(session.startsAt, -26 * 60) },
  }
}
