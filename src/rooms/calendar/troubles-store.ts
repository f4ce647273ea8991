import { sql } from 'kysely'
import { type Day, dayIn, type Instant, plusDays, plusMinutes } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { longestMinutes, type ResourceKind, type Span } from './calendar.ts'

// The statements that say what is in the way of spans: one for each kind, however many spans are asked about.

/** The longest way between two sites, by the check of `calendar.travel`. */
const farthestMinutes = 600

/** Whose bookings do not count, because they are to be given up by what is asked about. */
export type Leaving = { heldByKind: string; heldBy: readonly string[] } | null

/**
 * A booking that is in the way of a span, by the span's place in the list. With `minutes` it is of the same person at
 * another site, so near before or after that the way of so many minutes does not fit between.
 */
export type Met = {
  place: number
  kind: ResourceKind
  resourceId: string
  startsAt: Instant
  endsAt: Instant
  siteId: string | null
  minutes: number | null
}

/** Whose bookings do not count, how many are told, and whether the way between sites counts. */
export type Asked = { leaving: Leaving; most: number; ways: boolean }

/**
 * The bookings that are in the way of spans, in the order of the list. How far a span's look-up reaches is computed
 * here, and the fence of `offset 0` holds it in the index of its resource: behind row-level security nothing else does.
 * The kind is asked outside, or the index of the constraint is taken, in which all a room’s bookings of years are read.
 */
export const bookingsMet = (work: Work, spans: readonly Span[], { leaving, most, ways }: Asked) => {
  const near = ways ? farthestMinutes : 0
  return work.all(sql<Met>`
    with way as (
      select site_id as here, other_site_id as there, minutes from calendar.travel
      where organization_id = ${work.organization}
      union all
      select other_site_id, site_id, minutes from calendar.travel where organization_id = ${work.organization})
    select (w.n - 1)::int as place, w.kind, w.resource_id as "resourceId",
      b.starts_at as "startsAt", b.ends_at as "endsAt", b.site_id as "siteId",
      case when b.starts_at < w.ends_at and b.ends_at > w.starts_at then null else way.minutes end as minutes
    from unnest(
      ${spans.map(span => span.kind)}::text[], ${spans.map(span => span.resourceId)}::uuid[],
      ${spans.map(span => (ways && span.kind !== 'room' ? (span.siteId ?? null) : null))}::uuid[],
      ${spans.map(span => span.startsAt)}::timestamptz[], ${spans.map(span => span.endsAt)}::timestamptz[],
      ${spans.map(span => plusMinutes(span.startsAt, -longestMinutes - near))}::timestamptz[],
      ${spans.map(span => plusMinutes(span.endsAt, near))}::timestamptz[])
      with ordinality w (kind, resource_id, site_id, starts_at, ends_at, since, before, n)
    cross join lateral (
      select b.kind, b.starts_at, b.ends_at, b.site_id from calendar.booking b
      where b.organization_id = ${work.organization} and b.resource_id = w.resource_id
        and b.starts_at > w.since and b.starts_at < w.before and b.released_at is null
        and not (b.held_by_kind = ${leaving?.heldByKind ?? ''}
          and b.held_by = any (${[...(leaving?.heldBy ?? [])]}::uuid[])) offset 0) b
    left join way on way.here = w.site_id and way.there = b.site_id
    where b.kind = w.kind and b.starts_at < w.ends_at + make_interval(mins => coalesce(way.minutes, 0))
      and b.ends_at > w.starts_at - make_interval(mins => coalesce(way.minutes, 0))
    order by w.n, b.starts_at limit ${most}`)
}

/** When somebody is away: weekly or once. */
export type AwayLine = {
  kind: 'staff' | 'client'
  resourceId: string
  weekday: number | null
  starts: string | null
  ends: string | null
  zone: string | null
  fromOn: Day | null
  untilOn: Day | null
  startsAt: Instant | null
  endsAt: Instant | null
}

/** What these people have said of when they are away, as far as it reaches into a time. */
export const awayLines = (work: Work, resourceIds: readonly string[], time: { from: Instant; until: Instant }) =>
  work.all(sql<AwayLine>`
    select kind, resource_id as "resourceId", weekday, to_char(starts, 'HH24:MI') as starts,
      case when ends = '24:00' then '24:00' else to_char(ends, 'HH24:MI') end as ends,
      zone, from_on as "fromOn", until_on as "untilOn", starts_at as "startsAt", ends_at as "endsAt"
    from calendar.unavailable
    where organization_id = ${work.organization} and resource_id = any (${[...resourceIds]}::uuid[])
      and ended_at is null
      and (weekday is null and starts_at < ${time.until} and ends_at > ${time.from}
        or weekday is not null and from_on <= ${plusDays(dayIn('UTC', time.until), 1)}
          and (until_on is null or until_on >= ${plusDays(dayIn('UTC', time.from), -1)}))
    order by starts_at, weekday, starts`)
