import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Day, Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import type { Break, Mode, SeatDays } from './timetable.ts'

// The statements by which sessions are read. What is written of them is in sessions-store.ts.

/** What broken constraints of this room mean. */
export const constraints = {
  group_name: { code: 'name-taken', says: 'A group at this site has this name already. Choose another.' },
  seat_once: { code: 'seated', says: 'This client has a seat in this group on some of these days already.' },
  seat_dates: { code: 'dates-crossed', says: 'A seat cannot end before it begins.' },
  attendee_once: { code: 'booked-already', says: 'This client is booked into this session already.' },
  session_span: { code: 'bad-span', says: 'A session ends after it starts.' },
  waiting_once: { code: 'waiting', says: 'This client waits for this group already.' },
  offer_once: { code: 'offered', says: 'A seat is offered to this client already. Wait for the answer.' },
  keep_apart_once: { code: 'kept-apart', says: 'These two are kept apart already.' },
  absence_span: { code: 'dates-crossed', says: 'An absence ends after it begins, within 90 days.' },
  curriculum_name: { code: 'name-taken', says: 'A curriculum has this name already. Choose another.' },
}

/** Sessions of a group that are not over and not canceled, on the days of a seat or on any. */
export const comingSessions = (work: Work, groupId: string, days?: SeatDays) => {
  let coming = db
    .selectFrom('timetable.session')
    .select(['id', 'on_day as onDay', 'starts_at as startsAt', 'ends_at as endsAt'])
    .where('organization_id', '=', work.organization)
    .where('group_id', '=', groupId)
    .where('ends_at', '>', work.now)
    .where('canceled_at', 'is', null)
    .orderBy('starts_at')
  if (days) coming = coming.where('on_day', '>=', days.fromOn)
  if (days?.untilOn) coming = coming.where('on_day', '<=', days.untilOn)
  return work.all(coming)
}

/** A session with its group, site, room and topic in words. */
export const sessionRows = (work: Work) =>
  db
    .selectFrom('timetable.session as s')
    .leftJoin('timetable.group as g', join =>
      join.onRef('g.id', '=', 's.group_id').onRef('g.organization_id', '=', 's.organization_id'),
    )
    .innerJoin('people.site as h', join =>
      join.onRef('h.id', '=', 's.site_id').onRef('h.organization_id', '=', 's.organization_id'),
    )
    .leftJoin('calendar.room as r', join =>
      join.onRef('r.id', '=', 's.room_id').onRef('r.organization_id', '=', 's.organization_id'),
    )
    .leftJoin('people.track as t', join =>
      join.onRef('t.id', '=', 'g.track_id').onRef('t.organization_id', '=', 'g.organization_id'),
    )
    .leftJoin('timetable.topic as o', join =>
      join.onRef('o.id', '=', 's.topic_id').onRef('o.organization_id', '=', 's.organization_id'),
    )
    .select([
      's.id',
      's.group_id as groupId',
      'g.name as groupName',
      's.service',
      's.site_id as siteId',
      'h.name as site',
      'h.zone',
      's.room_id as roomId',
      'r.name as roomName',
      'g.track_id as trackId',
      't.name as track',
      'g.capacity',
      'g.least',
      's.on_day as onDay',
      's.planned_on as plannedOn',
      's.starts_at as startsAt',
      's.ends_at as endsAt',
      sql<Mode>`s.mode`.as('mode'),
      's.link',
      sql<Break[]>`s.breaks`.as('breaks'),
      's.meeting_id as meetingId',
      's.series_id as seriesId',
      's.topic_id as topicId',
      's.topic_chosen as topicChosen',
      sql<string | null>`coalesce(s.topic, o.title)`.as('topic'),
      's.canceled_at as canceledAt',
      sql<'asked' | 'closed' | 'no-room' | 'ended' | null>`s.canceled_kind`.as('canceledKind'),
      's.cancel_reason as cancelReason',
      's.change_reason as changeReason',
      's.moved_at as movedAt',
      's.version',
    ])
    .where('s.organization_id', '=', work.organization)

