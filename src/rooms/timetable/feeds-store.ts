import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'

// The statements of feeds: the calendars that a program on somebody's own phone reads.

/** Whose calendar a secret opens. */
export type FeedOwner = { organizationId: string; side: 'staff' | 'client'; personId: string }

/** Asked before the organization is known, so by a definer function. */
export const feedOf = (work: Work, secretHash: Buffer) =>
  work.one(sql<FeedOwner>`
    select organization_id as "organizationId", side, person_id as "personId" from timetable.feed_of(${secretHash})`)

export async function addFeed(
  work: Work,
  feed: { side: 'staff' | 'client'; personId: string; secretHash: Buffer },
): Promise<string> {
  const id = work.id()
  await work.run(
    db.insertInto('timetable.feed').values({
      organization_id: work.organization,
      id,
      side: feed.side,
      person_id: feed.personId,
      secret_hash: feed.secretHash,
      made_at: work.now,
    }),
  )
  return id
}

/** Revokes a person's link; false when they had none. */
export async function revokeFeed(work: Work, personId: string): Promise<boolean> {
  const row = await work.one(
    db
      .updateTable('timetable.feed')
      .set({ revoked_at: work.now })
      .where('organization_id', '=', work.organization)
      .where('person_id', '=', personId)
      .where('revoked_at', 'is', null)
      .returning('id'),
  )
  return row !== undefined
}

export const ownFeed = (work: Work, personId: string) =>
  work.one(
    db
      .selectFrom('timetable.feed')
      .select('made_at as madeAt')
      .where('organization_id', '=', work.organization)
      .where('person_id', '=', personId)
      .where('revoked_at', 'is', null),
  )

/** One session as a calendar needs it. */
export type FeedSession = {
  id: string
  startsAt: Instant
  endsAt: Instant
  version: number
  canceledAt: Instant | null
  mode: 'in-person' | 'video' | 'phone'
  site: string
  room: string | null
}
type Span = { from: Instant; until: Instant }

const columns = sql`s.id, s.starts_at as "startsAt", s.ends_at as "endsAt", s.version, s.canceled_at as "canceledAt",
  s.mode, h.name as site, r.name as room`
const places = sql`
  join people.site h on h.organization_id = s.organization_id and h.id = s.site_id
  left join calendar.room r on r.organization_id = s.organization_id and r.id = s.room_id`

/** The sessions that a staff member leads, canceled ones too. */
export const sessionsLedBy = (work: Work, staffId: string, { from, until }: Span) =>
  work.all(sql<FeedSession>`
    select ${columns} from timetable.leader l
    join timetable.session s on s.organization_id = l.organization_id and s.id = l.session_id ${places}
    where l.organization_id = ${work.organization} and l.staff_id = ${staffId}
      and s.ends_at > ${from} and s.starts_at < ${until}
    order by s.starts_at, s.id`)

/**
 * The sessions that a client is expected in by a seat or by name, canceled ones too, by any of their charts; those that
 * they said in advance they would not come to are left out.
 */
export const sessionsExpectedOf = (work: Work, chartIds: readonly string[], { from, until }: Span) => {
  const charts = [...chartIds]
  return work.all(sql<FeedSession>`
    with expected as (
      select t.session_id as id from timetable.attendee t
        where t.organization_id = ${work.organization} and t.client_id = any (${charts}::uuid[]) and t.ended_at is null
      union
      select x.id from timetable.seat a
        join timetable.session x on x.organization_id = a.organization_id and x.group_id = a.group_id
          and x.starts_at < ${until} and x.ends_at > ${from}
          and x.on_day >= a.from_on and x.on_day <= coalesce(a.until_on, 'infinity')
        where a.organization_id = ${work.organization} and a.client_id = any (${charts}::uuid[]))
    select ${columns} from expected e
    join timetable.session s on s.organization_id = ${work.organization} and s.id = e.id ${places}
    where s.ends_at > ${from} and s.starts_at < ${until}
      and not exists (select from timetable.absence b
        where b.organization_id = ${work.organization} and b.client_id = any (${charts}::uuid[])
          and b.withdrawn_at is null and b.from_at < s.ends_at and b.until_at > s.starts_at)
    order by s.starts_at, s.id`)
}
