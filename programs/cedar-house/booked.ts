import { type Day, dayIn, daysBetween, instantAt, plusDays, plusMinutes, weekdayOf } from '#kernel/time.ts'
import { closeAttendance, markSeat } from '#rooms/attendance/commands.ts'
import { setUnavailable } from '#rooms/calendar/commands.ts'
import { recordRemote } from '#rooms/timetable/absences.ts'
import { bookSession } from '#rooms/timetable/sessions.ts'
import { startsOn } from './charts.ts'
import { type Doing, eachOf, found } from './doing.ts'
import { type Book, keptFree } from './free-hours.ts'
import { type Opened, zone } from './opening.ts'
import { holidaysAround } from './opening-hours.ts'
import { type Client, clients, type Place, type StaffName } from './people.ts'
import { type Presence, wholePresence } from './sessions.ts'
import { type Hour as HeldHour, heldBy } from './supervised.ts'
import { demoClient } from './today.ts'

// What is booked by name: an hour a week with one's counselor, a family session, visits at the clinic.

const hourMinutes = 50
const visitMinutes = 25
/** How many days ahead individual sessions are booked. */
const aheadDays = 28
/** Who began less than so many days ago has no hour of their own yet. */
const settledDays = 5
/** Whom nobody reached lately: their hour went to somebody else. */
const unreached = 'Delgado'

const offices: Partial<Record<StaffName, { place: Place; room: string }>> = {
  Lindqvist: { place: 'elm', room: 'Hazel' },
  Herrera: { place: 'elm', room: 'Rowan' },
  Adeyemi: { place: 'elm', room: 'Alder' },
  Raman: { place: 'quay', room: 'Anchor' },
  Vos: { place: 'elm', room: 'Birch' },
}

/** Where a counselor sees people. */
function officeOf(opened: Opened, family: StaffName) {
  const office = offices[family]
  if (!office) throw new Error('this counselor has no office')
  return { siteId: found(opened.sites, office.place), roomId: found(opened.rooms, `${office.place} ${office.room}`) }
}

/** The first day on one of the weekdays, from a day on, on which the house is open. */
export function openDay(from: Day, weekdays: readonly number[], today: Day): Day {
  const closed = holidaysAround(today).map(each => each.on)
  for (let on = from; ; on = plusDays(on, 1)) if (weekdays.includes(weekdayOf(on)) && !closed.includes(on)) return on
}

type Charts = ReadonlyMap<Client, string>

/** Keeps when people cannot come, as they said on their first day. */
export async function keepTimes(doing: Doing, opened: Opened, charts: Charts): Promise<void> {
  const today = dayIn(zone, opened.now)
  for (const { family, reason, weekdays, starts, ends } of keptFree) {
    const client = clients.find(each => each.family === family)
    if (!client) throw new Error('nobody has this name')
    const fromOn = startsOn(client, today)
    const at = plusMinutes(instantAt(zone, fromOn, '08:00'), client.number + 20)
    const weekly = { weekdays: [...weekdays], starts, ends, zone, fromOn, untilOn: null }
    const who = { kind: 'client' as const, resourceId: found(charts, client) }
    await doing.act({ who: found(opened.staff, 'Ashworth'), at }, setUnavailable, { ...who, reason, weekly })
  }
}

/**
 * Books each counselor's hour a week with each of their clients, and marks those that are over; answers those to which
 * somebody came. Who is in training holds the hour that her supervisor would have held.
 */
export async function holdHours(
  doing: Doing,
  opened: Opened,
  { charts, book, from }: { charts: Charts; book: Book; from: Day },
): Promise<HeldHour[]> {
  const came: HeldHour[] = []
  const today = dayIn(zone, opened.now)
  const settled = clients.filter(client => client.day >= settledDays && client.family !== unreached)
  // Who has the fewest free hours chooses first.
  const bound = (client: Client) => (keptFree.some(each => each.family === client.family) ? 0 : 1)
  // The demo client's hour is on another day than today, so that her evening is what comes next.
  const others = [1, 2, 3, 4, 5].filter(weekday => weekday !== weekdayOf(today))
  const hours = [...settled]
    .sort((a, b) => bound(a) - bound(b))
    .map(client => {
      const weekdays = client.family === demoClient.family ? others : [1, 2, 3, 4, 5]
      return { client, hour: book.find(client.counselor, client, { minutes: hourMinutes, weekdays }) }
    })
  await eachOf(hours, async ({ client, hour }) => {
    const clientId = found(charts, client)
    const who = found(opened.staff, heldBy(client))
    const first = startsOn(client, today)
    const at = first < from ? instantAt(zone, from, '07:20') : instantAt(zone, first, '09:40')
    const day = openDay(first < from ? from : plusDays(first, 1), [hour.weekday], plusDays(today, 400))
    const startsAt = instantAt(zone, day, hour.starts)
    const { sessionIds, leftOut } = await doing.act({ who, at }, bookSession, {
      service: 'individual',
      ...officeOf(opened, heldBy(client)),
      startsAt,
      lengthMinutes: hourMinutes,
      staffIds: [who.personId ?? ''],
      clientIds: [clientId],
      weeks: Math.floor(daysBetween(day, plusDays(today, aheadDays)) / 7) + 1,
      leaveOut: true,
    })
    const days = Array.from({ length: sessionIds.length + leftOut.length }, (_, at) => plusDays(day, at * 7))
    const held = days.filter(on => !leftOut.includes(on))
    for (const [at, sessionId] of sessionIds.entries()) {
      const span = { onDay: held[at] ?? day, starts: hour.starts }
      const kept = await document(doing, opened, { sessionId, clientId, client, ...span })
      if (kept) came.push(kept)
    }
  })
  return came
}

