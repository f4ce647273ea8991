import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Day, Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import type { SeatDays } from './timetable.ts'

// The statements of waitlists and of the seats that are held for who waits.

/** An entry of a waitlist with its place and what is offered to it now. */
export type WaitingRow = {
  waitingId: string
  groupId: string
  group: string
  clientId: string
  askedAt: Instant
  aheadBecause: string | null
  place: number
  offerId: string | null
  fromOn: Day | null
  expiresAt: Instant | null
}

/**
 * Who waits for these groups, in order: whoever goes ahead, then by when they asked. Who let an offer run out keeps
 * waiting, but behind everybody who was asked less often, so that one silent person does not hold up the rest.
 */
export const waitingFor = (work: Work, groupIds: readonly string[]) =>
  work.all(sql<WaitingRow>`
    select w.id as "waitingId", w.group_id as "groupId", g.name as "group", w.client_id as "clientId",
      w.asked_at as "askedAt", w.ahead_because as "aheadBecause",
      (row_number() over (partition by w.group_id
        order by coalesce(r.times, 0), (w.ahead_because is null), w.asked_at, w.id))::int as place,
      o.id as "offerId", o.from_on as "fromOn", o.expires_at as "expiresAt"
    from timetable.waiting w
    join timetable."group" g on g.organization_id = w.organization_id and g.id = w.group_id
    left join timetable.offer o on o.organization_id = w.organization_id and o.waiting_id = w.id
      and o.answered_at is null and o.expires_at > ${work.now}::timestamptz
    left join (select waiting_id, count(*) as times from timetable.offer
      where organization_id = ${work.organization} and group_id = any (${[...groupIds]}::uuid[])
        and expires_at <= coalesce(answered_at, ${work.now}::timestamptz) group by waiting_id) r on r.waiting_id = w.id
    where w.organization_id = ${work.organization} and w.group_id = any (${[...groupIds]}::uuid[])
      and w.left_at is null
    order by w.group_id, place`)

/** How many wait for each of these groups. */
export const waitingIn = (work: Work, groupIds: readonly string[]) =>
  work.all(sql<{ groupId: string; waiting: number }>`
    select group_id as "groupId", count(*)::int as waiting from timetable.waiting
    where organization_id = ${work.organization} and group_id = any (${[...groupIds]}::uuid[]) and left_at is null
    group by group_id`)

/** The open groups that somebody waits for, of these charts or of all. */
export const groupsWaitedFor = (work: Work, chartIds: readonly string[] | null = null) =>
  work.all(sql<{ id: string; name: string; capacity: number; zone: string }>`
    select g.id, g.name, g.capacity, h.zone
    from timetable."group" g join people.site h on h.organization_id = g.organization_id and h.id = g.site_id
    where g.organization_id = ${work.organization} and g.ends_on is null and g.id in (
      select group_id from timetable.waiting where organization_id = ${work.organization} and left_at is null
        and (${chartIds === null}::boolean or client_id = any (${[...(chartIds ?? [])]}::uuid[])))
    order by g.name`)

/** The seats that these groups have given, from a day on. */
export const seatDays = (work: Work, groupIds: readonly string[], from: Day) =>
  work.all(sql<SeatDays & { groupId: string; clientId: string }>`
    select group_id as "groupId", client_id as "clientId", from_on as "fromOn", until_on as "untilOn"
    from timetable.seat
    where organization_id = ${work.organization} and group_id = any (${[...groupIds]}::uuid[])
      and coalesce(until_on, 'infinity') >= ${from}`)

/** The same of seats that are held by offers in these groups. */
export const heldDays = (work: Work, groupIds: readonly string[]) =>
  work.all(sql<SeatDays & { groupId: string }>`
    select group_id as "groupId", from_on as "fromOn", null::date as "untilOn" from timetable.offer
    where organization_id = ${work.organization} and group_id = any (${[...groupIds]}::uuid[])
      and answered_at is null and expires_at > ${work.now}::timestamptz`)

/** The days of a group's seats that are held by offers which nobody has answered and whose time is not over. */
export const offersHeld = (work: Work, groupId: string, exceptOfferId: string | null): Promise<SeatDays[]> =>
  work.all(sql<SeatDays>`
    select from_on as "fromOn", null::date as "untilOn" from timetable.offer
    where organization_id = ${work.organization} and group_id = ${groupId} and answered_at is null
      and expires_at > ${work.now}::timestamptz and id is distinct from ${exceptOfferId}::uuid`)

export async function join(
  work: Work,
  entry: { groupId: string; clientId: string; aheadBecause: string | null; askedAt?: Instant },
): Promise<string> {
  const id = work.id()
  await work.run(
    db.insertInto('timetable.waiting').values({
      organization_id: work.organization,
      id,
      group_id: entry.groupId,
      client_id: entry.clientId,
      asked_at: entry.askedAt ?? work.now,
      ahead_because: entry.aheadBecause,
    }),
  )
  return id
}

