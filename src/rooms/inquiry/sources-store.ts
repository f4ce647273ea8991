import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Day, Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'

export type SourceWords = {
  kind: string
  name: string
  phone: string | null
  person: string | null
  note: string | null
}

const columns = ['id', 'kind', 'name', 'phone', 'person', 'note', 'ended_on as endedOn', 'version'] as const

/** Every source with how many they sent since a moment. */
export const sourcesOf = (work: Work, since: Instant) =>
  work.all(
    db
      .selectFrom('inquiry.source as s')
      .select(columns)
      .select(
        sql<number>`(select count(*)::int from inquiry.contact c
          where c.organization_id = ${work.organization} and c.source_id = s.id and c.received_at > ${since}
            and c.joined_into is null)`.as('lately'),
      )
      .where('organization_id', '=', work.organization)
      .orderBy(sql`s.ended_on is not null`)
      .orderBy('name')
      .limit(1000),
  )

export const sourceOf = (work: Work, id: string) =>
  work.one(
    db
      .selectFrom('inquiry.source')
      .select(columns)
      .where('organization_id', '=', work.organization)
      .where('id', '=', id),
  )

export const addSource = (work: Work, id: string, source: SourceWords) =>
  work.run(db.insertInto('inquiry.source').values({ organization_id: work.organization, id, ...source }))

/** Changes a source if nobody did since; false when somebody did. */
export async function changeSource(
  work: Work,
  { id, version }: { id: string; version: number },
  source: SourceWords & { endedOn: Day | null },
): Promise<boolean> {
  const { endedOn, ...words } = source
  const row = await work.one(
    db
      .updateTable('inquiry.source')
      .set({ ...words, ended_on: endedOn, version: version + 1 })
      .where('organization_id', '=', work.organization)
      .where('id', '=', id)
      .where('version', '=', version)
      .returning('id'),
  )
  return row !== undefined
}

/** What became of those a source sent, by the quarter in which they asked, the last first. */
export const quartersOf = (work: Work, sourceId: string, zone: string) =>
  work.all(sql<{
    quarter: string
    asked: number
    reached: number
    assessed: number
    started: number
    lost: number
    medianMinutes: number | null
  }>`
    select to_char(c.received_at at time zone ${zone}, 'YYYY-"Q"Q') as quarter, count(*)::int as asked,
      count(c.reached_at)::int as reached, count(c.assessed_at)::int as assessed, count(c.started_at)::int as started,
      count(c.lost_at)::int as lost,
      round(percentile_cont(0.5) within group (order by extract(epoch from c.assessed_at - c.received_at) / 60)
        filter (where c.assessed_at is not null))::int as "medianMinutes"
    from inquiry.contact c
    where c.organization_id = ${work.organization} and c.source_id = ${sourceId} and c.joined_into is null
    group by 1 order by 1 desc limit 12`)

/** Why those that a source sent were lost. */
export const reasonsOf = (work: Work, sourceId: string) =>
  work.all(sql<{ reason: string; count: number }>`
    select c.lost_reason as reason, count(*)::int as count from inquiry.contact c
    where c.organization_id = ${work.organization} and c.source_id = ${sourceId} and c.joined_into is null
      and c.lost_reason is not null
    group by 1 order by 2 desc, 1`)

/** The last that a source sent. */
export const lastOf = (work: Work, sourceId: string, most: number) =>
  work.all(
    db
      .selectFrom('inquiry.contact')
      .select(['id', 'code', 'received_at as receivedAt', 'lost_at as lostAt', 'joined_into as joinedInto'])
      .select(['reached_at as reachedAt', 'checked_at as checkedAt', 'booked_at as bookedAt'])
      .select(['assessed_at as assessedAt', 'offered_at as offeredAt', 'started_at as startedAt'])
      .where('organization_id', '=', work.organization)
      .where('source_id', '=', sourceId)
      .where('joined_into', 'is', null)
      .orderBy('received_at', 'desc')
      .orderBy('id')
      .limit(most),
  )