/** A session as it is kept. */
export type SessionRow = NonNullable<Awaited<ReturnType<typeof sessionOf>>>

export const sessionOf = (work: Work, id: string) => work.one(sessionRows(work).where('s.id', '=', id))

export const sessionsNamed = (work: Work, ids: readonly string[]) =>
  work.all(
    sessionRows(work)
      .where('s.id', 'in', [...ids])
      .orderBy('s.starts_at'),
  )

/** Which sessions are asked for: of a site, of a group, of somebody who leads them. */
export type Only = { siteId?: string | undefined; staffId?: string | undefined; groupId?: string | undefined }

/** Sessions on days from one to another, both included, each day by the calendar of its site. */
export const sessionsOn = (work: Work, days: { fromOn: Day; untilOn: Day }, only: Only = {}) =>
  work.all(
    narrowed(work, only)
      .where('s.on_day', '>=', days.fromOn)
      .where('s.on_day', '<=', days.untilOn)
      .orderBy('s.starts_at')
      .orderBy('g.name'),
  )

/** The sessions of some days that are not canceled, by their ids alone. */
export const sessionIdsOn = (work: Work, days: { fromOn: Day; untilOn: Day }, siteId?: string) => {
  const all = db
    .selectFrom('timetable.session')
    .select('id')
    .where('organization_id', '=', work.organization)
    .where('on_day', '>=', days.fromOn)
    .where('on_day', '<=', days.untilOn)
    .where('canceled_at', 'is', null)
  return work.all(siteId ? all.where('site_id', '=', siteId) : all)
}

/** Sessions that begin between two moments. */
export const sessionsIn = (work: Work, { from, until }: { from: Instant; until: Instant }, only: Only = {}) =>
  work.all(
    narrowed(work, only)
      .where('s.starts_at', '>=', from)
      .where('s.starts_at', '<', until)
      .orderBy('s.starts_at')
      .orderBy('g.name'),
  )

function narrowed(work: Work, only: Only) {
  let rows = sessionRows(work)
  if (only.siteId) rows = rows.where('s.site_id', '=', only.siteId)
  if (only.groupId) rows = rows.where('s.group_id', '=', only.groupId)
  if (only.staffId)
    rows = rows.where(
      's.id',
      'in',
      db
        .selectFrom('timetable.leader')
        .select('session_id')
        .where('organization_id', '=', work.organization)
        .where('staff_id', '=', only.staffId),
    )
  return rows
}

/** Who leads these sessions, the lead first; `forStaff` is the name of whom a substitute stands in for. */
export const leadersOf = (work: Work, sessionIds: readonly string[]) =>
  work.all(sql<{
    sessionId: string
    staffId: string
    name: string
    credential: string | null
    lead: boolean
    forStaff: string | null
    forStaffId: string | null
  }>`
    select l.session_id as "sessionId", l.staff_id as "staffId", s.given || ' ' || s.family as name, s.credential,
      l.lead, a.given || ' ' || a.family as "forStaff", l.for_staff as "forStaffId"
    from timetable.leader l join people.staff s on s.organization_id = l.organization_id and s.id = l.staff_id
    left join people.staff a on a.organization_id = l.organization_id and a.id = l.for_staff
    where l.organization_id = ${work.organization} and ${oneOf(sql`l.session_id`, sessionIds)}
    order by l.lead desc, s.family`)

/** One of some ids. Of a single one the database keeps its plan; of a list it makes one anew each time. */
const oneOf = (column: ReturnType<typeof sql>, ids: readonly string[]) =>
  ids.length === 1 ? sql`${column} = ${ids[0]}` : sql`${column} = any (${[...ids]}::uuid[])`

