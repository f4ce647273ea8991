import { sql } from 'kysely'
import type { Day } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import type { AbsenceReason } from './absences-store.ts'
import type { Visit } from './timetable.ts'

// The statement of one session's roster, which everything of its evening begins with.

/** Somebody who is expected in a session. */
type Expected = {
  clientId: string
  /** Every chart of that person, the one that was kept first. */
  chartIds: string[]
  fromOn: Day
  visit: Visit | null
  unseen: boolean
  /** What they told of it in advance; null when nothing. */
  absence: { reason: AbsenceReason; excused: boolean } | null
}

/**
 * Who is expected in one session since when, who of them comes without a seat, who told us that they will not come,
 * and whom one may not see. Undefined when there is no such session.
 */
export async function rosterIn(work: Work, sessionId: string): Promise<Expected[] | undefined> {
  const rows = await work.all(sql<Expected | { clientId: null }>`
    with asked as (select id, group_id, on_day, starts_at, ends_at from timetable.session
      where organization_id = ${work.organization} and id = ${sessionId}),
    held as (
      select a.client_id, a.from_on, 'seat' as because from asked s
      join timetable.seat a on a.organization_id = ${work.organization} and a.group_id = s.group_id
        and a.from_on <= s.on_day and coalesce(a.until_on, 'infinity') >= s.on_day
      union all
      select t.client_id, s.on_day, t.because from asked s
      join timetable.attendee t on t.organization_id = ${work.organization} and t.session_id = s.id
        and t.ended_at is null),
    once as (select client_id, min(from_on) as from_on,
      case when bool_or(because in ('seat', 'booked')) then null else min(because) end as visit
      from held group by client_id),
    hidden as (select client_id from kernel.unseen(array(select client_id from once), '{name,roster}'))
    select o.client_id as "clientId", c.charts as "chartIds", o.from_on as "fromOn", o.visit,
      o.client_id in (select client_id from hidden) as unseen, b.absence
    from asked s left join once o on true
    left join lateral (select coalesce(k.merged_into, k.id) || array(select m.id from people.client m
        where m.organization_id = ${work.organization} and m.merged_into = coalesce(k.merged_into, k.id)
        order by m.id) as charts
      from people.client k where k.organization_id = ${work.organization} and k.id = o.client_id) c on true
    left join lateral (select jsonb_build_object('reason', a.reason, 'excused', a.excused) as absence
      from timetable.absence a where a.organization_id = ${work.organization} and a.client_id = any (c.charts)
        and a.withdrawn_at is null and a.from_at < s.ends_at and a.until_at > s.starts_at
      order by a.from_at desc, a.id desc limit 1) b on true`)
  return rows.length === 0 ? undefined : rows.filter(row => row.clientId !== null)
}
