import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Day, Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import type { Break, Mode, Visit } from './timetable.ts'

// The statements of sessions: what is written of them. What is read of them in words is in store.ts.

/** A session of a pattern that is to come into being. */
export type NewSession = {
  meetingId: string
  roomId: string | null
  breaks: readonly Break[]
  onDay: Day
  startsAt: Instant
  endsAt: Instant
}

/** Adds sessions of a group's pattern that are not there yet; answers the ids of those added. */
export async function addSessions(
  work: Work,
  group: { id: string; siteId: string; service: string; mode: Mode; link: string | null },
  sessions: readonly NewSession[],
): Promise<string[]> {
  if (sessions.length === 0) return []
  const added = await work.all(sql<{ id: string }>`
    insert into timetable.session
      (organization_id, id, group_id, site_id, service, mode, link, meeting_id, room_id, breaks, on_day, planned_on,
       starts_at, ends_at)
    select ${work.organization}, i, ${group.id}, ${group.siteId}, ${group.service}, ${group.mode}, ${group.link}, m, r,
      b::jsonb, d, d, s, e
    from unnest(${sessions.map(() => work.id())}::uuid[], ${sessions.map(each => each.meetingId)}::uuid[],
      ${sessions.map(each => each.roomId)}::uuid[], ${sessions.map(each => JSON.stringify(each.breaks))}::text[],
      ${sessions.map(each => each.onDay)}::date[], ${sessions.map(each => each.startsAt)}::timestamptz[],
      ${sessions.map(each => each.endsAt)}::timestamptz[]) w (i, m, r, b, d, s, e)
    on conflict (organization_id, meeting_id, planned_on) do nothing
    returning id`)
  const ids = added.map(each => each.id)
  await leadAsPatterned(work, ids)
  return ids
}

/** The facilitators of a group lead these of its sessions, each by who leads it on that day. */
export const leadAsPatterned = (work: Work, sessionIds: readonly string[]) =>
  work.run(sql`
    insert into timetable.leader (organization_id, session_id, staff_id, lead)
    select s.organization_id, s.id, f.staff_id, f.lead
    from timetable.session s join timetable.facilitator f on f.organization_id = s.organization_id
      and f.group_id = s.group_id and f.from_on <= s.on_day and coalesce(f.until_on, 'infinity') >= s.on_day
    where s.organization_id = ${work.organization} and s.id = any (${[...sessionIds]}::uuid[])
    on conflict do nothing`)

/** Sessions booked by hand: one, or the same hour every week as a series. */
export async function addBooked(
  work: Work,
  common: {
    service: string
    siteId: string
    roomId: string | null
    mode: Mode
    link: string | null
    seriesId: string | null
  },
  spans: readonly { onDay: Day; startsAt: Instant; endsAt: Instant }[],
): Promise<string[]> {
  const rows = spans.map(span => ({ id: work.id(), ...span }))
  await work.run(
    db.insertInto('timetable.session').values(
      rows.map(each => ({
        organization_id: work.organization,
        id: each.id,
        service: common.service,
        site_id: common.siteId,
        room_id: common.roomId,
        mode: common.mode,
        link: common.link,
        series_id: common.seriesId,
        on_day: each.onDay,
        starts_at: each.startsAt,
        ends_at: each.endsAt,
      })),
    ),
  )
  return rows.map(each => each.id)
}

/** Who leads these sessions from now on: the first is the lead; `forStaff` is whom a substitute stands in for. */
export async function setLeaders(
  work: Work,
  sessionIds: readonly string[],
  staff: readonly { staffId: string; forStaff?: string | null }[],
): Promise<void> {
  await work.run(
    db
      .deleteFrom('timetable.leader')
      .where('organization_id', '=', work.organization)
      .where('session_id', 'in', [...sessionIds]),
  )
  const once = [...new Map(staff.map(each => [each.staffId, each])).values()]
  if (once.length === 0) return
  await work.run(
    db.insertInto('timetable.leader').values(
      sessionIds.flatMap(session_id =>
        once.map((each, at) => ({
          organization_id: work.organization,
          session_id,
          staff_id: each.staffId,
          lead: at === 0,
          for_staff: each.forStaff ?? null,
        })),
      ),
    ),
  )
}

/** Nobody of these leads that session any more. */
export const dropLeaders = (work: Work, pairs: readonly { sessionId: string; staffId: string }[]) =>
  work.run(sql`
    delete from timetable.leader l using unnest(${pairs.map(each => each.sessionId)}::uuid[],
      ${pairs.map(each => each.staffId)}::uuid[]) w (session_id, staff_id)
    where l.organization_id = ${work.organization} and l.session_id = w.session_id and l.staff_id = w.staff_id`)

