import { sql } from 'kysely'
import type { Day, Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { startsAround } from './store.ts'
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

/** Somebody who is expected in a session. */
export type Expected = { clientId: string; sessionId: string }

/** These sessions, each once. */
export const hourSessions = (work: Work, ids: readonly string[]) =>
  work.all(sql<HourSession>`
    select s.id, s.on_day as "onDay", s.starts_at as "startsAt", s.ends_at as "endsAt", s.service, s.breaks,
      s.site_id as "siteId", h.zone
    from timetable.session s join people.site h on h.organization_id = s.organization_id and h.id = s.site_id
    where s.organization_id = ${work.organization} and s.id = any (${[...ids]}::uuid[])
    order by s.starts_at, s.id`)

/** Of so many charts it is asked what each is booked into; of more, who is booked into each session of those days. */
const fewCharts = 40

/** In which sessions these charts are expected on some days, canceled ones left out. */
export const expectedOf = (work: Work, chartIds: readonly string[], days: { from: Day; until: Day }) =>
  work.all(sql<Expected>`
    select a.client_id as "clientId", s.id as "sessionId" from timetable.seat a
    join timetable.session s on s.organization_id = a.organization_id and s.group_id = a.group_id
      and ${startsAround(days)} and s.on_day >= ${days.from} and s.on_day <= ${days.until}
      and s.on_day >= a.from_on and s.on_day <= coalesce(a.until_on, 'infinity') and s.canceled_at is null
    where a.organization_id = ${work.organization} and a.client_id = any (${[...chartIds]}::uuid[])
      and a.from_on <= ${days.until} and coalesce(a.until_on, 'infinity') >= ${days.from}
    union
    ${chartIds.length > fewCharts ? bookedOn(work, chartIds, days) : bookedOf(work, chartIds, days)}`)

/** What each of these charts is booked into: all there ever was, of which a day is only known by the session. */
const bookedOf = (work: Work, chartIds: readonly string[], { from, until }: { from: Day; until: Day }) => sql`
    select t.client_id, s.id from timetable.attendee t
    cross join lateral (select id from timetable.session where organization_id = ${work.organization}
      and id = t.session_id and on_day >= ${from} and on_day <= ${until} and canceled_at is null offset 0) s
    where t.organization_id = ${work.organization} and t.client_id = any (${[...chartIds]}::uuid[])
      and t.ended_at is null`

/**
 * Who of these charts is booked into the sessions of these days. The fences of `offset 0` hold the look-ups in the
 * indexes of day and session; `is true` keeps the charts a hash, which a join would read from end to end each time.
 */
const bookedOn = (work: Work, chartIds: readonly string[], { from, until }: { from: Day; until: Day }) => sql`
    select t.client_id, t.session_id from (
      select id from timetable.session where organization_id = ${work.organization}
        and on_day >= ${from} and on_day <= ${until} and canceled_at is null offset 0) s
    cross join lateral (select client_id, session_id from timetable.attendee
      where organization_id = ${work.organization} and session_id = s.id and ended_at is null offset 0) t
    where (t.client_id in (select unnest(${[...chartIds]}::uuid[]))) is true`
