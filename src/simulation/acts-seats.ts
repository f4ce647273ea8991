import { plusDays, plusMinutes } from '#kernel/time.ts'
import { closeDays, reopenDays } from '#rooms/calendar/commands.ts'
import { endStay, mergeCharts, openStay } from '#rooms/people/commands.ts'
import { tellAbsence, withdrawAbsence } from '#rooms/timetable/absences.ts'
import { cover } from '#rooms/timetable/cover.ts'
import { endSeat, giveSeat, moveClient } from '#rooms/timetable/seating.ts'
import { bookSession, cancelSession, changeSession } from '#rooms/timetable/sessions.ts'
import { Broken, oneOf, passed, rowsOf, sessionsNear, thisMinute, today, tried } from './doing.ts'
import type { Step } from './steps.ts'
import type { World } from './world.ts'

// Stays, seats and the sessions that they are seats in.

/** Does one step. */
export type Act = (world: World, step: Step) => Promise<void>

const give: Act = async (world, step) => {
  const groupId = oneOf(world.cast.groups, step.a)?.id ?? ''
  const clientId = oneOf(world.cast.people, step.b) ?? ''
  const fromOn = plusDays(today(world), (step.c % 16) - 2)
  const untilOn = step.c % 5 === 0 ? plusDays(fromOn, step.c % 40) : null
  const done = await tried(world, step, { door: giveSeat, input: { groupId, clientId, fromOn, untilOn } })
  if (done) world.model.giveSeat({ id: done.seatId, groupId, clientId, fromOn, untilOn })
}

/** Many at the same moment want what few can have. */
const race: Act = async (world, step) => {
  const groupId = oneOf(world.cast.groups, step.a)?.id ?? ''
  const fromOn = today(world)
  const actor = { ...world.cast.here.staff.director, confirmedAt: world.test.now() }
  const wanting = Array.from({ length: 6 }, (_, at) => oneOf(world.cast.people, step.b + (at >> 1) * 3) ?? '')
  const ends = await Promise.allSettled(
    wanting.map(async clientId => {
      const done = await passed(world, giveSeat, { actor, input: { groupId, clientId, fromOn } })
      if (done) world.model.giveSeat({ id: done.seatId, groupId, clientId, fromOn })
    }),
  )
  const broken = ends.find(end => end.status === 'rejected')
  if (broken) throw broken.reason
}

const seatOf = (world: World, number: number) => {
  const open = world.model.seats.filter(seat => seat.id && (seat.untilOn === null || seat.untilOn > today(world)))
  return oneOf(open, number)
}

const end: Act = async (world, step) => {
  const seat = seatOf(world, step.a)
  if (!seat?.id) return
  // Of what was taken already nothing is taken back here: that is for the history to say.
  const untilOn = plusDays(today(world), step.b % 12)
  const input = { seatId: seat.id, clientId: seat.clientId, untilOn }
  if (await tried(world, step, { door: endSeat, input })) world.model.endSeat(seat.id, untilOn)
}

const move: Act = async (world, step) => {
  const seat = seatOf(world, step.a)
  const to = oneOf(world.cast.groups, step.b)?.id
  if (!seat?.id || !to) return
  const { clientId } = seat
  const change = { clientId, fromOn: plusDays(today(world), 1 + (step.c % 7)), leave: [seat.id], take: [to] }
  const done = await tried(world, step, { door: moveClient, input: { ...change, reason: 'another shift' } })
  if (done) world.model.move({ ...change, seatIds: done.seatIds })
}

const begin: Act = async (world, step) => {
  const { siteId, programId, trackId, staff } = world.cast.here
  const clientId = oneOf(world.cast.people, step.a) ?? ''
  const startsOn = plusDays(today(world), step.b % 5)
  const stay = { clientId, siteId, programId, trackId, startsOn, reason: 'back again' }
  const input = { ...stay, counselorId: step.c % 2 ? (staff.counselor.personId ?? null) : null }
  if (await tried(world, step, { door: openStay, input })) world.model.openStay({ clientId, startsOn })
}

const finish: Act = async (world, step) => {
  const { rows } = await world.test.owner.query<{ id: string; client_id: string; version: number; starts_on: string }>(
    `select id, client_id, version, starts_on::text from people.stay where organization_id = $1 and ends_on is null
     order by id`,
    [world.cast.here.id],
  )
  const stay = oneOf(rows, step.a)
  if (!stay) return
  const version = stay.version + (step.b % 7 === 0 ? 1 : 0)
  const endsOn = [stay.starts_on, plusDays(today(world), step.c % 6)].sort().at(-1) ?? ''
  const input = { clientId: stay.client_id, stayId: stay.id, version, endsOn, reason: 'completed' }
  if (await tried(world, step, { door: endStay, input })) {
    if (version !== stay.version) throw new Broken('a stay was ended by a version that nobody saw')
    world.model.endStay(stay.client_id, endsOn)
  }
}

const merge: Act = async (world, step) => {
  const [clientId, aliasId] = [oneOf(world.cast.people, step.a) ?? '', oneOf(world.cast.people, step.b) ?? '']
  const input = { clientId, aliasId, reason: 'the same person, by their papers' }
  if (!(await tried(world, step, { door: mergeCharts, input }))) return
  const { keptAs } = world.model
  for (const [alias, kept] of keptAs) if (kept === aliasId) keptAs.set(alias, clientId)
  keptAs.set(aliasId, clientId)
}

