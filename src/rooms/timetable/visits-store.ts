import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Day, Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { sessionRows } from './store.ts'
import type { Visit } from './timetable.ts'

// The statements of visits: who comes to one session of a group without a seat in it. A visit is an attendee’s row with
// the reason; what a session takes and who is expected in it counts visitors like anybody else.

/** One visit that stands. */
export type VisitRow = {
  id: string
  sessionId: string
  clientId: string
  groupId: string
  onDay: Day
  canceledAt: Instant | null
  because: Visit
}

const visitRows = (work: Work) =>
  db
    .selectFrom('timetable.attendee as t')
    .innerJoin('timetable.session as s', join =>
      join.onRef('s.id', '=', 't.session_id').onRef('s.organization_id', '=', 't.organization_id'),
    )
    .select(['t.id', 't.session_id as sessionId', 't.client_id as clientId', sql<string>`s.group_id`.as('groupId')])
    .select(['s.on_day as onDay', 's.canceled_at as canceledAt', sql<Visit>`t.because`.as('because')])
    .where('t.organization_id', '=', work.organization)
    .where('t.ended_at', 'is', null)
    .where('t.because', '<>', 'booked')

/** Who visits these sessions. */
export const visitsIn = (work: Work, sessionIds: readonly string[]): Promise<VisitRow[]> =>
  work.all(visitRows(work).where(sql<boolean>`t.session_id = any (${[...sessionIds]}::uuid[])`))

/** Visits of sessions that are not over, canceled or not: in one group, or of one person. */
export const comingVisits = (
  work: Work,
  of: { groupId: string } | { chartIds: readonly string[] },
): Promise<VisitRow[]> => {
  const coming = visitRows(work).where('s.ends_at', '>', work.now)
  return work.all(
    'groupId' in of
      ? coming.where('s.group_id', '=', of.groupId)
      : coming.where(sql<boolean>`t.client_id = any (${[...of.chartIds]}::uuid[])`),
  )
}

/** These visits are off. */
export const endVisits = (work: Work, ids: readonly string[]) =>
  work.run(sql`
    update timetable.attendee set ended_at = ${work.now}
    where organization_id = ${work.organization} and id = any (${[...ids]}::uuid[]) and ended_at is null`)

/** Sessions of groups, with what decides who may come to them. */
const groupSessions = (work: Work) =>
  sessionRows(work)
    .select(['g.open', 'g.cohort', 'g.cohort_value as cohortValue'])
    .where('s.group_id', 'is not', null)
    .$narrowType<{ groupId: string; groupName: string; capacity: number; open: boolean }>()

/** A session of a group as visitors are held against it. */
export type GroupSession = NonNullable<Awaited<ReturnType<typeof groupSessionOf>>>

export const groupSessionOf = (work: Work, id: string) => work.one(groupSessions(work).where('s.id', '=', id))

/** The sessions of all groups that begin between two moments and later than now, canceled ones left out. */
export const groupSessionsIn = (work: Work, { from, until }: { from: Instant; until: Instant }) =>
  work.all(
    groupSessions(work)
      .where('s.starts_at', '>=', from)
      .where('s.starts_at', '<', until)
      .where('s.starts_at', '>', work.now)
      .where('s.canceled_at', 'is', null)
      .orderBy('s.starts_at')
      .orderBy('g.name'),
  )
