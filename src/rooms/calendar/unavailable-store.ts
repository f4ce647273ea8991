import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import { type Day, dayIn, type Instant, plusDays } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import type { AwayReason, WeeklyAway } from './calendar.ts'

// The statements of who is not to be had when.

/** Whose time it is. */
export type Person = { kind: 'staff' | 'client'; resourceId: string }

const ofPerson = (work: Work, person: Person, reason: AwayReason) => ({
  organization_id: work.organization,
  id: work.id(),
  kind: person.kind,
  resource_id: person.resourceId,
  reason,
  made_at: work.now,
})

/** Keeps weekly hours, a line for each day of the week; answers their ids in order. */
export async function addWeekly(
  work: Work,
  person: Person & { reason: AwayReason },
  lines: readonly WeeklyAway[],
): Promise<string[]> {
  const rows = lines.map(({ fromOn, untilOn, ...line }) => ({
    ...ofPerson(work, person, person.reason),
    ...line,
    from_on: fromOn,
    until_on: untilOn,
  }))
  await work.run(db.insertInto('calendar.unavailable').values(rows))
  return rows.map(row => row.id)
}

/** Keeps one span of time; answers its id. */
export async function addOnce(
  work: Work,
  person: Person & { reason: AwayReason },
  span: { startsAt: Instant; endsAt: Instant },
): Promise<string[]> {
  const row = { ...ofPerson(work, person, person.reason), starts_at: span.startsAt, ends_at: span.endsAt }
  await work.run(db.insertInto('calendar.unavailable').values(row))
  return [row.id]
}

/** Ends lines of these people that nobody ended yet; answers which. */
export const end = (work: Work, kind: 'staff' | 'client', of: { ids: readonly string[]; people: readonly string[] }) =>
  work.all(sql<{ id: string }>`
    update calendar.unavailable set ended_at = ${work.now}
    where organization_id = ${work.organization} and kind = ${kind} and ended_at is null
      and id = any (${[...of.ids]}::uuid[]) and resource_id = any (${[...of.people]}::uuid[]) returning id`)

/** A line as it is kept. */
export type Line = { id: string; reason: AwayReason; madeAt: Instant } & (
  | (WeeklyAway & { startsAt: null; endsAt: null })
  | { weekday: null; startsAt: Instant; endsAt: Instant }
)

/** What these people have said that still holds, or will. */
export const linesOf = (work: Work, kind: 'staff' | 'client', people: readonly string[]) =>
  work.all(sql<Line>`
    select id, reason, made_at as "madeAt", weekday, to_char(starts, 'HH24:MI') as starts,
      case when ends = '24:00' then '24:00' else to_char(ends, 'HH24:MI') end as ends,
      zone, from_on as "fromOn", until_on as "untilOn", starts_at as "startsAt", ends_at as "endsAt"
    from calendar.unavailable
    where organization_id = ${work.organization} and resource_id = any (${[...people]}::uuid[]) and kind = ${kind}
      and ended_at is null and (ends_at is null or ends_at > ${work.now})
      and (until_on is null or until_on >= ${lastDay(work.now)})
    order by starts_at, weekday, starts, id`)

/** What ended before this day is over in every zone. */
const lastDay = (now: Instant): Day => plusDays(dayIn('UTC', now), -1)
