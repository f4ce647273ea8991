import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Day, Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import type { Meeting, PlannedSession, SeatDays } from './timetable.ts'

/** What broken constraints of this room mean. */
export const constraints = {
  group_name: { code: 'name-taken', says: 'A group at this site has this name already. Choose another.' },
  seat_once: { code: 'seated', says: 'This client has a seat in this group on some of these days already.' },
  seat_dates: { code: 'dates-crossed', says: 'A seat cannot end before it begins.' },
}

export async function startGroup(
  work: Work,
  group: {
    siteId: string
    trackId: string | null
    roomId: string
    name: string
    kind: string
    capacity: number
    startsOn: Day
    facilitatorIds: readonly string[]
    meetings: readonly Meeting[]
  },
): Promise<string> {
  const id = work.id()
  const organization_id = work.organization
  await work.run(
    db.insertInto('timetable.group').values({
      organization_id,
      id,
      site_id: group.siteId,
      track_id: group.trackId,
      room_id: group.roomId,
      name: group.name,
      kind: group.kind,
      capacity: group.capacity,
      starts_on: group.startsOn,
    }),
  )
  await Promise.all([
    work.run(
      db.insertInto('timetable.facilitator').values(
        [...new Set(group.facilitatorIds)].map((staff_id, at) => ({
          organization_id,
          group_id: id,
          staff_id,
          lead: at === 0,
        })),
      ),
    ),
    work.run(
      db.insertInto('timetable.meeting').values(
        group.meetings.map(each => ({
          organization_id,
          id: work.id(),
          group_id: id,
          weekday: each.weekday,
          starts: each.starts,
          length_minutes: each.lengthMinutes,
        })),
      ),
    ),
  ])
  return id
}

export const groupOf = (work: Work, id: string) =>
  work.one(
    db
      .selectFrom('timetable.group as g')
      .innerJoin('people.site as s', join =>
        join.onRef('s.id', '=', 'g.site_id').onRef('s.organization_id', '=', 'g.organization_id'),
      )
      .select([
        'g.id',
        'g.name',
        'g.kind',
        'g.capacity',
        'g.site_id as siteId',
        'g.room_id as roomId',
        'g.track_id as trackId',
        'g.starts_on as startsOn',
        'g.ends_on as endsOn',
        'g.version',
        's.zone',
        's.name as site',
      ])
      .where('g.organization_id', '=', work.organization)
      .where('g.id', '=', id),
  )

export const openGroups = (work: Work, siteId?: string) => {
  const all = db
    .selectFrom('timetable.group as g')
    .innerJoin('people.site as s', join =>
      join.onRef('s.id', '=', 'g.site_id').onRef('s.organization_id', '=', 'g.organization_id'),
    )
    .innerJoin('calendar.room as r', join =>
      join.onRef('r.id', '=', 'g.room_id').onRef('r.organization_id', '=', 'g.organization_id'),
    )
    .select([
      'g.id',
      'g.name',
      'g.kind',
      'g.capacity',
      'g.site_id as siteId',
      's.name as site',
      's.zone',
      'g.room_id as roomId',
      'r.name as room',
      'g.track_id as trackId',
      'g.starts_on as startsOn',
    ])
    .where('g.organization_id', '=', work.organization)
    .where('g.ends_on', 'is', null)
    .orderBy('g.name')
  return work.all(siteId ? all.where('g.site_id', '=', siteId) : all)
}

export const facilitatorsOf = (work: Work, groupIds: readonly string[]) =>
  work.all(sql<{ groupId: string; staffId: string; lead: boolean; name: string; credential: string | null }>`
    select f.group_id as "groupId", f.staff_id as "staffId", f.lead, s.given || ' ' || s.family as name, s.credential
    from timetable.facilitator f join people.staff s on s.organization_id = f.organization_id and s.id = f.staff_id
    where f.organization_id = ${work.organization} and f.group_id = any (${[...groupIds]}::uuid[])
    order by f.lead desc, s.family`)

export const meetingsOf = (work: Work, groupIds: readonly string[]) =>
  work.all(sql<Meeting & { groupId: string }>`
    select group_id as "groupId", weekday, to_char(starts, 'HH24:MI') as starts, length_minutes as "lengthMinutes"
    from timetable.meeting where organization_id = ${work.organization} and group_id = any (${[...groupIds]}::uuid[])
    order by weekday, starts`)

/** Adds sessions that are not there yet; answers the ones added. */
export const addSessions = (
  work: Work,
  group: { id: string; siteId: string; roomId: string },
  sessions: readonly PlannedSession[],
) =>
  work.all(sql<{ id: string; onDay: Day; startsAt: Instant; endsAt: Instant }>`
    insert into timetable.session (organization_id, id, group_id, site_id, room_id, on_day, starts_at, ends_at)
    select ${work.organization}, i, ${group.id}, ${group.siteId}, ${group.roomId}, d, s, e
    from unnest(${sessions.map(() => work.id())}::uuid[], ${sessions.map(each => each.onDay)}::date[],
      ${sessions.map(each => each.startsAt)}::timestamptz[], ${sessions.map(each => each.endsAt)}::timestamptz[])
      w (i, d, s, e)
    on conflict (organization_id, group_id, starts_at) do nothing
    returning id, on_day as "onDay", starts_at as "startsAt", ends_at as "endsAt"`)

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

