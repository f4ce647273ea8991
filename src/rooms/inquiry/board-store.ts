import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { milestones } from './contacts-store.ts'

/** Whose inquiries are counted: received in a span, of one site or one source or of all. */
export type Counted = { from: Instant; until: Instant; siteId: string | null; sourceId: string | null }

/** Every open inquiry, the first that asked first. One index of the open ones answers it. */
export const openOnes = (work: Work, { siteId, most }: { siteId: string | null; most: number }) => {
  const all = db
    .selectFrom('inquiry.contact')
    .select([
      'id',
      'code',
      'site_id as siteId',
      'asker',
      'caller',
      'given',
      'family',
      'urgent',
      'received_at as receivedAt',
      'call_due_at as callDueAt',
      ...milestones,
      'version',
    ])
    .where('organization_id', '=', work.organization)
    .where('lost_at', 'is', null)
    .where('started_at', 'is', null)
    .where('joined_into', 'is', null)
    .orderBy('received_at')
    .orderBy('id')
    .limit(most)
  return work.all(siteId ? all.where('site_id', '=', siteId) : all)
}

/** Who started since a moment: the last column of the board. */
export const startedSince = (work: Work, { since, most }: { since: Instant; most: number }) =>
  work.all(
    db
      .selectFrom('inquiry.contact')
      .select(['id', 'code', 'asker', 'caller', 'given', 'family', 'site_id as siteId'])
      .select(['received_at as receivedAt', 'started_at as startedAt'])
      .where('organization_id', '=', work.organization)
      .where('started_at', '>', since)
      .where('joined_into', 'is', null)
      .orderBy('started_at', 'desc')
      .limit(most),
  )

/** When each of the open appointments begins, by contact. */
export const openTimes = (work: Work) =>
  work.all(
    db
      .selectFrom('inquiry.appointment')
      .select(['contact_id as contactId', 'starts_at as startsAt'])
      .where('organization_id', '=', work.organization)
      .where('ended', 'is', null)
      .orderBy('starts_at')
      .limit(2000),
  )

const within = (work: Work, { from, until, siteId, sourceId }: Counted) => sql`
  c.organization_id = ${work.organization} and c.received_at >= ${from} and c.received_at < ${until}
  and c.joined_into is null and (${siteId}::uuid is null or c.site_id = ${siteId}::uuid)
  and (${sourceId}::uuid is null or c.source_id = ${sourceId}::uuid)`

/** A step as it was reached: by how many, and after how many minutes since they asked. */
export type StepCount = { step: string; count: number; median: number | null; most: number | null }

/**
 * Of inquiries received in a span: how many came to each step, and how long after they had asked. Half waited the
 * median or less, and nine of ten the most or less: the ninth tenth by rank, a wait that somebody really had.
 */
export const waitsOf = (work: Work, counted: Counted) =>
  work.all(sql<StepCount>`
    with waited as (
      select s.step, extract(epoch from s.at - c.received_at) / 60 as minutes
      from inquiry.contact c
      cross join lateral (values
        ('reached', c.reached_at), ('checked', c.checked_at), ('booked', c.booked_at), ('assessed', c.assessed_at),
        ('offered', c.offered_at), ('started', c.started_at)) s (step, at)
      where ${within(work, counted)} and s.at is not null)
    select w.step, count(*)::int as count,
      round(percentile_cont(0.5) within group (order by w.minutes))::int as median,
      round(percentile_disc(0.9) within group (order by w.minutes))::int as most
    from waited w group by w.step`)

/** One way an inquiry stands: over or open, with its reason and which milestones it has. */
export type Standing = {
  lostReason: string | null
  reached: boolean
  checked: boolean
  booked: boolean
  assessed: boolean
  offered: boolean
  started: boolean
  count: number
}

/** How many inquiries received in a span stand in which way. */
export const standingsOf = (work: Work, counted: Counted) =>
  work.all(sql<Standing>`
    select c.lost_reason as "lostReason", c.reached_at is not null as reached, c.checked_at is not null as checked,
      c.booked_at is not null as booked, c.assessed_at is not null as assessed, c.offered_at is not null as offered,
      c.started_at is not null as started, count(*)::int as count
    from inquiry.contact c where ${within(work, counted)}
    group by 1, 2, 3, 4, 5, 6, 7`)

/** The inquiries behind a figure of losses, the last first. */
export const lostOnes = (work: Work, { from, until, siteId, sourceId }: Counted, most: number) => {
  let lost = db
    .selectFrom('inquiry.contact')
    .select(['id', 'code', 'asker', 'caller', 'given', 'family', 'received_at as receivedAt'])
    .select(['lost_at as lostAt', 'lost_reason as lostReason', 'forgotten_at as forgottenAt'])
    .select(milestones)
    .where('organization_id', '=', work.organization)
    .where('received_at', '>=', from)
    .where('received_at', '<', until)
    .where('lost_at', 'is not', null)
    .where('joined_into', 'is', null)
    .orderBy('lost_at', 'desc')
    .orderBy('id')
    .limit(most)
  if (siteId) lost = lost.where('site_id', '=', siteId)
  if (sourceId) lost = lost.where('source_id', '=', sourceId)
  return work.all(lost)
}
