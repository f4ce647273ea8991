import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import { type Day, dayIn, plusDays } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'

// The statements of stays, and of the care teams that go with them.

export async function openStay(
  work: Work,
  stay: { clientId: string; siteId: string; programId: string; trackId: string | null; startsOn: Day; reason: string },
): Promise<string> {
  const id = work.id()
  await work.run(
    db.insertInto('people.stay').values({
      organization_id: work.organization,
      id,
      client_id: stay.clientId,
      site_id: stay.siteId,
      program_id: stay.programId,
      track_id: stay.trackId,
      starts_on: stay.startsOn,
      reason: stay.reason,
      opened_at: work.now,
    }),
  )
  return id
}

/** Ends a stay if nobody changed it since; false when somebody did. */
export async function endStay(
  work: Work,
  stay: { id: string; clientId: string; version: number; endsOn: Day; reason: string },
): Promise<boolean> {
  const row = await work.one(
    db
      .updateTable('people.stay')
      .set({ ends_on: stay.endsOn, end_reason: stay.reason, version: stay.version + 1 })
      .where('organization_id', '=', work.organization)
      .where('id', '=', stay.id)
      .where('client_id', '=', stay.clientId)
      .where('version', '=', stay.version)
      .where('ends_on', 'is', null)
      .returning('id'),
  )
  return row !== undefined
}

/** Puts a stay into another track if nobody changed it since: for a stay whose first day is the day of the move. */
export async function changeTrack(
  work: Work,
  stay: { id: string; version: number; trackId: string; siteId: string },
): Promise<boolean> {
  const row = await work.one(
    db
      .updateTable('people.stay')
      .set({ track_id: stay.trackId, site_id: stay.siteId, version: stay.version + 1 })
      .where('organization_id', '=', work.organization)
      .where('id', '=', stay.id)
      .where('version', '=', stay.version)
      .where('ends_on', 'is', null)
      .returning('id'),
  )
  return row !== undefined
}

/** A stay that holds on a day, with what is needed to name it. */
export type StayOn = {
  id: string
  clientId: string
  siteId: string
  site: string
  zone: string
  programId: string
  program: string
  preset: string
  level: string
  trackId: string | null
  track: string | null
  startsOn: Day
  endsOn: Day | null
  reason: string
  version: number
}

/** Stays of these clients that hold on a day, or today by each site's calendar. */
export const staysOn = (work: Work, on: Day | 'today', clientIds?: readonly string[]) => {
  const day = on === 'today' ? sql<Day>`(${work.now}::timestamptz at time zone h.zone)::date` : sql<Day>`${on}::date`
  // A day that every site has reached, so that the index is asked with a value and not with each site's zone.
  const reached = on === 'today' ? plusDays(dayIn('UTC', work.now), -1) : on
  return work.all(sql<StayOn>`
    select s.id, s.client_id as "clientId", s.site_id as "siteId", h.name as site, h.zone, s.program_id as "programId",
      p.name as program, p.preset, p.level, s.track_id as "trackId", t.name as track, s.starts_on as "startsOn",
      s.ends_on as "endsOn", s.reason, s.version
    from people.stay s
    join people.program p on p.organization_id = s.organization_id and p.id = s.program_id
    join people.site h on h.organization_id = s.organization_id and h.id = s.site_id
    left join people.track t on t.organization_id = s.organization_id and t.id = s.track_id
    where s.organization_id = ${work.organization} and (s.ends_on is null or s.ends_on >= ${reached}::date)
      and s.starts_on <= ${day} and (s.ends_on is null or s.ends_on >= ${day})
      ${clientIds ? sql`and s.client_id = any (${[...clientIds]}::uuid[])` : sql``}
    order by s.starts_on`)
}