/** A session with its group, site and room in words. */
export const sessionRows = (work: Work) =>
  db
    .selectFrom('timetable.session as s')
    .innerJoin('timetable.group as g', join =>
      join.onRef('g.id', '=', 's.group_id').onRef('g.organization_id', '=', 's.organization_id'),
    )
    .innerJoin('people.site as h', join =>
      join.onRef('h.id', '=', 's.site_id').onRef('h.organization_id', '=', 's.organization_id'),
    )
    .innerJoin('calendar.room as r', join =>
      join.onRef('r.id', '=', 's.room_id').onRef('r.organization_id', '=', 's.organization_id'),
    )
    .leftJoin('people.track as t', join =>
      join.onRef('t.id', '=', 'g.track_id').onRef('t.organization_id', '=', 'g.organization_id'),
    )
    .select([
      's.id',
      's.group_id as groupId',
      'g.name as group',
      'g.kind',
      's.site_id as siteId',
      'h.name as site',
      'h.zone',
      's.room_id as roomId',
      'r.name as room',
      'g.track_id as trackId',
      't.name as track',
      's.on_day as onDay',
      's.starts_at as startsAt',
      's.ends_at as endsAt',
      's.topic',
      's.canceled_at as canceledAt',
      's.cancel_reason as cancelReason',
      's.version',
    ])
    .where('s.organization_id', '=', work.organization)

export const sessionOf = (work: Work, id: string) => work.one(sessionRows(work).where('s.id', '=', id))

export const sessionsIn = (
  work: Work,
  { from, until }: { from: Instant; until: Instant },
  only: { siteId?: string | undefined; staffId?: string | undefined } = {},
) => {
  let rows = sessionRows(work)
    .where('s.starts_at', '>=', from)
    .where('s.starts_at', '<', until)
    .orderBy('s.starts_at')
    .orderBy('g.name')
  if (only.siteId) rows = rows.where('s.site_id', '=', only.siteId)
  if (only.staffId)
    rows = rows.where(
      's.group_id',
      'in',
      db
        .selectFrom('timetable.facilitator')
        .select('group_id')
        .where('organization_id', '=', work.organization)
        .where('staff_id', '=', only.staffId),
    )
  return work.all(rows)
}

/** Sessions with a seat for these clients between two days, both included, canceled ones left out. */
export const sessionsOfClients = (
  work: Work,
  clientIds: readonly string[],
  { from, until }: { from: Day; until: Day },
) =>
  work.all(sql<{
    clientId: string
    sessionId: string
    onDay: Day
    startsAt: Instant
    endsAt: Instant
    kind: string
    group: string
    room: string
    site: string
    zone: string
  }>`
    select a.client_id as "clientId", s.id as "sessionId", s.on_day as "onDay", s.starts_at as "startsAt",
      s.ends_at as "endsAt", g.kind, g.name as group, r.name as room, h.name as site, h.zone
    from timetable.seat a
    join timetable.session s on s.organization_id = a.organization_id and s.group_id = a.group_id
      and s.on_day >= ${from} and s.on_day <= ${until}
      and s.on_day >= a.from_on and s.on_day <= coalesce(a.until_on, 'infinity')
    join timetable."group" g on g.organization_id = s.organization_id and g.id = s.group_id
    join calendar.room r on r.organization_id = s.organization_id and r.id = s.room_id
    join people.site h on h.organization_id = s.organization_id and h.id = s.site_id
    where a.organization_id = ${work.organization} and a.client_id = any (${[...clientIds]}::uuid[])
      and a.from_on <= ${until} and (a.until_on is null or a.until_on >= ${from}) and s.canceled_at is null
    order by s.starts_at`)

export const leads = async (work: Work, groupId: string) =>
  (await work.one(
    db
      .selectFrom('timetable.facilitator')
      .select('staff_id')
      .where('organization_id', '=', work.organization)
      .where('group_id', '=', groupId)
      .where('staff_id', '=', work.actor.personId),
  )) !== undefined

/** Cancels a session if nobody changed it since; false when somebody did. */
export async function cancelSession(
  work: Work,
  session: { id: string; version: number; reason: string },
): Promise<boolean> {
  const row = await work.one(
    db
      .updateTable('timetable.session')
      .set({ canceled_at: work.now, cancel_reason: session.reason, version: session.version + 1 })
      .where('organization_id', '=', work.organization)
      .where('id', '=', session.id)
      .where('version', '=', session.version)
      .where('canceled_at', 'is', null)
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
