import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import { type Day, dayIn, plusDays } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import type { Break, Meeting, Mode } from './timetable.ts'

// The statements of groups: what they are, when they meet, and who leads them from when to when.

/** A meeting as it is asked for. */
export type NewMeeting = {
  weekday: number
  starts: string
  lengthMinutes: number
  roomId: string | null
  breaks: Break[]
}
/** What makes a group the group it is. */
export type GroupWords = {
  name: string
  service: string
  trackId: string | null
  cohort: string | null
  cohortValue: string | null
  open: boolean
  capacity: number
  least: number
  curriculumId: string | null
  mode: Mode
  link: string | null
}

const wordsRow = (group: GroupWords) => ({
  track_id: group.trackId,
  name: group.name,
  service: group.service,
  cohort: group.cohort,
  cohort_value: group.cohortValue,
  open: group.open,
  capacity: group.capacity,
  least: group.least,
  curriculum_id: group.curriculumId,
  mode: group.mode,
  link: group.link,
})

export async function startGroup(work: Work, group: GroupWords & { siteId: string; startsOn: Day }): Promise<string> {
  const id = work.id()
  await work.run(
    db.insertInto('timetable.group').values({
      organization_id: work.organization,
      id,
      site_id: group.siteId,
      starts_on: group.startsOn,
      ...wordsRow(group),
    }),
  )
  return id
}

/** Changes a group if nobody did since; false when somebody did. */
export async function changeGroup(work: Work, group: GroupWords & { id: string; version: number }): Promise<boolean> {
  const row = await work.one(
    db
      .updateTable('timetable.group')
      .set({ ...wordsRow(group), version: group.version + 1 })
      .where('organization_id', '=', work.organization)
      .where('id', '=', group.id)
      .where('version', '=', group.version)
      .where('ends_on', 'is', null)
      .returning('id'),
  )
  return row !== undefined
}

/** From now on people of a group meet in another way. */
export const setMode = (work: Work, id: string, { mode, link }: { mode: Mode; link: string | null }) =>
  work.run(
    db
      .updateTable('timetable.group')
      .set(eb => ({ mode, link, version: eb('version', '+', 1) }))
      .where('organization_id', '=', work.organization)
      .where('id', '=', id),
  )

/** Ends a group after a day; false when it has ended already. */
export async function endGroup(work: Work, group: { id: string; lastOn: Day; reason: string }): Promise<boolean> {
  const row = await work.one(
    db
      .updateTable('timetable.group')
      .set(eb => ({ ends_on: group.lastOn, end_reason: group.reason, version: eb('version', '+', 1) }))
      .where('organization_id', '=', work.organization)
      .where('id', '=', group.id)
      .where('ends_on', 'is', null)
      .returning('id'),
  )
  return row !== undefined
}

const groupRows = (work: Work) =>
  db
    .selectFrom('timetable.group as g')
    .innerJoin('people.site as s', join =>
      join.onRef('s.id', '=', 'g.site_id').onRef('s.organization_id', '=', 'g.organization_id'),
    )
    .leftJoin('people.track as t', join =>
      join.onRef('t.id', '=', 'g.track_id').onRef('t.organization_id', '=', 'g.organization_id'),
    )
    .leftJoin('timetable.curriculum as c', join =>
      join.onRef('c.id', '=', 'g.curriculum_id').onRef('c.organization_id', '=', 'g.organization_id'),
    )
    .select([
      'g.id',
      'g.name',
      'g.service',
      'g.cohort',
      'g.cohort_value as cohortValue',
      'g.open',
      'g.capacity',
      'g.least',
      'g.curriculum_id as curriculumId',
      'c.name as curriculum',
      sql<Mode>`g.mode`.as('mode'),
      'g.link',
      'g.site_id as siteId',
      's.name as site',
      's.zone',
      'g.track_id as trackId',
      't.name as track',
      'g.starts_on as startsOn',
      'g.ends_on as endsOn',
      'g.end_reason as endReason',
      'g.version',
    ])
    .where('g.organization_id', '=', work.organization)

export type GroupRow = NonNullable<Awaited<ReturnType<typeof groupOf>>>

export const groupOf = (work: Work, id: string) => work.one(groupRows(work).where('g.id', '=', id))

export const openGroups = (work: Work, siteId?: string) => {
  const all = groupRows(work).where('g.ends_on', 'is', null).orderBy('g.name')
  return work.all(siteId ? all.where('g.site_id', '=', siteId) : all)
}

/** Groups that meet today or later: also those whose last day is set and still to come. */
export const groupsMeeting = (work: Work, part: { after: string | null; most: number }) => {
  // What is over in the last zone of the world is over everywhere.
  const since = plusDays(dayIn('UTC', work.now), -1)
  const coming = groupRows(work).where(eb => eb.or([eb('g.ends_on', 'is', null), eb('g.ends_on', '>=', since)]))
  const rest = part.after ? coming.where('g.id', '>', part.after) : coming
  return work.all(rest.orderBy('g.id').limit(part.most))
}

