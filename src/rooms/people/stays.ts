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

/** Stays of these clients that hold on a day, or today by each site's calendar, with what is needed to name them. */
export const staysOn = (work: Work, on: Day | 'today', clientIds?: readonly string[]) => {
  const day = on === 'today' ? sql<Day>`(${work.now}::timestamptz at time zone h.zone)::date` : sql<Day>`${on}::date`
  const reached = on === 'today' ? plusDays(dayIn('UTC', work.now), -1) : on
  const all = db
    .selectFrom('people.stay as s')
    .innerJoin('people.program as p', join =>
      join.onRef('p.id', '=', 's.program_id').onRef('p.organization_id', '=', 's.organization_id'),
    )
    .innerJoin('people.site as h', join =>
      join.onRef('h.id', '=', 's.site_id').onRef('h.organization_id', '=', 's.organization_id'),
    )
    .leftJoin('people.track as t', join =>
      join.onRef('t.id', '=', 's.track_id').onRef('t.organization_id', '=', 's.organization_id'),
    )
    .select([
      's.id',
      's.client_id as clientId',
      's.site_id as siteId',
      'h.name as site',
      'h.zone',
      's.program_id as programId',
      'p.name as program',
      'p.preset',
      'p.level',
      's.track_id as trackId',
      't.name as track',
      's.starts_on as startsOn',
      's.ends_on as endsOn',
      's.reason',
      's.version',
    ])
    .where('s.organization_id', '=', work.organization)
    // A day that every site has reached, so that the index is asked with a value and not with each site's zone.
    .where(eb => eb.or([eb('s.ends_on', 'is', null), eb('s.ends_on', '>=', reached)]))
    .where('s.starts_on', '<=', day)
    .where(eb => eb.or([eb('s.ends_on', 'is', null), eb('s.ends_on', '>=', day)]))
    .orderBy('s.starts_on')
  return work.all(
    clientIds ? all.where('s.client_id', 'in', [...clientIds, '00000000-0000-0000-0000-000000000000']) : all,
  )
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
      .where('c.client_id', 'in', [...clientIds, '00000000-0000-0000-0000-000000000000'])
      .where('c.until_at', 'is', null)
      .orderBy('c.from_at'),
  )
