import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import { type Instant, plusMinutes } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { longestMinutes, type Span } from './calendar.ts'

/** What broken constraints of this room mean. */
export const constraints = {
  room_name: { code: 'name-taken', says: 'A room at this site has this name already. Choose another.' },
  booking_no_overlap: {
    code: 'double-booked',
    says: 'Someone booked this room, facilitator or client a moment ago. Choose another time.',
  },
  closure_days: { code: 'dates-crossed', says: 'Closed days end after they begin, and last 61 days at most.' },
  unavailable_days: { code: 'dates-crossed', says: 'The last day comes after the first. Look at both.' },
  unavailable_span: { code: 'bad-span', says: 'It ends after it begins. Look at both times.' },
  booking_span: { code: 'bad-span', says: 'A booking ends after it starts, within a day.' },
}

export async function addRoom(work: Work, room: { siteId: string; name: string; seats: number }): Promise<string> {
  const id = work.id()
  await work.run(
    db
      .insertInto('calendar.room')
      .values({ organization_id: work.organization, id, site_id: room.siteId, name: room.name, seats: room.seats }),
  )
  return id
}

export const openRooms = (work: Work) =>
  work.all(
    db
      .selectFrom('calendar.room')
      .select(['id', 'site_id as siteId', 'name', 'seats'])
      .where('organization_id', '=', work.organization)
      .where('closed_on', 'is', null)
      .orderBy('name'),
  )

/**
 * Makes those who want the same room, person or client take turns until the end of their work, always in one order: two
 * that only meet at the constraint wait for each other, and the database needs a second to find that out.
 */
export const takeTurns = (work: Work, spans: readonly Span[]) => {
  const wanted = [...new Set(spans.map(span => `${work.organization} ${span.kind} ${span.resourceId}`))].sort()
  return work.run(sql`
    select pg_advisory_xact_lock(hashtextextended(w, 0))
    from unnest(${wanted}::text[]) with ordinality u (w, n) order by n`)
}

/** Books every span or, by the constraint, none. */
export async function book(
  work: Work,
  spans: readonly (Span & { heldBy: string })[],
  heldByKind: string,
): Promise<void> {
  if (spans.length === 0) return
  await work.run(sql`
    insert into calendar.booking
      (organization_id, id, kind, resource_id, site_id, starts_at, ends_at, held_by_kind, held_by, made_at)
    select ${work.organization}, i, k, r, p, s, e, ${heldByKind}, h, ${work.now}
    from unnest(
      ${spans.map(span => span.kind)}::text[], ${spans.map(span => span.resourceId)}::uuid[],
      ${spans.map(span => span.siteId ?? null)}::uuid[],
      ${spans.map(span => span.startsAt)}::timestamptz[], ${spans.map(span => span.endsAt)}::timestamptz[],
      ${spans.map(() => work.id())}::uuid[], ${spans.map(span => span.heldBy)}::uuid[]) w (k, r, p, s, e, i, h)`)
}

/** Frees what these holders hold: of one resource, or all of it. */
export async function release(
  work: Work,
  held: { heldByKind: string; heldBy: readonly string[]; resourceId?: string | undefined },
): Promise<void> {
  if (held.heldBy.length === 0) return
  let freeing = db
    .updateTable('calendar.booking')
    .set({ released_at: work.now })
    .where('organization_id', '=', work.organization)
    .where('held_by_kind', '=', held.heldByKind)
    .where('held_by', 'in', [...held.heldBy])
    .where('released_at', 'is', null)
  if (held.resourceId) freeing = freeing.where('resource_id', '=', held.resourceId)
  await work.run(freeing)
}

// A room’s bookings are found by its id alone and by when they begin. Asked for the kind as well, or without the
// earlier bound, the planner takes the index of the constraint, in which every booking the room ever had is read.

export const bookingsOf = (work: Work, siteId: string, { from, until }: { from: Instant; until: Instant }) =>
  work.all(
    db
      .selectFrom('calendar.booking as b')
      .innerJoin('calendar.room as r', join =>
        join.onRef('r.id', '=', 'b.resource_id').onRef('r.organization_id', '=', 'b.organization_id'),
      )
      .select([
        'b.id',
        'r.name as room',
        'b.starts_at as startsAt',
        'b.ends_at as endsAt',
        'b.held_by_kind as heldByKind',
        'b.held_by as heldBy',
      ])
      .where('b.organization_id', '=', work.organization)
      .where('r.site_id', '=', siteId)
      .where('b.starts_at', '<', until)
      .where('b.starts_at', '>', plusMinutes(from, -longestMinutes))
      .where('b.ends_at', '>', from)
      .where('b.released_at', 'is', null)
      .orderBy('b.starts_at'),
  )

/** Rooms on a site that nobody holds in a span. */
export const freeRooms = (work: Work, siteId: string, span: { startsAt: Instant; endsAt: Instant }) =>
  work.all(sql<{ id: string; name: string; seats: number }>`
    select r.id, r.name, r.seats from calendar.room r
    where r.organization_id = ${work.organization} and r.site_id = ${siteId} and r.closed_on is null and not exists (
      select 1 from calendar.booking b
      where b.organization_id = r.organization_id and b.resource_id = r.id
        and b.starts_at < ${span.endsAt} and b.starts_at > ${plusMinutes(span.startsAt, -longestMinutes)}
        and b.ends_at > ${span.startsAt} and b.released_at is null) order by r.name`)