/** The stays that hold on any of some days, of these charts or of everybody, with what their program asks for. */
export const staysWithin = (
  work: Work,
  days: { from: Day; until: Day },
  only: { chartIds?: readonly string[] | undefined; siteId?: string | undefined },
) => {
  let all = db
    .selectFrom('people.stay as s')
    .innerJoin('people.program as p', join =>
      join.onRef('p.id', '=', 's.program_id').onRef('p.organization_id', '=', 's.organization_id'),
    )
    .leftJoin('people.track as t', join =>
      join.onRef('t.id', '=', 's.track_id').onRef('t.organization_id', '=', 's.organization_id'),
    )
    .select(['s.client_id as clientId', 's.site_id as siteId', 's.program_id as programId', 'p.preset'])
    .select(['t.name as track', 's.starts_on as startsOn', 's.ends_on as endsOn'])
    .where('s.organization_id', '=', work.organization)
    .where(eb => eb.or([eb('s.ends_on', 'is', null), eb('s.ends_on', '>=', days.from)]))
    .where('s.starts_on', '<=', days.until)
    .orderBy('s.starts_on')
  if (only.siteId) all = all.where('s.site_id', '=', only.siteId)
  if (only.chartIds) all = all.where(sql<boolean>`s.client_id = any (${[...only.chartIds]}::uuid[])`)
  return work.all(all)
}

export const stayHistory = (work: Work, chartIds: readonly string[]) =>
  work.all(
    db
      .selectFrom('people.stay')
      .select([
        'id',
        'starts_on as startsOn',
        'ends_on as endsOn',
        'reason',
        'end_reason as endReason',
        'program_id as programId',
        'version',
      ])
      .where('organization_id', '=', work.organization)
      .where('client_id', 'in', [...chartIds])
      .orderBy('starts_on', 'desc'),
  )

/**
 * The stays of these charts that began by a day: what of them lies after it is nobody's concern yet. Chart by chart,
 * because the one index by client is that of the constraint, which is asked for one client at a time.
 */
export const staysUntil = (work: Work, chartIds: readonly string[], on: Day) =>
  work.all(sql<{ clientId: string; programId: string; startsOn: Day; endsOn: Day | null }>`
    select c.id as "clientId", s.program_id as "programId", s.starts_on as "startsOn", s.ends_on as "endsOn"
    from unnest(${[...chartIds]}::uuid[]) c (id)
    cross join lateral (
      select program_id, starts_on, ends_on from people.stay
      where organization_id = ${work.organization} and client_id = c.id and starts_on <= ${on}::date offset 0) s
    order by s.starts_on desc`)

/** A stay with all that the next one takes over from it. */
export const stayOf = (work: Work, chartIds: readonly string[], id: string) =>
  work.one(
    db
      .selectFrom('people.stay')
      .select([
        'id',
        'client_id as clientId',
        'program_id as programId',
        'track_id as trackId',
        'starts_on as startsOn',
        'ends_on as endsOn',
        'version',
      ])
      .where('organization_id', '=', work.organization)
      .where('client_id', 'in', [...chartIds])
      .where('id', '=', id),
  )

export const joinCareTeam = (work: Work, member: { clientId: string; staffId: string; duty: string }) =>
  work.run(
    db.insertInto('people.care_team').values({
      organization_id: work.organization,
      id: work.id(),
      client_id: member.clientId,
      staff_id: member.staffId,
      duty: member.duty,
      from_at: work.now,
    }),
  )

export const leaveCareTeam = (work: Work, member: { chartIds: readonly string[]; id: string }) =>
  work.one(
    db
      .updateTable('people.care_team')
      .set({ until_at: work.now })
      .where('organization_id', '=', work.organization)
      .where('client_id', 'in', [...member.chartIds])
      .where('id', '=', member.id)
      .where('until_at', 'is', null)
      .returning('id'),
  )

export const careTeamOf = (work: Work, clientIds: readonly string[]) =>
  work.all(
    db
      .selectFrom('people.care_team as c')
      .innerJoin('people.staff as s', join =>
        join.onRef('s.id', '=', 'c.staff_id').onRef('s.organization_id', '=', 'c.organization_id'),
      )
      .select([
        'c.id',
        'c.client_id as clientId',
        'c.staff_id as staffId',
        'c.duty',
        's.given',
        's.family',
        's.credential',
      ])
      .where('c.organization_id', '=', work.organization)
      .where(sql<boolean>`c.client_id = any (${[...clientIds]}::uuid[])`)
      .where('c.until_at', 'is', null)
      .orderBy('c.from_at'),
  )
