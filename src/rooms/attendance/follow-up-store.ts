import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Day, Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'

// What was tried after missed sessions.

/** One attempt, as it was written down. */
export type Attempt = {
  id: string
  clientId: string
  missedOn: Day
  step: string
  way: 'call' | 'text' | 'mail' | 'in-person' | 'review'
  outcome: 'reached' | 'message-left' | 'no-answer' | 'not-reachable' | 'done'
  words: string | null
  madeAt: Instant
  madeBy: string | null
}

/** Writes an attempt down; false when its id is here already. */
export async function addAttempt(work: Work, attempt: Omit<Attempt, 'madeAt' | 'madeBy'>): Promise<boolean> {
  const row = await work.one(
    db
      .insertInto('attendance.attempt')
      .values({
        organization_id: work.organization,
        id: attempt.id,
        client_id: attempt.clientId,
        missed_on: attempt.missedOn,
        step: attempt.step,
        way: attempt.way,
        outcome: attempt.outcome,
        words: attempt.words,
        made_at: work.now,
        made_by: work.actor.personId,
      })
      .onConflict(conflict => conflict.columns(['organization_id', 'id']).doNothing())
      .returning('id'),
  )
  return row !== undefined
}

/** What was tried with these charts since a day, the earliest first. */
export const attemptsOf = (work: Work, chartIds: readonly string[], since: Day) =>
  work.all(sql<Attempt>`
    select id, client_id as "clientId", missed_on as "missedOn", step, way, outcome, words, made_at as "madeAt",
      made_by as "madeBy"
    from attendance.attempt
    where organization_id = ${work.organization} and client_id = any (${[...chartIds]}::uuid[])
      and made_at >= ${since}::date
    order by made_at, id`)