/** Who is known to have asked earlier, or to go ahead, waits so from then on. */
export const waitSince = (work: Work, id: string, since: { askedAt: Instant; aheadBecause: string | null }) =>
  work.run(sql`
    update timetable.waiting set asked_at = least(asked_at, ${since.askedAt}::timestamptz),
      ahead_because = coalesce(ahead_because, ${since.aheadBecause}::text)
    where organization_id = ${work.organization} and id = ${id} and left_at is null`)

/** An entry of these charts that waits still or has left. */
export const waitingOf = (work: Work, id: string, chartIds: readonly string[]) =>
  work.one(
    db
      .selectFrom('timetable.waiting')
      .select(['id', 'group_id as groupId', 'client_id as clientId', 'left_at as leftAt'])
      .where('organization_id', '=', work.organization)
      .where('id', '=', id)
      .where('client_id', 'in', [...chartIds]),
  )

export const leave = (work: Work, id: string, because: 'declined' | 'asked') =>
  work.run(
    db
      .updateTable('timetable.waiting')
      .set({ left_at: work.now, left_because: because })
      .where('organization_id', '=', work.organization)
      .where('id', '=', id)
      .where('left_at', 'is', null),
  )

export async function offer(
  work: Work,
  seat: {
    waitingId: string
    groupId: string
    clientId: string
    fromOn: Day
    expiresAt: Instant
    outOfOrderBecause: string | null
  },
): Promise<string> {
  const id = work.id()
  await work.run(
    db.insertInto('timetable.offer').values({
      organization_id: work.organization,
      id,
      waiting_id: seat.waitingId,
      group_id: seat.groupId,
      client_id: seat.clientId,
      from_on: seat.fromOn,
      made_at: work.now,
      expires_at: seat.expiresAt,
      out_of_order_because: seat.outOfOrderBecause,
    }),
  )
  return id
}

/** An offer to one of these charts, whatever became of it. */
export const offerOf = (work: Work, id: string, chartIds: readonly string[]) =>
  work.one(
    db
      .selectFrom('timetable.offer')
      .select(['id', 'waiting_id as waitingId', 'group_id as groupId', 'client_id as clientId', 'from_on as fromOn'])
      .select(['expires_at as expiresAt', 'answered_at as answeredAt'])
      .where('organization_id', '=', work.organization)
      .where('id', '=', id)
      .where('client_id', 'in', [...chartIds]),
  )

/** Offers with what became of each. */
export const offersOf = (work: Work, ids: readonly string[]) =>
  work.all(sql<{
    id: string
    groupId: string
    fromOn: Day
    expiresAt: Instant
    answeredAt: Instant | null
    answer: 'accepted' | 'declined' | 'withdrawn' | null
  }>`
    select id, group_id as "groupId", from_on as "fromOn", expires_at as "expiresAt",
      answered_at as "answeredAt", answer
    from timetable.offer where organization_id = ${work.organization} and id = any (${[...ids]}::uuid[])`)

export const answer = (work: Work, id: string, said: 'declined' | 'withdrawn') =>
  work.run(
    db
      .updateTable('timetable.offer')
      .set({ answered_at: work.now, answer: said })
      .where('organization_id', '=', work.organization)
      .where('id', '=', id)
      .where('answered_at', 'is', null),
  )

/** Takes back what is offered to an entry and not answered, be its time over or not. */
export const withdrawOffers = (work: Work, waitingId: string) =>
  work.run(
    db
      .updateTable('timetable.offer')
      .set({ answered_at: work.now, answer: 'withdrawn' })
      .where('organization_id', '=', work.organization)
      .where('waiting_id', '=', waitingId)
      .where('answered_at', 'is', null),
  )

/** Offers that run out before a moment, each with its group, the first to run out first. */
export const offersEnding = (work: Work, before: Instant) =>
  work.all(sql<{ groupId: string; group: string; zone: string; expiresAt: Instant }>`
    select o.group_id as "groupId", g.name as "group", h.zone, o.expires_at as "expiresAt"
    from timetable.offer o
    join timetable."group" g on g.organization_id = o.organization_id and g.id = o.group_id and g.ends_on is null
    join people.site h on h.organization_id = g.organization_id and h.id = g.site_id
    where o.organization_id = ${work.organization} and o.answered_at is null
      and o.expires_at > ${work.now}::timestamptz and o.expires_at < ${before}::timestamptz
    order by o.expires_at`)

/** Who has a seat waits no more: their entry for that group leaves, and what was offered to them is answered by it. */
export async function leaveAsSeated(work: Work, groupId: string, chartIds: readonly string[]): Promise<void> {
  const left = await work.all(
    db
      .updateTable('timetable.waiting')
      .set({ left_at: work.now, left_because: 'seated' })
      .where('organization_id', '=', work.organization)
      .where('group_id', '=', groupId)
      .where('client_id', 'in', [...chartIds])
      .where('left_at', 'is', null)
      .returning('id'),
  )
  for (const { id } of left)
    await work.run(
      db
        .updateTable('timetable.offer')
        .set({ answered_at: work.now, answer: 'accepted' })
        .where('organization_id', '=', work.organization)
        .where('waiting_id', '=', id)
        .where('answered_at', 'is', null),
    )
}
