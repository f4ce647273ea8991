import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Day, Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import type { MarkKind } from './attendance.ts'
import type { Statement } from './presence.ts'

/** What broken constraints of this room mean. */
export const constraints = {
  mark_current: {
    code: 'marked-meanwhile',
    says: 'Someone marked this person a moment ago. Look again before you change it.',
  },
  mark_pkey: { code: 'known', says: 'This mark is here already.' },
  mark_leaving: { code: 'times-crossed', says: 'Nobody leaves before they arrive. Look at both times.' },
  closing_pkey: { code: 'closed-already', says: 'The attendance of this session is closed already.' },
}

/** What a staff member said of one person in one session, as it is kept. */
export type Mark = Statement & {
  sessionId: string
  clientId: string
  /** The day of the session when it was said. */
  onDay: Day
  mode: string | null
  reason: string | null
}

const columns = sql`id, session_id as "sessionId", client_id as "clientId", on_day as "onDay", kind,
  arrived_at as "arrivedAt", left_at as "leftAt", mode, reason, said_at as "saidAt", seen_at as "seenAt",
  recorded_at as "recordedAt",
  recorded_by as "recordedBy", corrects, how, device_id as "deviceId"`

/** Of so many charts each is looked up in each session; of more, the marks of a session are read and sifted. */
const fewCharts = 40

/**
 * What was said last of each person in these sessions, by the charts it was said of. Session by session, to which the
 * fence of `offset 0` holds it: by the charts the planner would read all that was ever said of each.
 */
export function marksOfSessions(work: Work, sessionIds: readonly string[], chartIds?: readonly string[]) {
  const charts = sql`${[...(chartIds ?? [])]}::uuid[]`
  const few = chartIds !== undefined && chartIds.length <= fewCharts
  return work.all(sql<Mark>`
    select ${columns} from unnest(${[...new Set(sessionIds)]}::uuid[]) asked (session)
    cross join lateral (select * from attendance.mark
      where organization_id = ${work.organization} and session_id = asked.session and corrected_at is null
        ${few ? sql`and client_id = any (${charts})` : sql``} offset 0) m
    ${chartIds && !few ? sql`where (client_id in (select unnest(${charts}))) is true` : sql``}`)
}

/** All that was ever said in one session: what stands, and what is set aside. */
export async function marksIn(work: Work, sessionId: string): Promise<{ standing: Mark[]; aside: Mark[] }> {
  const all = await work.all(sql<Mark & { stands: boolean }>`
    select ${columns}, corrected_at is null as stands from attendance.mark
    where organization_id = ${work.organization} and session_id = ${sessionId}`)
  return { standing: all.filter(mark => mark.stands), aside: all.filter(mark => !mark.stands) }
}

/** What was said in these sessions and is set aside: it may have been before nobody's eyes. */
export const marksSetAside = (work: Work, sessionIds: readonly string[]) =>
  work.all(sql<Mark>`
    select ${columns} from attendance.mark
    where organization_id = ${work.organization} and corrected_at is not null
      and session_id = any (${[...sessionIds]}::uuid[])`)

/** Every mark of one person in one session, the newest first: what was corrected stays readable. */
export const marksEver = (work: Work, sessionId: string, chartIds: readonly string[]): Promise<Mark[]> =>
  work.all(sql<Mark>`
    select ${columns} from attendance.mark
    where organization_id = ${work.organization} and session_id = ${sessionId}
      and client_id = any (${[...chartIds]}::uuid[])
    order by said_at desc, corrected_at desc nulls first, id desc`)

/** A mark to be written. */
export type NewMark = {
  id: string
  sessionId: string
  clientId: string
  onDay: Day
  kind: MarkKind | 'none'
  arrivedAt: Instant | null
  leftAt: Instant | null
  mode: string | null
  reason: string | null
  saidAt: Instant
  seenAt: Instant
  corrects: string | null
  how: Mark['how']
  deviceId: string | null
}

/** Sets these marks aside: something later was said. */
export const setAside = (work: Work, ids: readonly string[]) =>
  work.run(
    db
      .updateTable('attendance.mark')
      .set({ corrected_at: work.now })
      .where('organization_id', '=', work.organization)
      .where('id', 'in', [...ids])
      .where('corrected_at', 'is', null),
  )