/** Books these clients into sessions by name. */
export async function addAttendees(
  work: Work,
  sessionIds: readonly string[],
  { clientIds, because }: { clientIds: readonly string[]; because: 'booked' | Visit },
): Promise<void> {
  await work.run(
    db.insertInto('timetable.attendee').values(
      sessionIds.flatMap(session_id =>
        clientIds.map(client_id => ({
          organization_id: work.organization,
          id: work.id(),
          session_id,
          client_id,
          because,
          booked_at: work.now,
        })),
      ),
    ),
  )
}

/** What a session is moved to. */
export type Moved = {
  id: string
  onDay: Day
  startsAt: Instant
  endsAt: Instant
  roomId: string | null
  mode: Mode
  link: string | null
  reason: string | null
}

/** Moves sessions; a canceled one that is moved takes place after all. */
export const moveSessions = (work: Work, sessions: readonly Moved[]) =>
  work.run(sql`
    update timetable.session s set on_day = w.on_day, starts_at = w.starts_at, ends_at = w.ends_at, room_id = w.room_id,
      mode = w.mode, link = w.link, change_reason = coalesce(w.reason, s.change_reason), version = s.version + 1,
      moved_at = case when s.starts_at = w.starts_at then s.moved_at else ${work.now}::timestamptz end,
      though_closed = s.though_closed and s.on_day = w.on_day,
      canceled_at = null, canceled_kind = null, cancel_reason = null
    from unnest(${sessions.map(each => each.id)}::uuid[], ${sessions.map(each => each.onDay)}::date[],
      ${sessions.map(each => each.startsAt)}::timestamptz[], ${sessions.map(each => each.endsAt)}::timestamptz[],
      ${sessions.map(each => each.roomId)}::uuid[], ${sessions.map(each => each.mode)}::text[],
      ${sessions.map(each => each.link)}::text[], ${sessions.map(each => each.reason)}::text[])
      w (id, on_day, starts_at, ends_at, room_id, mode, link, reason)
    where s.organization_id = ${work.organization} and s.id = w.id`)

/** The sessions of a pattern from a day on belong to another pattern, some days later or earlier. */
export const replan = (
  work: Work,
  { from, meetingId, plannedFrom, shiftDays }: { from: string; meetingId: string; plannedFrom: Day; shiftDays: number },
) =>
  work.run(sql`
    update timetable.session set meeting_id = ${meetingId}, planned_on = planned_on + ${shiftDays}::int
    where organization_id = ${work.organization} and meeting_id = ${from} and planned_on >= ${plannedFrom}`)

/**
 * Cancels sessions that are not canceled yet, or only for a closed day, whatever their version: the caller holds what
 * they belong to.
 */
export const cancelSessions = (
  work: Work,
  ids: readonly string[],
  { kind, reason }: { kind: 'asked' | 'closed' | 'no-room' | 'ended'; reason: string },
) =>
  work.run(
    db
      .updateTable('timetable.session')
      .set(eb => ({
        canceled_at: work.now,
        canceled_kind: kind,
        cancel_reason: reason,
        version: eb('version', '+', 1),
      }))
      .where('organization_id', '=', work.organization)
      .where('id', 'in', [...ids])
      .where(eb => eb.or([eb('canceled_at', 'is', null), eb('canceled_kind', '=', 'closed')])),
  )

/** Sessions that were canceled for a closed day take place after all. */
export const reopenSessions = (work: Work, ids: readonly string[]) =>
  work.run(
    db
      .updateTable('timetable.session')
      .set(eb => ({ canceled_at: null, canceled_kind: null, cancel_reason: null, version: eb('version', '+', 1) }))
      .where('organization_id', '=', work.organization)
      .where('id', 'in', [...ids])
      .where('canceled_kind', '=', 'closed'),
  )

/** Counts one more version of a session if nobody changed it since; false when somebody did. */
export async function takeVersion(work: Work, id: string, version: number): Promise<boolean> {
  const row = await work.one(
    db
      .updateTable('timetable.session')
      .set({ version: version + 1 })
      .where('organization_id', '=', work.organization)
      .where('id', '=', id)
      .where('version', '=', version)
      .returning('id'),
  )
  return row !== undefined
}

export async function setTopic(
  work: Work,
  session: { id: string; version: number; topic: string | null },
): Promise<boolean> {
  const row = await work.one(
    db
      .updateTable('timetable.session')
      .set({ topic: session.topic, version: session.version + 1 })
      .where('organization_id', '=', work.organization)
      .where('id', '=', session.id)
      .where('version', '=', session.version)
      .returning('id'),
  )
  return row !== undefined
}

/** A session with everything it takes: its room, who leads it, and who is expected in it. */
export type Plan = {
  id: string
  groupId: string | null
  service: string
  siteId: string
  zone: string
  onDay: Day
  startsAt: Instant
  endsAt: Instant
  roomId: string | null
  mode: Mode
  link: string | null
  /** The lead first. */
  staffIds: string[]
  clientIds: string[]
}