/** How many minutes each leads on some days, by service. */
export const minutesLed = (work: Work, days: { fromOn: Day; untilOn: Day }) =>
  work.all(sql<{ staffId: string; service: string; minutes: number }>`
    select l.staff_id as "staffId", s.service, (sum(extract(epoch from s.ends_at - s.starts_at)) / 60)::int as minutes
    from timetable.session s join timetable.leader l on l.organization_id = s.organization_id and l.session_id = s.id
    where s.organization_id = ${work.organization} and s.on_day >= ${days.fromOn} and s.on_day <= ${days.untilOn}
      and s.canceled_at is null group by l.staff_id, s.service`)

/** How many are expected in these sessions, and how many of them said in advance that they do not come. */
export const expectedIn = (work: Work, sessionIds: readonly string[]) =>
  work.all(sql<{ sessionId: string; expected: number; away: number }>`
    with here as (${expectedRows(work, sessionIds)})
    select session_id as "sessionId", count(*)::int as expected, (count(*) filter (where away))::int as away
    from here group by session_id`)

/** Who is expected in these sessions, each once: by a seat that holds on the day, or booked by name. */
export const clientsExpectedIn = (work: Work, sessionIds: readonly string[]) =>
  work.all(sql<{ sessionId: string; clientId: string; away: boolean }>`
    with here as (${expectedRows(work, sessionIds)})
    select session_id as "sessionId", client_id as "clientId", away from here`)

// The fence of `offset 0` and the `exists` hold the look-ups in the indexes of group and client: a join of the same
// words reads the seats and absences of the whole organization once it has some thousand of them.
const expectedRows = (work: Work, sessionIds: readonly string[]) => sql`
  select e.session_id, e.client_id, exists (
    select 1 from timetable.absence b where b.organization_id = ${work.organization} and b.client_id = e.client_id
      and b.from_at < e.ends_at and b.until_at > e.starts_at and b.withdrawn_at is null) as away from (
    select s.id as session_id, a.client_id, s.starts_at, s.ends_at from timetable.session s
    cross join lateral (select client_id from timetable.seat where organization_id = ${work.organization}
      and group_id = s.group_id and from_on <= s.on_day and coalesce(until_on, 'infinity') >= s.on_day offset 0) a
    where s.organization_id = ${work.organization} and ${oneOf(sql`s.id`, sessionIds)}
    union
    select s.id, t.client_id, s.starts_at, s.ends_at from timetable.session s
    join timetable.attendee t on t.organization_id = s.organization_id and t.session_id = s.id and t.ended_at is null
      and ${oneOf(sql`t.session_id`, sessionIds)}
    where s.organization_id = ${work.organization} and ${oneOf(sql`s.id`, sessionIds)}) e`

/**
 * That a session `s` begins around some days, whatever its zone: said beside its group, so that the sessions of the
 * group are read and not those of the whole house on these days.
 */
export const startsAround = ({ from, until }: { from: Day; until: Day }) => sql<boolean>`
  s.starts_at >= (${from}::date - 1)::timestamptz and s.starts_at < (${until}::date + 2)::timestamptz`

/** A session that somebody is expected in. */
export type ClientSession = {
  clientId: string
  sessionId: string
  groupId: string | null
  onDay: Day
  startsAt: Instant
  endsAt: Instant
  service: string
  breaks: Break[]
  groupName: string | null
  roomName: string | null
  mode: Mode
  link: string | null
  siteId: string
  site: string
  zone: string
  topicId: string | null
  topic: string | null
  away: boolean
  version: number
}

/**
 * Sessions that these clients are expected in between two days, both included, canceled ones left out. They are looked
 * up one by one, which the fences of `offset 0` hold: of many days the planner reads those of the whole house.
 */
