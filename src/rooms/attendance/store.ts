import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import type { MarkKind } from './attendance.ts'

/** What broken constraints of this room mean. */
export const constraints = {
  mark_current: {
    code: 'marked-meanwhile',
    says: 'Someone marked this person a moment ago. Look again before you change it.',
  },
  mark_leaving: { code: 'times-crossed', says: 'Nobody leaves before they arrive. Look at both times.' },
  closing_pkey: { code: 'closed-already', says: 'The attendance of this session is closed already.' },
}

export type Mark = {
  id: string
  sessionId: string
  clientId: string
  kind: MarkKind
  arrivedAt: Instant | null
  leftAt: Instant | null
  mode: string | null
  reason: string | null
  recordedAt: Instant
  recordedBy: string | null
  corrects: string | null
}

const columns = [
  'id',
  'session_id as sessionId',
  'client_id as clientId',
  sql<MarkKind>`kind`.as('kind'),
  'arrived_at as arrivedAt',
  'left_at as leftAt',
  'mode',
  'reason',
  'recorded_at as recordedAt',
  'recorded_by as recordedBy',
  'corrects',
] as const

const current = (work: Work) =>
  db
    .selectFrom('attendance.mark')
    .select(columns)
    .where('organization_id', '=', work.organization)
    .where('corrected_at', 'is', null)

export const marksOfSession = (work: Work, sessionId: string): Promise<Mark[]> =>
  work.all(current(work).where('session_id', '=', sessionId))

export const marksOfSessions = (work: Work, sessionIds: readonly string[], clientIds: readonly string[]) =>
  work.all(sql<Mark>`
    select id, session_id as "sessionId", client_id as "clientId", kind, arrived_at as "arrivedAt",
      left_at as "leftAt", mode, reason, recorded_at as "recordedAt", recorded_by as "recordedBy", corrects
    from attendance.mark
    where organization_id = ${work.organization} and corrected_at is null
      and session_id = any (${[...sessionIds]}::uuid[]) and client_id = any (${[...clientIds]}::uuid[])`)

/** Every mark of one person in one session, the newest first: what was corrected stays readable. */
export const marksEver = (work: Work, sessionId: string, chartIds: readonly string[]): Promise<Mark[]> =>
  work.all(
    db
      .selectFrom('attendance.mark')
      .select(columns)
      .where('organization_id', '=', work.organization)
      .where('session_id', '=', sessionId)
      .where('client_id', 'in', [...chartIds])
      .orderBy('recorded_at', 'desc')
      .orderBy('corrected_at', order => order.desc().nullsFirst()),
  )

export type NewMark = {
  sessionId: string
  clientId: string
  kind: MarkKind
  arrivedAt: Instant | null
  leftAt: Instant | null
  mode: string | null
  reason: string | null
}

/**
 * Sets aside the current mark, if it is the one the caller saw; answers its id, null when there was none, undefined
 * when it is another.
 */
export async function setAside(
  work: Work,
  { sessionId, clientId, seen }: { sessionId: string; clientId: string; seen: string | null },
): Promise<string | null | undefined> {
  const rows = await work.all(
    db
      .updateTable('attendance.mark')
      .set({ corrected_at: work.now })
      .where('organization_id', '=', work.organization)
      .where('session_id', '=', sessionId)
      .where('client_id', '=', clientId)
      .where('corrected_at', 'is', null)
      .where('id', '=', seen ?? '00000000-0000-0000-0000-000000000000')
      .returning('id'),
  )
  if (rows[0]) return rows[0].id
  return seen === null ? null : undefined
}

export async function addMarks(
  work: Work,
  marks: readonly (NewMark & { corrects: string | null })[],
): Promise<string[]> {
  if (marks.length === 0) return []
  const ids = marks.map(() => work.id())
  await work.run(
    db.insertInto('attendance.mark').values(
      marks.map((mark, at) => ({
        organization_id: work.organization,
        id: ids[at] ?? '',
        session_id: mark.sessionId,
        client_id: mark.clientId,
        kind: mark.kind,
        arrived_at: mark.arrivedAt,
        left_at: mark.leftAt,
        mode: mark.mode,
        reason: mark.reason,
        recorded_by: work.actor.personId,
        recorded_at: work.now,
        corrects: mark.corrects,
      })),
    ),
  )
  return ids
}

export const closingOf = (work: Work, sessionId: string) =>
  work.one(
    db
      .selectFrom('attendance.closing')
      .select(['closed_at as closedAt', 'closed_by as closedBy'])
      .where('organization_id', '=', work.organization)
      .where('session_id', '=', sessionId),
  )

export const close = (work: Work, sessionId: string) =>
  work.run(
    db.insertInto('attendance.closing').values({
      organization_id: work.organization,
      session_id: sessionId,
      closed_at: work.now,
      closed_by: work.actor.personId,
    }),
  )

export const closingsOf = (work: Work, sessionIds: readonly string[]) =>
  work.all(sql<{ sessionId: string }>`
    select session_id as "sessionId" from attendance.closing
    where organization_id = ${work.organization} and session_id = any (${[...sessionIds]}::uuid[])`)

/** How many of each session are marked. */
export const markedCounts = (work: Work, sessionIds: readonly string[]) =>
  work.all(sql<{ sessionId: string; marked: number }>`
    select session_id as "sessionId", count(*)::int as marked from attendance.mark
    where organization_id = ${work.organization} and session_id = any (${[...sessionIds]}::uuid[])
      and corrected_at is null group by session_id`)

/** Takes back the current mark, if it is the one the caller saw: nobody is marked, and the mark stays readable. */
export const takeBack = (
  work: Work,
  { sessionId, clientId, seen }: { sessionId: string; clientId: string; seen: string },
) =>
  work.one(
    db
      .updateTable('attendance.mark')
      .set({ corrected_at: work.now })
      .where('organization_id', '=', work.organization)
      .where('session_id', '=', sessionId)
      .where('client_id', '=', clientId)
      .where('corrected_at', 'is', null)
      .where('id', '=', seen)
      .returning('id'),
  )
