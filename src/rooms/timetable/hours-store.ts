import { sql } from 'kysely'
import type { Day, Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import type { Break } from './timetable.ts'

// Who is expected in which session, as little of each as hours are counted from.

/** A session as hours are counted from it. */
export type HourSession = {
  id: string
  onDay: Day
  startsAt: Instant
  endsAt: Instant
  service: string
  breaks: Break[]
  siteId: string
  zone: string
}

/** Somebody who is expected in a session; `away` when they told us that they will not come, and why. */
export type Expected = {
  clientId: string
  sessionId: string
  away: 'excused' | 'told' | null
  reason: string | null
}

/** These sessions, each once. */
export const hourSessions = (work: Work, ids: readonly string[]) =>
  work.all(sql<HourSession>`
    select s.id, s.on_day as "onDay", s.starts_at as "startsAt", s.ends_at as "endsAt", s.service, s.breaks,
      s.site_id as "siteId", h.zone
    from timetable.session s join people.site h on h.organization_id = s.organization_id and h.id = s.site_id
    where s.organization_id = ${work.organization} and s.id = any (${[...ids]}::uuid[])
    order by s.starts_at, s.id`)

/**
 * In which sessions these charts are expected on some days, canceled ones left out. What they told us is looked up
 * once for all of them: asked of each pair it would be asked ten times as often.
 */
export const expectedOf = (work: Work, chartIds: readonly string[], { from, until }: { from: Day; until: Day }) =>
  work.all(sql<Expected>`
    with who as materialized (select unnest(${[...chartIds]}::uuid[]) as id),
    meant as (
      select a.client_id, s.id, s.starts_at, s.ends_at from who w
      join timetable.seat a on a.organization_id = ${work.organization} and a.client_id = w.id
        and a.from_on <= ${until} and coalesce(a.until_on, 'infinity') >= ${from}
      join timetable.session s on s.organization_id = a.organization_id and s.group_id = a.group_id
        and s.on_day >= ${from} and s.on_day <= ${until}
        and s.on_day >= a.from_on and s.on_day <= coalesce(a.until_on, 'infinity') and s.canceled_at is null
      union
      select t.client_id, s.id, s.starts_at, s.ends_at from who w
      join timetable.attendee t on t.organization_id = ${work.organization} and t.client_id = w.id
        and t.ended_at is null
      join timetable.session s on s.organization_id = t.organization_id and s.id = t.session_id
        and s.on_day >= ${from} and s.on_day <= ${until} and s.canceled_at is null)
    select m.client_id as "clientId", m.id as "sessionId", b.away, b.reason
    from meant m left join lateral (
      select case when bool_or(b.excused) then 'excused' else 'told' end as away, min(b.reason) as reason
      from timetable.absence b
      where b.organization_id = ${work.organization} and b.client_id = m.client_id and b.withdrawn_at is null
        and b.from_at < m.ends_at and b.until_at > m.starts_at having count(*) > 0) b on true`)
