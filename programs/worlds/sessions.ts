import { type Day, daysBetween, type Instant, minutesBetween, plusDays, plusMinutes, weekdayOf } from '#kernel/time.ts'
import type { Chance } from './chance.ts'
import type { Stay } from './clients.ts'
import { breaks, type Group, type House, type Staff } from './house.ts'
import { into, type Load, type Row } from './rows.ts'
import { topics } from './words.ts'
import { momentOf, type World } from './world.ts'

/** A session with who is expected: of a group, or an hour of one person. */
export type Session = {
  id: string
  group: Group
  isHour: boolean
  meetingId: string | null
  onDay: Day
  startsAt: Instant
  endsAt: Instant
  topicAt: number
  leaders: readonly Staff[]
  stays: readonly Stay[]
  isCanceled: boolean
}

const hourMinutes = 50
/** So many weeks ahead the hours of one's own are booked. */
const hoursAhead = 3

/** Every session of some groups from the first week to the horizon. */
export function sessionsOf(world: World, stays: readonly Stay[], chance: Chance): Session[] {
  const sessions: Session[] = []
  const days = daysBetween(world.from, world.until)
  for (const [group, of] of Map.groupBy(stays, stay => stay.group))
    for (let at = 0; at <= days; at++) {
      const onDay = plusDays(world.from, at)
      const here = of.filter(stay => stay.startsOn <= onDay && (stay.endsOn === null || stay.endsOn >= onDay))
      const on = { group, onDay, topicAt: Math.floor(at / 7) % topics.length }
      sessions.push(...groupSessions(on, here, chance), ...hours(world, on, here, chance))
    }
  return sessions
}

type On = Pick<Session, 'group' | 'onDay' | 'topicAt'>

function groupSessions(on: On, stays: readonly Stay[], chance: Chance): Session[] {
  const { group, onDay } = on
  const meeting = group.meetings.find(each => each.weekday === weekdayOf(onDay))
  if (!meeting) return []
  const startsAt = momentOf(onDay, meeting.starts)
  const leaders = [group.lead, ...(group.beside ? [group.beside] : [])]
  return [
    {
      ...{ ...on, id: chance.id(startsAt), isHour: false, meetingId: meeting.id, startsAt, leaders, stays },
      ...{ endsAt: momentOf(onDay, meeting.ends), isCanceled: chance.is(0.012) },
    },
  ]
}

/** On Fridays an hour of one's own with the counselor of the group, one after the other. */
function hours(world: World, on: On, stays: readonly Stay[], chance: Chance): Session[] {
  const { group, onDay } = on
  if (weekdayOf(onDay) !== 5 || daysBetween(world.today, onDay) > hoursAhead * 7) return []
  return stays.map(stay => {
    const startsAt = momentOf(onDay, `${String(8 + stay.place).padStart(2, '0')}:00`)
    return {
      ...{ ...on, id: chance.id(startsAt), isHour: true, meetingId: null, startsAt, leaders: [group.lead] },
      ...{ endsAt: plusMinutes(startsAt, hourMinutes), stays: [stay], isCanceled: false },
    }
  })
}

/** The rows of sessions with who leads them, who is booked by name, and what they take. */
export function sessionRows(house: House, sessions: readonly Session[], chance: Chance): Load[] {
  const hourly = sessions.filter(session => session.isHour)
  return [
    into(
      'timetable.session',
      sessions.map((session): Row<'timetable.session'> => {
        const { id, group, isHour, meetingId, onDay, startsAt, endsAt, isCanceled } = session
        const planned_on = isHour ? null : onDay
        const when = { on_day: onDay, planned_on, starts_at: startsAt, ends_at: endsAt }
        return {
          ...{ ...when, id, group_id: isHour ? null : group.id, site_id: group.siteId, meeting_id: meetingId },
          ...{ service: isHour ? 'individual' : 'group-therapy', room_id: isHour ? group.officeId : group.roomId },
          ...{ breaks: isHour ? [] : breaks, topic_id: isHour ? null : (house.topicIds[session.topicAt] ?? null) },
          ...{
            canceled_at: isCanceled ? plusMinutes(startsAt, -120) : null,
            canceled_kind: isCanceled ? 'asked' : null,
          },
          cancel_reason: isCanceled ? 'Nobody could stand in.' : null,
        }
      }),
    ),
    into(
      'timetable.leader',
      sessions.flatMap(({ id, leaders }) =>
        leaders.map((staff, at) => ({ session_id: id, staff_id: staff.id, lead: at === 0 })),
      ),
    ),
    into(
      'timetable.attendee',
      hourly.flatMap(({ id, stays, startsAt }) =>
        stays.map(({ clientId }) => ({
          ...{ id: chance.id(startsAt), session_id: id, client_id: clientId },
          booked_at: plusMinutes(startsAt, -7 * 24 * 60),
        })),
      ),
    ),
    into('calendar.booking', bookingRows(sessions, chance)),
  ]
}

function bookingRows(sessions: readonly Session[], chance: Chance): Row<'calendar.booking'>[] {
  return sessions
    .filter(session => !session.isCanceled)
    .flatMap(({ id, group, isHour, startsAt, endsAt, leaders, stays }) => {
      const span = { site_id: group.siteId, starts_at: startsAt, ends_at: endsAt }
      const by = { held_by_kind: 'session', held_by: id, made_at: plusMinutes(startsAt, -56 * 24 * 60) }
      const taken = (kind: string, resource_id: string) => ({
        ...span,
        ...by,
        id: chance.id(startsAt),
        kind,
        resource_id,
      })
      return [
        taken('room', isHour ? group.officeId : group.roomId),
        ...leaders.map(staff => taken('staff', staff.id)),
        ...stays.map(stay => taken('client', stay.clientId)),
      ]
    })
}

/** How long a session is, pauses included. */
export const lengthOf = ({ startsAt, endsAt }: Session) => minutesBetween(startsAt, endsAt)