/** Groups that have ended, the latest first: their history stays to be read. */
export const endedGroups = (work: Work, siteId?: string) => {
  const all = groupRows(work).where('g.ends_on', 'is not', null).orderBy('g.ends_on', 'desc').limit(200)
  return work.all(siteId ? all.where('g.site_id', '=', siteId) : all)
}

/** A pattern as it is kept. */
export type MeetingRow = Meeting & { id: string; groupId: string; roomId: string | null; room: string | null }

/** The meetings of groups that hold on a day or later; all there ever were when no day is given. */
export const meetingsOf = (work: Work, groupIds: readonly string[], since: Day | null = null) =>
  work.all(sql<MeetingRow>`
    select m.id, m.group_id as "groupId", m.weekday, to_char(m.starts, 'HH24:MI') as starts,
      m.length_minutes as "lengthMinutes", m.breaks, m.room_id as "roomId", r.name as room,
      m.from_on as "fromOn", m.until_on as "untilOn"
    from timetable.meeting m
    left join calendar.room r on r.organization_id = m.organization_id and r.id = m.room_id
    where m.organization_id = ${work.organization} and m.group_id = any (${[...groupIds]}::uuid[])
      and coalesce(m.until_on, 'infinity') >= coalesce(${since}::date, '-infinity')
    order by m.weekday, m.starts, m.from_on`)

export async function addMeetings(
  work: Work,
  groupId: string,
  meetings: readonly (NewMeeting & { fromOn: Day; untilOn: Day | null })[],
): Promise<string[]> {
  const rows = meetings.map(each => ({ id: work.id(), ...each }))
  await work.run(
    db.insertInto('timetable.meeting').values(
      rows.map(each => ({
        organization_id: work.organization,
        id: each.id,
        group_id: groupId,
        weekday: each.weekday,
        starts: each.starts,
        length_minutes: each.lengthMinutes,
        room_id: each.roomId,
        breaks: JSON.stringify(each.breaks),
        from_on: each.fromOn,
        until_on: each.untilOn,
      })),
    ),
  )
  return rows.map(each => each.id)
}

/** A meeting holds no longer than to a day; one that would end before it began never was, and holds on no day. */
export const endMeeting = (work: Work, id: string, untilOn: Day) =>
  work.run(
    db
      .updateTable('timetable.meeting')
      .set({ until_on: untilOn })
      .where('organization_id', '=', work.organization)
      .where('id', '=', id),
  )

export type FacilitatorRow = {
  groupId: string
  staffId: string
  lead: boolean
  name: string
  credential: string | null
  fromOn: Day
  untilOn: Day | null
}

/** Who leads groups from a day on, the lead first. */
export const facilitatorsOf = (work: Work, groupIds: readonly string[], since: Day) =>
  work.all(sql<FacilitatorRow>`
    select f.group_id as "groupId", f.staff_id as "staffId", f.lead, s.given || ' ' || s.family as name, s.credential,
      f.from_on as "fromOn", f.until_on as "untilOn"
    from timetable.facilitator f join people.staff s on s.organization_id = f.organization_id and s.id = f.staff_id
    where f.organization_id = ${work.organization} and f.group_id = any (${[...groupIds]}::uuid[])
      and coalesce(f.until_on, 'infinity') >= ${since}
    order by f.lead desc, s.family`)

/** From a day on these lead a group, the first as the lead; who led before does so to the day before. */
export async function setFacilitators(
  work: Work,
  groupId: string,
  { staffIds, fromOn }: { staffIds: readonly string[]; fromOn: Day },
): Promise<void> {
  await work.run(sql`
    update timetable.facilitator set until_on = ${fromOn}::date - 1
    where organization_id = ${work.organization} and group_id = ${groupId}
      and coalesce(until_on, 'infinity') >= ${fromOn}::date`)
  if (staffIds.length === 0) return
  const ids = [...new Set(staffIds)]
  await work.run(sql`
    insert into timetable.facilitator (organization_id, group_id, staff_id, lead, from_on)
    select ${work.organization}, ${groupId}, i, n = 1, ${fromOn} from unnest(${ids}::uuid[]) with ordinality u (i, n)
    on conflict (organization_id, group_id, staff_id, from_on) do update set lead = excluded.lead, until_on = null`)
}

/** Takes the facilitators and meetings of an ended group to its last day. */
export async function endPattern(work: Work, groupId: string, lastOn: Day): Promise<void> {
  for (const table of ['meeting', 'facilitator'])
    await work.run(sql`
      update ${sql.id('timetable', table)} set until_on = ${lastOn}
      where organization_id = ${work.organization} and group_id = ${groupId}
        and coalesce(until_on, 'infinity') > ${lastOn}::date`)
}
