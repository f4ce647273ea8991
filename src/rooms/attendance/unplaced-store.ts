import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import type { NewMark } from './store.ts'

// Marks from a device that found no place on their sheet, kept until somebody says what becomes of them.

/** A mark that found no place, as it was said. */
export type Unplaced = Pick<NewMark, 'id' | 'sessionId' | 'clientId' | 'kind' | 'arrivedAt' | 'leftAt' | 'reason'> & {
  mode: string | null
  saidAt: Instant
  receivedAt: Instant
  because: string
}

export async function keepAside(work: Work, marks: readonly Omit<Unplaced, 'receivedAt'>[]): Promise<void> {
  if (marks.length === 0) return
  await work.run(
    db
      .insertInto('attendance.unplaced')
      .values(
        marks.map(mark => ({
          organization_id: work.organization,
          id: mark.id,
          said_by: work.actor.personId ?? work.organization,
          session_id: mark.sessionId,
          client_id: mark.clientId,
          kind: mark.kind,
          arrived_at: mark.arrivedAt,
          left_at: mark.leftAt,
          mode: mark.mode,
          reason: mark.reason,
          said_at: mark.saidAt,
          received_at: work.now,
          because: mark.because,
        })),
      )
      // The same marks may come by two calls at once, and no sheet of theirs can be held.
      .onConflict(conflict => conflict.columns(['organization_id', 'id']).doNothing()),
  )
}

/** What the working person made and nobody has settled, the earliest first; or one of them. */
export const unplacedOf = (work: Work, id?: string) =>
  work.all(sql<Unplaced>`
    select id, session_id as "sessionId", client_id as "clientId", kind, arrived_at as "arrivedAt",
      left_at as "leftAt", mode, reason, said_at as "saidAt", received_at as "receivedAt", because
    from attendance.unplaced
    where organization_id = ${work.organization} and said_by = ${work.actor.personId} and settled_at is null
      ${id ? sql`and id = ${id}` : sql``}
    order by said_at, id`)

export async function settleUnplaced(work: Work, id: string, how: 'placed' | 'let-go'): Promise<void> {
  await work.run(
    db
      .updateTable('attendance.unplaced')
      .set({ settled_at: work.now, settled_by: work.actor.personId, settled_how: how })
      .where('organization_id', '=', work.organization)
      .where('id', '=', id)
      .where('settled_at', 'is', null),
  )
}