const moved: Act = async (world, step) => {
  const session = oneOf(await sessionsNear(world, { from: 0, until: 21 * 24 }), step.a)
  if (!session) return
  const startsAt = plusMinutes(session.startsAt, ((step.b % 40) - 20) * 30)
  const version = session.version + (step.c % 9 === 0 ? 1 : 0)
  const input = { sessionId: session.id, version, startsAt }
  const done = await tried(world, step, { door: changeSession, input })
  if (done && version !== session.version) throw new Broken('a session was moved by a version that nobody saw')
  if (done) world.model.canceled.delete(session.id)
}

const cancel: Act = async (world, step) => {
  const session = oneOf(await sessionsNear(world, { from: 0, until: 14 * 24 }), step.a)
  if (!session) return
  const input = { sessionId: session.id, version: session.version, reason: 'no heating' }
  if (await tried(world, step, { door: cancelSession, input })) world.model.canceled.add(session.id)
}

const bookHour: Act = async (world, step) => {
  const { here, rooms, people } = world.cast
  const startsAt = plusMinutes(thisMinute(world), 60 * (1 + (step.a % 90)))
  const staffIds = [oneOf([here.staff.counselor, ...world.cast.leaders], step.b)?.personId ?? '']
  const hour = { service: 'individual-therapy' as const, siteId: here.siteId, startsAt, lengthMinutes: 50 }
  const room = { roomId: oneOf(rooms, step.c) ?? null, staffIds, clientIds: [oneOf(people, step.c) ?? ''] }
  await tried(world, step, { door: bookSession, input: { ...hour, ...room, weeks: 1 + (step.a % 3) } })
}

const absence: Act = async (world, step) => {
  const reason = oneOf(['medical', 'court', 'work'] as const, step.c) ?? ('other' as const)
  const fromAt = plusMinutes(thisMinute(world), (step.b % 96) * 30)
  const span = { fromAt, untilAt: plusMinutes(fromAt, 60 + (step.c % 20) * 60) }
  const input = { clientId: oneOf(world.cast.people, step.a) ?? '', ...span, reason, excused: step.c % 2 === 0 }
  const done = await tried(world, step, { door: tellAbsence, input })
  if (done) world.model.absences.set(done.absenceId, true)
}

const takeBackAbsence: Act = async (world, step) => {
  const told = oneOf(await rowsOf(world, 'timetable.absence', 'id, client_id'), step.a)
  if (!told?.id || !told.client_id) return
  const input = { absenceId: told.id, clientId: told.client_id }
  if (!(await tried(world, step, { door: withdrawAbsence, input }))) return
  if (world.model.absences.get(told.id) === false) throw new Broken('an absence was taken back twice')
  world.model.absences.set(told.id, false)
}

const closed: Act = async (world, step) => {
  const fromOn = plusDays(today(world), 1 + (step.a % 14))
  const input = { siteId: step.b % 2 ? world.cast.here.siteId : null, fromOn, untilOn: fromOn, name: 'Snow' }
  await tried(world, step, { door: closeDays, input })
}

const reopened: Act = async (world, step) => {
  const closure = oneOf(await rowsOf(world, 'calendar.closure', 'id'), step.a)
  if (closure?.id) await tried(world, step, { door: reopenDays, input: { closureId: closure.id } })
}

const covered: Act = async (world, step) => {
  const leader = oneOf(world.cast.leaders, step.a)?.personId ?? ''
  const other = oneOf(world.cast.leaders, step.b)?.personId ?? ''
  const from = plusMinutes(thisMinute(world), 24 * 60)
  const until = plusMinutes(from, 24 * 60 * (1 + (step.c % 3)))
  const near = await sessionsNear(world, { from: 24, until: 24 * 4 })
  const { rows } = await world.test.owner.query<{ session_id: string }>(
    'select session_id from timetable.leader where organization_id = $1 and staff_id = $2',
    [world.cast.here.id, leader],
  )
  const led = new Set(rows.map(row => row.session_id))
  const own = near.filter(each => led.has(each.id) && !each.canceled && each.startsAt < until)
  const choices = own.map(({ id: sessionId, version }, at) =>
    (step.c + at) % 3 === 0
      ? { sessionId, version, do: 'cancel' as const }
      : { sessionId, version, do: 'substitute' as const, staffId: other },
  )
  const done = await tried(world, step, { door: cover, input: { staffId: leader, from, until, choices } })
  if (done) for (const each of choices) if (each.do === 'cancel') world.model.canceled.add(each.sessionId)
}

export const seatActs = {
  'give-seat': give,
  race,
  'end-seat': end,
  'move-client': move,
  'open-stay': begin,
  'end-stay': finish,
  merge,
  'move-session': moved,
  'cancel-session': cancel,
  'book-hour': bookHour,
  absence,
  'take-back-absence': takeBackAbsence,
  'close-days': closed,
  'reopen-days': reopened,
  cover: covered,
}