/** Writes marks; those that something later stands over already are set aside as they come. */
export async function addMarks(work: Work, marks: readonly (NewMark & { later?: boolean })[]): Promise<void> {
  if (marks.length === 0) return
  await work.run(
    db.insertInto('attendance.mark').values(
      marks.map(mark => ({
        organization_id: work.organization,
        id: mark.id,
        session_id: mark.sessionId,
        client_id: mark.clientId,
        on_day: mark.onDay,
        kind: mark.kind,
        arrived_at: mark.arrivedAt,
        left_at: mark.leftAt,
        mode: mark.mode,
        reason: mark.reason,
        recorded_by: work.actor.personId,
        recorded_at: work.now,
        said_at: mark.saidAt,
        seen_at: mark.seenAt,
        corrects: mark.corrects,
        how: mark.how,
        device_id: mark.deviceId,
        corrected_at: mark.later ? work.now : null,
      })),
    ),
  )
}

/** Which of these marks are here already: what a device sends twice is there once. */
export const marksKnown = (work: Work, ids: readonly string[]) =>
  work.all(sql<{ id: string }>`
    select id from attendance.mark where organization_id = ${work.organization} and id = any (${[...ids]}::uuid[])
    union all
    select id from attendance.unplaced where organization_id = ${work.organization} and id = any (${[...ids]}::uuid[])`)

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

/** How many of each session are marked by a person. */
export const markedCounts = (work: Work, sessionIds: readonly string[]) =>
  work.all(sql<{ sessionId: string; marked: number }>`
    select session_id as "sessionId", count(*)::int as marked from attendance.mark
    where organization_id = ${work.organization} and session_id = any (${[...sessionIds]}::uuid[])
      and corrected_at is null and kind <> 'none' group by session_id`)

/** Somebody's last day here, and the days they missed since. */
export type Run = {
  person: string
  lastOn: Day | null
  missedOn: Day[]
  /** When it became known of each of those days. */
  missedAt: Instant[]
}

/**
 * When these people were last here by a day, by a mark or a sign, and on which days since they missed everything that
 * was expected of them. A sign is of its site’s day. A day on which they were excused is neither. Who said that
 * somebody was away, with the sign before their eyes, knew better than the tablet; on the day itself the sign holds,
 * for another sheet may be open. What lies before the last mark of being here is not read: it may be half a year.
 */
export const runsOf = (
  work: Work,
  charts: readonly { chart: string; person: string }[],
  { since, until }: { since: Day; until: Day },
) =>
  work.all(sql<Run>`
    with who as materialized (
      select w.chart, w.person, coalesce(max(h.on_day) over (partition by w.person), ${since}) as since
      from unnest(${charts.map(each => each.chart)}::uuid[],
        ${charts.map(each => each.person)}::uuid[]) w (chart, person)
      left join lateral (select m.on_day from attendance.mark m
        where m.organization_id = ${work.organization} and m.client_id = w.chart and m.corrected_at is null
          and m.kind = 'here' and m.on_day >= ${since} and m.on_day <= ${until}
        order by m.on_day desc limit 1) h on true),
    told as (
      select w.person, m.on_day, m.kind = 'here' as here, m.kind = 'absent' as missed, m.said_at, m.seen_at,
        null::timestamptz as signed_at from who w
      cross join lateral (select on_day, kind, said_at, seen_at from attendance.mark
        where organization_id = ${work.organization} and client_id = w.chart and corrected_at is null
          and on_day >= w.since and on_day <= ${until} offset 0) m
      union all
      select w.person, (s.at at time zone h.zone)::date, false, false, null, null, s.received_at from who w
      cross join lateral (select at, site_id, received_at from attendance.sign
        where organization_id = ${work.organization} and client_id = w.chart
          and at >= (w.since - 1)::timestamptz and at < (${until}::date + 2)::timestamptz and kind = 'in' offset 0) s
      join people.site h on h.organization_id = ${work.organization} and h.id = s.site_id),
    days as (select person, on_day, bool_or(missed) as missed, max(said_at) filter (where missed) as said_at,
        bool_or(here) or max(signed_at) is not null and (not bool_or(missed) or on_day = ${until}
          or max(signed_at) > max(seen_at) filter (where missed)) as here
      from told group by person, on_day),
    ranked as (select person, on_day, missed and not here as missed, said_at,
        max(on_day) filter (where here) over (partition by person) as last_on from days),
    missing as (select person, last_on, said_at,
        case when missed and (last_on is null or on_day > last_on) then on_day end as on_day from ranked)
    select person, last_on as "lastOn",
      coalesce(json_agg(on_day order by on_day) filter (where on_day is not null), '[]') as "missedOn",
      coalesce(json_agg(to_char(said_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') order by on_day)
        filter (where on_day is not null), '[]') as "missedAt"
    from missing group by person, last_on`)