type Held = { sessionId: string; clientId: string; client: Client; onDay: Day; starts: string }

/** Marks a session that is over, and closes its sheet; answers it when somebody came. */
async function document(doing: Doing, opened: Opened, held: Held): Promise<HeldHour | undefined> {
  const { sessionId, clientId, client, onDay } = held
  const startsAt = instantAt(zone, onDay, held.starts)
  const at = plusMinutes(startsAt, hourMinutes + 2)
  if (at >= opened.now) return undefined
  const who = found(opened.staff, heldBy(client))
  const presence: Presence = wholePresence(client, onDay, dayIn(zone, opened.now)) ?? { kind: 'present' }
  const mark =
    presence.kind === 'absent' || presence.kind === 'excused'
      ? { kind: presence.kind, reason: presence.reason }
      : { kind: 'here' as const, arrivedAt: startsAt }
  await doing.act({ who, at }, markSeat, { sessionId, clientId, ...mark })
  await doing.act({ who, at: plusMinutes(at, 1) }, closeAttendance, { sessionId })
  if (presence.kind !== 'present') return undefined
  return { sessionId, clientId, client, startsAt, endsAt: plusMinutes(startsAt, hourMinutes) }
}

const clientNamed = (family: string): Client => {
  const client = clients.find(each => each.family === family)
  if (!client) throw new Error('nobody has this name')
  return client
}

/** A family session by video, with where she joins from; and two visits with the prescriber. */
export async function bookVisits(
  doing: Doing,
  opened: Opened,
  { charts, book }: { charts: Charts; book: Book },
): Promise<void> {
  const today = dayIn(zone, opened.now)
  const tomorrow = openDay(plusDays(today, 1), [1, 2, 3, 4, 5], today)
  const next = openDay(plusDays(tomorrow, 1), [1, 2, 3, 4, 5], today)
  const at = plusMinutes(opened.now, -240)
  const client = clientNamed(demoClient.family)
  const clientId = found(charts, client)
  const who = found(opened.staff, client.counselor)
  const hour = book.find(client.counselor, client, { minutes: hourMinutes, weekdays: [weekdayOf(next)] })
  const { sessionIds } = await doing.act({ who, at }, bookSession, {
    service: 'family',
    siteId: found(opened.sites, 'elm'),
    startsAt: instantAt(zone, next, hour.starts),
    lengthMinutes: hourMinutes,
    mode: 'video',
    link: 'https://video.cedarhouse.example/hazel',
    staffIds: [who.personId ?? ''],
    clientIds: [clientId],
  })
  for (const sessionId of sessionIds)
    await doing.act({ who, at: plusMinutes(at, 3) }, recordRemote, {
      sessionId,
      clientId,
      mode: 'video',
      location: 'At her sister’s, Millbrook',
      agreed: true,
    })
  const amsel = found(opened.staff, 'Amsel')
  for (const [number, visitor] of ['Boateng', 'Quist'].map(clientNamed).entries()) {
    const visit = book.find('Amsel', visitor, { minutes: visitMinutes, weekdays: [weekdayOf(tomorrow)] })
    await doing.act({ who: amsel, at: plusMinutes(at, 10 + number) }, bookSession, {
      service: 'medication-visit',
      siteId: found(opened.sites, 'elm'),
      roomId: found(opened.rooms, 'elm Clinic'),
      startsAt: instantAt(zone, tomorrow, visit.starts),
      lengthMinutes: visitMinutes,
      staffIds: [amsel.personId ?? ''],
      clientIds: [found(charts, visitor)],
    })
  }
}
