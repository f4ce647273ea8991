import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'

// The statements of how often something was sent. Of who sent it there is a fingerprint of the day and the address.

/** What is counted: whose, and in which hour. */
export type Knock = { who: string; hour: Instant }

/** Counts one more, unless there were as many as may be already; false then. Two at once are counted one by one. */
export async function knock(work: Work, { who, hour }: Knock, most: number): Promise<boolean> {
  const row = await work.one(sql<{ times: number }>`
    insert into welcome.knock as k (organization_id, who, hour, times)
    values (${work.organization}, ${who}, ${hour}, 1)
    on conflict (organization_id, who, hour) do update set times = k.times + 1 where k.times < ${most}
    returning times`)
  return row !== undefined
}

/** Forgets what was counted before a moment. */
export const sweepKnocks = (work: Work, before: Instant) =>
  work.run(db.deleteFrom('welcome.knock').where('organization_id', '=', work.organization).where('hour', '<', before))
