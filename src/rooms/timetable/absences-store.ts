import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'

// The statements of what is known of a client's presence beforehand: when they will not come, and from where they join.

/** Why somebody will not come. */
export const absenceReasons = ['medical', 'court', 'work', 'school', 'family', 'travel', 'other'] as const
export type AbsenceReason = (typeof absenceReasons)[number]

export async function tellAbsence(
  work: Work,
  absence: { clientId: string; fromAt: Instant; untilAt: Instant; reason: AbsenceReason; excused: boolean },
): Promise<string> {
  const id = work.id()
  await work.run(
    db.insertInto('timetable.absence').values({
      organization_id: work.organization,
      id,
      client_id: absence.clientId,
      from_at: absence.fromAt,
      until_at: absence.untilAt,
      reason: absence.reason,
      excused: absence.excused,
      told_at: work.now,
      told_to: work.actor.personId,
    }),
  )
  return id
}

/** Takes back what was told; false when there is none of these charts that stands. */
export async function withdrawAbsence(work: Work, id: string, chartIds: readonly string[]): Promise<boolean> {
  const row = await work.one(
    db
      .updateTable('timetable.absence')
      .set({ withdrawn_at: work.now })
      .where('organization_id', '=', work.organization)
      .where('id', '=', id)
      .where('client_id', 'in', [...chartIds])
      .where('withdrawn_at', 'is', null)
      .returning('id'),
  )
  return row !== undefined
}

/** What was told of these charts, the latest first; what was taken back stays readable. */
export const absencesOf = (work: Work, chartIds: readonly string[]) =>
  work.all(sql<{
    id: string
    fromAt: Instant
    untilAt: Instant
    reason: AbsenceReason
    excused: boolean
    toldAt: Instant
    toldTo: string | null
    withdrawnAt: Instant | null
  }>`
    select a.id, a.from_at as "fromAt", a.until_at as "untilAt", a.reason, a.excused, a.told_at as "toldAt",
      s.given || ' ' || s.family as "toldTo", a.withdrawn_at as "withdrawnAt"
    from timetable.absence a
    left join people.staff s on s.organization_id = a.organization_id and s.id = a.told_to
    where a.organization_id = ${work.organization} and a.client_id = any (${[...chartIds]}::uuid[])
    order by a.from_at desc, a.id desc`)

/** One absence of one person, by the id that was asked with. */
export type AbsenceSpan = {
  clientId: string
  id: string
  fromAt: Instant
  untilAt: Instant
  reason: AbsenceReason
  excused: boolean
}

/**
 * When these clients will not come between two moments, the second not included. An absence is told of a person: it is
 * found by each of their charts, and comes back under the id that was asked with.
 */
export const absencesIn = (
  work: Work,
  clientIds: readonly string[],
  { from, until }: { from: Instant; until: Instant },
) =>
  work.all(sql<AbsenceSpan>`
    with asked as (select id, coalesce(merged_into, id) as person from people.client
      where organization_id = ${work.organization} and id = any (${[...clientIds]}::uuid[])),
    charts as (select id as asked, person as chart from asked
      union select k.id, c.id from asked k
        join people.client c on c.organization_id = ${work.organization} and c.merged_into = k.person)
    select c.asked as "clientId", a.id, a.from_at as "fromAt", a.until_at as "untilAt", a.reason, a.excused
    from charts c join timetable.absence a on a.organization_id = ${work.organization} and a.client_id = c.chart
      and a.withdrawn_at is null and a.from_at < ${until}::timestamptz and a.until_at > ${from}::timestamptz
    order by a.from_at, a.id`)

/** Sessions that these charts have a seat in or are booked into, that lie in a span and are not canceled. */
export async function sessionsWithin(
  work: Work,
  chartIds: readonly string[],
  { fromAt, untilAt }: { fromAt: Instant; untilAt: Instant },
): Promise<number> {
  const row = await work.one(sql<{ sessions: number }>`
    select count(*)::int as sessions from (
      select s.id from timetable.seat t
      join timetable.session s on s.organization_id = t.organization_id and s.group_id = t.group_id
        and s.on_day >= t.from_on and s.on_day <= coalesce(t.until_on, 'infinity')
      where t.organization_id = ${work.organization} and t.client_id = any (${[...chartIds]}::uuid[])
        and s.canceled_at is null and s.starts_at < ${untilAt}::timestamptz and s.ends_at > ${fromAt}::timestamptz
      union
      select s.id from timetable.attendee b
      join timetable.session s on s.organization_id = b.organization_id and s.id = b.session_id
      where b.organization_id = ${work.organization} and b.client_id = any (${[...chartIds]}::uuid[])
        and b.ended_at is null and s.canceled_at is null
        and s.starts_at < ${untilAt}::timestamptz and s.ends_at > ${fromAt}::timestamptz) found`)
  return row?.sessions ?? 0
}

/** How somebody joins a session that they are not in the room of. */
export type Remote = { sessionId: string; clientId: string; mode: 'video' | 'phone'; location: string; agreed: boolean }

/** Keeps from where somebody joins; said again, the later word holds. */
export const recordRemote = (work: Work, remote: Remote) =>
  work.run(sql`
    insert into timetable.remote
      (organization_id, session_id, client_id, mode, location, agreed, recorded_at, recorded_by)
    values (${work.organization}, ${remote.sessionId}, ${remote.clientId}, ${remote.mode}, ${remote.location},
      ${remote.agreed}, ${work.now}, ${work.actor.personId})
    on conflict (organization_id, session_id, client_id) do update set mode = excluded.mode,
      location = excluded.location, agreed = excluded.agreed, recorded_at = excluded.recorded_at,
      recorded_by = excluded.recorded_by`)

/** From where somebody joins these sessions, by any of their charts. */
export const remotesOf = (work: Work, sessionIds: readonly string[], chartIds: readonly string[]) =>
  work.all(sql<Remote & { recordedAt: Instant }>`
    select session_id as "sessionId", client_id as "clientId", mode, location, agreed, recorded_at as "recordedAt"
    from timetable.remote
    where organization_id = ${work.organization} and session_id = any (${[...sessionIds]}::uuid[])
      and client_id = any (${[...chartIds]}::uuid[])`)

/** A session, whether the working person leads it, and by which of these charts somebody is expected in it. */
export const expectedIn = (work: Work, sessionId: string, chartIds: readonly string[]) =>
  work.one(sql<{ canceledAt: Instant | null; leads: boolean; clientId: string | null }>`
    select s.canceled_at as "canceledAt",
      exists (select 1 from timetable.leader l where l.organization_id = s.organization_id and l.session_id = s.id
        and l.staff_id = ${work.actor.personId}::uuid) as leads,
      coalesce(
        (select t.client_id from timetable.seat t where t.organization_id = s.organization_id
          and t.group_id = s.group_id and t.client_id = any (${[...chartIds]}::uuid[])
          and t.from_on <= s.on_day and coalesce(t.until_on, 'infinity') >= s.on_day limit 1),
        (select b.client_id from timetable.attendee b where b.organization_id = s.organization_id
          and b.session_id = s.id and b.client_id = any (${[...chartIds]}::uuid[]) and b.ended_at is null limit 1)
      ) as "clientId"
    from timetable.session s where s.organization_id = ${work.organization} and s.id = ${sessionId}`)