/** What these sessions take, in the order of time: of those that are not canceled. */
export const plansOf = (work: Work, sessionIds: readonly string[]) =>
  work.all(sql<Plan>`
    select s.id, s.group_id as "groupId", s.service, s.site_id as "siteId", h.zone, s.on_day as "onDay",
      s.starts_at as "startsAt", s.ends_at as "endsAt", s.room_id as "roomId", s.mode, s.link,
      coalesce((select json_agg(l.staff_id order by l.lead desc, l.staff_id) from timetable.leader l
        where l.organization_id = s.organization_id and l.session_id = s.id), '[]') as "staffIds",
      coalesce((select json_agg(distinct c.client_id) from (
        select a.client_id from timetable.seat a where a.organization_id = s.organization_id
          and a.group_id = s.group_id and a.from_on <= s.on_day and coalesce(a.until_on, 'infinity') >= s.on_day
        union all
        select t.client_id from timetable.attendee t where t.organization_id = s.organization_id
          and t.session_id = s.id and t.ended_at is null) c), '[]') as "clientIds"
    from timetable.session s join people.site h on h.organization_id = s.organization_id and h.id = s.site_id
    where s.organization_id = ${work.organization} and s.id = any (${[...sessionIds]}::uuid[])
      and s.canceled_at is null
    order by s.starts_at`)

/** The coming sessions of a pattern from a planned day on, with what became of each. */
export const comingOfMeeting = (work: Work, meetingId: string, plannedFrom: Day) =>
  work.all(
    db
      .selectFrom('timetable.session')
      .select(['id', 'on_day as onDay', 'planned_on as plannedOn', 'starts_at as startsAt', 'ends_at as endsAt'])
      .select(['room_id as roomId', 'canceled_kind as canceledKind', sql<Mode>`mode`.as('mode'), 'link'])
      .where('organization_id', '=', work.organization)
      .where('meeting_id', '=', meetingId)
      .where('planned_on', '>=', plannedFrom)
      .orderBy('planned_on'),
  )

/** The sessions of a group that are not over, after a day, that stand or were canceled for a closed day. */
export const comingOfGroup = (work: Work, groupId: string, lastOn: Day) =>
  work.all(
    db
      .selectFrom('timetable.session')
      .select('id')
      .where('organization_id', '=', work.organization)
      .where('group_id', '=', groupId)
      .where('on_day', '>', lastOn)
      .where('ends_at', '>', work.now)
      .where(eb => eb.or([eb('canceled_at', 'is', null), eb('canceled_kind', '=', 'closed')])),
  )

/** The sessions of a series from a moment on that are not canceled; nobody cancels one of them meanwhile. */
export const comingOfSeries = (work: Work, seriesId: string, from: Instant) =>
  work.all(
    db
      .selectFrom('timetable.session')
      .select(['id', 'on_day as onDay', 'starts_at as startsAt', 'ends_at as endsAt', 'room_id as roomId'])
      .select([sql<Mode>`mode`.as('mode'), 'link'])
      .where('organization_id', '=', work.organization)
      .where('series_id', '=', seriesId)
      .where('starts_at', '>=', from)
      .where('canceled_at', 'is', null)
      .orderBy('starts_at')
      .forUpdate(),
  )

/** The coming sessions on these days, with why they do not take place. */
export const sessionsOnDays = (work: Work, days: { fromOn: Day; untilOn: Day }) =>
  work.all(
    db
      .selectFrom('timetable.session')
      .select(['id', 'group_id as groupId', 'site_id as siteId', 'on_day as onDay'])
      .select(['canceled_kind as canceledKind', 'though_closed as thoughClosed'])
      .where('organization_id', '=', work.organization)
      .where('on_day', '>=', days.fromOn)
      .where('on_day', '<=', days.untilOn)
      .where('ends_at', '>', work.now)
      .orderBy('starts_at'),
  )

/** These sessions take place though their site is closed. */
export const holdThoughClosed = (work: Work, ids: readonly string[]) =>
  work.run(
    db
      .updateTable('timetable.session')
      .set({ though_closed: true })
      .where('organization_id', '=', work.organization)
      .where('id', 'in', [...ids]),
  )

/** Coming sessions of a group take over its service, its way of meeting and its link. */
export const followGroup = (work: Work, group: { id: string; service: string; mode: Mode; link: string | null }) =>
  work.run(
    db
      .updateTable('timetable.session')
      .set({ service: group.service, mode: group.mode, link: group.link })
      .where('organization_id', '=', work.organization)
      .where('group_id', '=', group.id)
      .where('starts_at', '>', work.now)
      .where('canceled_at', 'is', null),
  )

/** Whether the pattern that a session was planned by ended before it: nobody expects it to take place any more. */
export const beyondPattern = async (work: Work, sessionId: string) =>
  (await work.one(sql`
    select s.id from timetable.session s
    join timetable.meeting m on m.organization_id = s.organization_id and m.id = s.meeting_id
    where s.organization_id = ${work.organization} and s.id = ${sessionId} and s.planned_on > m.until_on`)) !==
  undefined
