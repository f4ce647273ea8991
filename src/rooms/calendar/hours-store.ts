import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Day } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import type { Opening } from './calendar.ts'

// The statements of when sites are open, and how far one is from another.

/** The opening hours of every site, or of these. */
export const openings = (work: Work, siteIds?: readonly string[]) =>
  work.all(sql<Opening & { siteId: string }>`
    select site_id as "siteId", weekday, to_char(opens, 'HH24:MI') as opens,
      case when closes = '24:00' then '24:00' else to_char(closes, 'HH24:MI') end as closes
    from calendar.opening where organization_id = ${work.organization}
      and ${siteIds ? sql`site_id = any (${[...siteIds]}::uuid[])` : sql`true`} order by site_id, weekday, opens`)

/** Makes these the opening hours of a site, for the whole week. */
export async function setHours(work: Work, siteId: string, hours: readonly Opening[]): Promise<void> {
  await work.run(
    db.deleteFrom('calendar.opening').where('organization_id', '=', work.organization).where('site_id', '=', siteId),
  )
  if (hours.length === 0) return
  await work.run(
    db
      .insertInto('calendar.opening')
      .values(hours.map(each => ({ organization_id: work.organization, site_id: siteId, ...each }))),
  )
}

/** The closed days that end on a day or later. */
export const closuresFrom = (work: Work, from: Day) =>
  work.all(
    db
      .selectFrom('calendar.closure')
      .select(['id', 'site_id as siteId', 'from_on as fromOn', 'until_on as untilOn', 'name'])
      .where('organization_id', '=', work.organization)
      .where('until_on', '>=', from)
      .where('withdrawn_at', 'is', null)
      .orderBy('from_on')
      .orderBy('name'),
  )

export async function closeDays(
  work: Work,
  closure: { siteId: string | null; fromOn: Day; untilOn: Day; name: string },
): Promise<string> {
  const id = work.id()
  await work.run(
    db.insertInto('calendar.closure').values({
      organization_id: work.organization,
      id,
      site_id: closure.siteId,
      from_on: closure.fromOn,
      until_on: closure.untilOn,
      name: closure.name,
      made_at: work.now,
    }),
  )
  return id
}

/** Takes a closure back; undefined when there is none, or none any more. */
export const reopenDays = (work: Work, id: string) =>
  work.one(
    db
      .updateTable('calendar.closure')
      .set({ withdrawn_at: work.now })
      .where('organization_id', '=', work.organization)
      .where('id', '=', id)
      .where('withdrawn_at', 'is', null)
      .returning('id'),
  )

export const ways = (work: Work) =>
  work.all(
    db
      .selectFrom('calendar.travel')
      .select(['site_id as siteId', 'other_site_id as otherSiteId', 'minutes'])
      .where('organization_id', '=', work.organization),
  )

/** Says how long the way between two sites takes, the same both ways; null forgets it. */
export async function setTravel(work: Work, sites: readonly [string, string], minutes: number | null): Promise<void> {
  const [site_id, other_site_id] = sites
  if (minutes === null) {
    await work.run(
      db
        .deleteFrom('calendar.travel')
        .where('organization_id', '=', work.organization)
        .where('site_id', '=', site_id)
        .where('other_site_id', '=', other_site_id),
    )
    return
  }
  await work.run(
    db
      .insertInto('calendar.travel')
      .values({ organization_id: work.organization, site_id, other_site_id, minutes })
      .onConflict(same => same.columns(['organization_id', 'site_id', 'other_site_id']).doUpdateSet({ minutes })),
  )
}
