import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Day } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'

// The statements of seats: who is in which group from when to when.

export const seatsOf = (work: Work, groupId: string) =>
  work.all(
    db
      .selectFrom('timetable.seat')
      .select(['id', 'group_id as groupId', 'client_id as clientId', 'stay_id as stayId'])
      .select(['from_on as fromOn', 'until_on as untilOn', 'end_reason as endReason'])
      .where('organization_id', '=', work.organization)
      .where('group_id', '=', groupId)
      .orderBy('from_on'),
  )

/** Seats that hold on a day, by group. */
export const seatsOn = (work: Work, groupIds: readonly string[], on: Day) =>
  work.all(sql<{ groupId: string; clientId: string; fromOn: Day }>`
    select group_id as "groupId", client_id as "clientId", from_on as "fromOn" from timetable.seat
    where organization_id = ${work.organization} and group_id = any (${[...groupIds]}::uuid[])
      and from_on <= ${on} and coalesce(until_on, 'infinity') >= ${on}`)

/** Seats of these clients that go on after the last day of the stay that they were given in. */
export const seatsPast = (work: Work, chartIds: readonly string[], stays: readonly { id: string; endsOn: Day }[]) =>
  work.all(sql<{ id: string; clientId: string; groupId: string; fromOn: Day; lastOn: Day }>`
    select s.id, s.client_id as "clientId", s.group_id as "groupId", s.from_on as "fromOn", w.last_on as "lastOn"
    from unnest(${stays.map(stay => stay.id)}::uuid[], ${stays.map(stay => stay.endsOn)}::date[]) w (stay_id, last_on)
    join timetable.seat s on s.organization_id = ${work.organization} and s.stay_id = w.stay_id
      and s.client_id = any (${[...chartIds]}::uuid[])
      and coalesce(s.until_on, 'infinity') > w.last_on
    order by s.from_on`)

/** A client's seats with the group of each, the newest first. */
export const seatsOfClient = (work: Work, chartIds: readonly string[]) =>
  work.all(
    db
      .selectFrom('timetable.seat as s')
      .innerJoin('timetable.group as g', join =>
        join.onRef('g.id', '=', 's.group_id').onRef('g.organization_id', '=', 's.organization_id'),
      )
      .select(['s.id', 's.group_id as groupId', 's.client_id as clientId', 'g.name as group', 's.stay_id as stayId'])
      .select(['s.from_on as fromOn', 's.until_on as untilOn', 's.end_reason as endReason'])
      .where('s.organization_id', '=', work.organization)
      .where('s.client_id', 'in', [...chartIds])
      .orderBy('s.from_on', 'desc'),
  )

export const seatOf = (work: Work, id: string, chartIds: readonly string[]) =>
  work.one(
    db
      .selectFrom('timetable.seat')
      .select(['id', 'client_id as clientId', 'group_id as groupId', 'from_on as fromOn', 'until_on as untilOn'])
      .where('organization_id', '=', work.organization)
      .where('id', '=', id)
      .where('client_id', 'in', [...chartIds]),
  )

export async function giveSeat(
  work: Work,
  seat: { groupId: string; clientId: string; stayId: string; fromOn: Day; untilOn: Day | null },
): Promise<string> {
  const id = work.id()
  await work.run(
    db.insertInto('timetable.seat').values({
      organization_id: work.organization,
      id,
      group_id: seat.groupId,
      client_id: seat.clientId,
      stay_id: seat.stayId,
      from_on: seat.fromOn,
      until_on: seat.untilOn,
      given_at: work.now,
    }),
  )
  return id
}

/** Ends a seat after a day; false when it ended by then already. */
export async function endSeat(
  work: Work,
  seat: { seatId: string; clientId: string; untilOn: Day; reason: string | null },
): Promise<boolean> {
  const row = await work.one(
    db
      .updateTable('timetable.seat')
      .set({ until_on: seat.untilOn, end_reason: seat.reason })
      .where('organization_id', '=', work.organization)
      .where('id', '=', seat.seatId)
      .where('client_id', '=', seat.clientId)
      .where(eb => eb.or([eb('until_on', 'is', null), eb('until_on', '>', seat.untilOn)]))
      .returning('id'),
  )
  return row !== undefined
}

/** Takes away a seat before its first day. */
const withdrawSeat = (work: Work, id: string) =>
  work.run(db.deleteFrom('timetable.seat').where('organization_id', '=', work.organization).where('id', '=', id))

/** Ends a seat on its last day; one that would only begin after it held no day, and goes. */
export async function closeSeat(
  work: Work,
  seat: { id: string; clientId: string; fromOn: Day; lastOn: Day; reason: string | null },
): Promise<void> {
  // There is nothing to keep of a seat that held no day but the journal.
  if (seat.fromOn > seat.lastOn) await withdrawSeat(work, seat.id)
  else await endSeat(work, { seatId: seat.id, clientId: seat.clientId, untilOn: seat.lastOn, reason: seat.reason })
}

/** Seats that go on belong to the stay that goes on. */
export const retie = (work: Work, seatIds: readonly string[], stayId: string) =>
  work.run(
    db
      .updateTable('timetable.seat')
      .set({ stay_id: stayId })
      .where('organization_id', '=', work.organization)
      .where('id', 'in', [...seatIds]),
  )