export const sessionsOfClients = (
  work: Work,
  clientIds: readonly string[],
  { from, until }: { from: Day; until: Day },
) =>
  work.all(sql<ClientSession>`
    with mine as (
      select a.client_id, s.id from timetable.seat a
      join timetable.session s on s.organization_id = a.organization_id and s.group_id = a.group_id
        and ${startsAround({ from, until })} and s.on_day >= ${from} and s.on_day <= ${until}
        and s.on_day >= a.from_on and s.on_day <= coalesce(a.until_on, 'infinity')
      where a.organization_id = ${work.organization} and a.client_id = any (${[...clientIds]}::uuid[])
        and a.from_on <= ${until} and (a.until_on is null or a.until_on >= ${from}) and s.canceled_at is null
      union
      select t.client_id, s.id from timetable.attendee t
      cross join lateral (select id from timetable.session where organization_id = ${work.organization}
        and id = t.session_id and on_day >= ${from} and on_day <= ${until} and canceled_at is null offset 0) s
      where t.organization_id = ${work.organization} and t.client_id = any (${[...clientIds]}::uuid[])
        and t.ended_at is null)
    select m.client_id as "clientId", s.id as "sessionId", s.group_id as "groupId", s.on_day as "onDay",
      s.starts_at as "startsAt", s.ends_at as "endsAt", s.service, s.breaks, g.name as "groupName",
      r.name as "roomName", s.mode, s.link, s.site_id as "siteId", h.name as site, h.zone, s.topic_id as "topicId",
      coalesce(s.topic, o.title) as topic, s.version,
      exists (select 1 from timetable.absence b where b.organization_id = ${work.organization}
        and b.client_id = m.client_id and b.from_at < s.ends_at and b.until_at > s.starts_at
        and b.withdrawn_at is null) as away
    from mine m
    cross join lateral (select * from timetable.session
      where organization_id = ${work.organization} and id = m.id offset 0) s
    left join timetable."group" g on g.organization_id = s.organization_id and g.id = s.group_id
    left join calendar.room r on r.organization_id = s.organization_id and r.id = s.room_id
    left join timetable.topic o on o.organization_id = s.organization_id and o.id = s.topic_id
    join people.site h on h.organization_id = s.organization_id and h.id = s.site_id
    order by s.starts_at`)

/** Whether the working person leads a session. */
export const leads = async (work: Work, sessionId: string) =>
  (await work.one(
    db
      .selectFrom('timetable.leader')
      .select('staff_id')
      .where('organization_id', '=', work.organization)
      .where('session_id', '=', sessionId)
      .where('staff_id', '=', work.actor.personId),
  )) !== undefined

/** What was done against a rule, kept for the director. */
export async function keepOverride(
  work: Work,
  override: {
    doing: string
    groupId?: string | null
    sessionId?: string | null
    clientId?: string | null
    conflicts: readonly string[]
    reason: string
  },
): Promise<void> {
  await work.run(
    db.insertInto('timetable.override').values({
      organization_id: work.organization,
      id: work.id(),
      at: work.now,
      by_staff: work.actor.personId,
      doing: override.doing,
      group_id: override.groupId ?? null,
      session_id: override.sessionId ?? null,
      client_id: override.clientId ?? null,
      conflicts: [...override.conflicts],
      reason: override.reason,
    }),
  )
}

/** Overrides since a moment, the newest first. */
export const overridesSince = (work: Work, since: Instant) =>
  work.all(sql<{
    id: string
    at: Instant
    doing: string
    conflicts: string[]
    reason: string
    by: string | null
    group: string | null
    groupId: string | null
    sessionId: string | null
    startsAt: Instant | null
    zone: string | null
    clientId: string | null
  }>`
    select o.id, o.at, o.doing, o.conflicts, o.reason, p.given || ' ' || p.family as by, g.name as group,
      g.id as "groupId", o.session_id as "sessionId", s.starts_at as "startsAt", h.zone, o.client_id as "clientId"
    from timetable.override o
    left join people.staff p on p.organization_id = o.organization_id and p.id = o.by_staff
    left join timetable.session s on s.organization_id = o.organization_id and s.id = o.session_id
    left join timetable."group" g on g.organization_id = o.organization_id and g.id = coalesce(o.group_id, s.group_id)
    left join people.site h on h.organization_id = o.organization_id and h.id = coalesce(s.site_id, g.site_id)
    where o.organization_id = ${work.organization} and o.at >= ${since}
    order by o.at desc limit 500`)
