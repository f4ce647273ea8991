import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Day, Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'

// Counseling notes lie apart from the chart. The database gives a row to its author alone, and what is in it is sealed.

/** A counseling note as it lies there. */
export type SealedNote = {
  id: string
  clientId: string
  onDay: Day
  sealed: Buffer
  version: number
  updatedAt: Instant
}

/** The author's own key, wrapped; made once, at the first note. */
export async function wrappedKey(work: Work, make: () => Buffer): Promise<Buffer> {
  const found = () =>
    work.one(
      db
        .selectFrom('notes.counseling_key')
        .select('wrapped')
        .where('organization_id', '=', work.organization)
        .where('staff_id', '=', work.actor.personId ?? ''),
    )
  const there = await found()
  if (there) return there.wrapped
  await work.run(
    db
      .insertInto('notes.counseling_key')
      .values({ organization_id: work.organization, staff_id: work.actor.personId ?? '', wrapped: make() })
      .onConflict(conflict => conflict.doNothing()),
  )
  const made = await found()
  if (!made) throw new Error('an author has no key of their own')
  return made.wrapped
}

/** Whether whoever works is somebody who may know of what this client says in private. */
export const mayCounsel = async (work: Work, clientId: string) =>
  (await work.all(sql`select client_id from kernel.unseen(array[${clientId}::uuid], '{counseling-note}')`)).length === 0

const columns = [
  'id',
  'client_id as clientId',
  'on_day as onDay',
  'sealed',
  'version',
  'updated_at as updatedAt',
] as const

/** The author's own notes of these charts, the newest first. */
export const notesOf = (work: Work, chartIds: readonly string[]): Promise<SealedNote[]> =>
  work.all(
    db
      .selectFrom('notes.counseling_note')
      .select(columns)
      .where('organization_id', '=', work.organization)
      .where('author', '=', work.actor.personId ?? '')
      .where('client_id', 'in', [...chartIds])
      .orderBy('on_day', 'desc')
      .orderBy('id', 'desc'),
  )

export const noteOf = (work: Work, id: string): Promise<SealedNote | undefined> =>
  work.one(
    db
      .selectFrom('notes.counseling_note')
      .select(columns)
      .where('organization_id', '=', work.organization)
      .where('author', '=', work.actor.personId ?? '')
      .where('id', '=', id),
  )

/** Begins or changes one; false when somebody did since. Version 0 begins it. */
export async function write(
  work: Work,
  note: { id: string; clientId: string; onDay: Day; sealed: Buffer; version: number },
): Promise<boolean> {
  const content = { on_day: note.onDay, sealed: note.sealed, updated_at: work.now }
  const row = await work.one(
    note.version === 0
      ? db
          .insertInto('notes.counseling_note')
          .values({
            organization_id: work.organization,
            id: note.id,
            client_id: note.clientId,
            author: work.actor.personId ?? '',
            begun_at: work.now,
            ...content,
          })
          .onConflict(conflict => conflict.doNothing())
          .returning('id')
      : db
          .updateTable('notes.counseling_note')
          .set({ ...content, version: note.version + 1 })
          .where('organization_id', '=', work.organization)
          .where('author', '=', work.actor.personId ?? '')
          .where('client_id', '=', note.clientId)
          .where('id', '=', note.id)
          .where('version', '=', note.version)
          .returning('id'),
  )
  return row !== undefined
}
