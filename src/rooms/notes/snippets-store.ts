import { db } from '#kernel/database.ts'
import type { Work } from '#kernel/work.ts'

// Sentences that somebody writes often: each has their own, which the database says for itself.

/** A sentence by its short name. */
export type Snippet = { id: string; name: string; text: string; version: number }

const own = (work: Work) => ({ organization_id: work.organization, staff_id: work.actor.personId ?? '' })

export const snippetsOf = (work: Work): Promise<Snippet[]> =>
  work.all(
    db
      .selectFrom('notes.snippet')
      .select(['id', 'name', 'text', 'version'])
      .where('organization_id', '=', work.organization)
      .where('staff_id', '=', work.actor.personId ?? '')
      .orderBy('name'),
  )

/** Adds one, unless it is there by its id. */
export const add = (work: Work, { id, name, text }: Omit<Snippet, 'version'>) =>
  work.run(
    db
      .insertInto('notes.snippet')
      .values({ ...own(work), id, name, text })
      .onConflict(conflict => conflict.columns(['organization_id', 'id']).doNothing()),
  )

/** Changes one; false when it was changed since, or is not there. */
export const change = async (work: Work, { id, name, text, version }: Snippet) =>
  (await work.one(
    db
      .updateTable('notes.snippet')
      .set({ name, text, version: version + 1 })
      .where('organization_id', '=', work.organization)
      .where('staff_id', '=', work.actor.personId ?? '')
      .where('id', '=', id)
      .where('version', '=', version)
      .returning('id'),
  )) !== undefined

/** Takes one away; false when it was changed since, or is not there. */
export const remove = async (work: Work, { id, version }: Pick<Snippet, 'id' | 'version'>) =>
  (await work.one(
    db
      .deleteFrom('notes.snippet')
      .where('organization_id', '=', work.organization)
      .where('staff_id', '=', work.actor.personId ?? '')
      .where('id', '=', id)
      .where('version', '=', version)
      .returning('id'),
  )) !== undefined
