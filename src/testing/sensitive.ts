import { mergeCharts, openChart } from '#rooms/people/commands.ts'
import { copiesOf, notesIn } from './documented.ts'
import type { Evening } from './evenings.ts'
import type { TestHouse, TestOrganization } from './house.ts'

// Notes of every sensitivity in charts of every relation, each with a word of its own in all that belongs to it.

/** Whose chart: of one's own care team, the second one that was merged into it, another's, of another organization. */
export const relations = ['mine', 'merged', 'other', 'theirs'] as const
export type Relation = (typeof relations)[number]
export const sorts = ['usual', 'restricted', 'withdrawn', 'both'] as const
export type Sort = (typeof sorts)[number]
export type Which = { relation: Relation; sort: Sort }
export const each = relations.flatMap(relation => sorts.map(sort => ({ relation, sort })))
/** A word that stands in everything of one note, and nowhere else. */
export const wordOf = (relation: Relation, sort: Sort) => `zq${relation}${sort}`

export const isRestricted = (sort: Sort) => sort === 'restricted' || sort === 'both'
export const isWithdrawn = (sort: Sort) => sort === 'withdrawn' || sort === 'both'

/** Another chart of the same person, which nobody is on the care team of. */
export async function aSecondChart(test: TestHouse): Promise<string> {
  const person = { legalGiven: 'Adaline', legalFamily: 'Tormentil-Reed', bornOn: '1984-02-11' }
  return (await test.house.act(test.here.program, openChart, { ...person, notAlike: [] })).clientId
}

/** Merges it into the first, for good. */
export async function mergedInto(test: TestHouse, clientId: string, aliasId: string): Promise<void> {
  const director = { ...test.here.staff.director, confirmedAt: test.now() }
  const merging = { clientId, aliasId, reason: 'One person, said so themself.' }
  await test.house.act(director, mergeCharts, merging)
}

type Of = { in_: TestOrganization; word: string; by: string }

/** One note and one that stands instead of it, with everything that may stand beside them: their ids. */
export async function aSensitiveNote(
  test: TestHouse,
  { in_, evening, clientId }: { in_: TestOrganization; evening: Evening; clientId: string },
  { relation, sort }: Which,
): Promise<string[]> {
  const word = wordOf(relation, sort)
  const [base = ''] = (await notesIn(test, evening.sessionId)).values()
  const but = {
    ...{ kind: 'individual', template: 'individual-dap@1', session_id: null, title: `Hour ${word}`, topic: word },
    ...{ own: `${word} said.`, parts: [{ name: 'Data', text: `${word} told.` }], facts: { objective: word } },
    ...{ restricted: isRestricted(sort), awaits: true, client_id: clientId },
  }
  const [noteId = ''] = await copiesOf(test, base, { but })
  const [instead = ''] = await copiesOf(test, base, { but: { ...but, replaces: noteId } })
  const of = { in_, word, by: evening.leader.personId }
  for (const id of [noteId, instead]) await besides(test, id, { ...of, withdrawn: isWithdrawn(sort) })
  await ownThings(test, clientId, of)
  return [noteId, instead]
}

/** What may stand beside a note. */
async function besides(
  test: TestHouse,
  noteId: string,
  { in_, word, by, withdrawn }: Of & { withdrawn: boolean },
): Promise<void> {
  const { owner } = test
  const at = test.now()
  await owner.query(
    `insert into notes.amendment (organization_id, id, note_id, text, reason, signed_at, signed_by, signed_as, hash)
     values ($1, gen_random_uuid(), $2, $3, $3, $4, $5, 'Somebody', repeat('0', 64))`,
    [in_.id, noteId, word, at, by],
  )
  await owner.query(
    `insert into notes.co_signing (organization_id, id, note_id, outcome, comment, at, staff_id, signed_as)
     values ($1, gen_random_uuid(), $2, 'returned', $3, $4, $5, 'Somebody')`,
    [in_.id, noteId, word, at, by],
  )
  if (!withdrawn) return
  await owner.query('insert into notes.withdrawal values ($1, $2, $3, $4)', [in_.id, noteId, at, by])
  await owner.query('insert into notes.withdrawal_reason values ($1, $2, $3)', [in_.id, noteId, word])
}

/** What is nobody’s but their author’s. */
async function ownThings(test: TestHouse, clientId: string, { in_, word, by }: Of): Promise<void> {
  const { owner } = test
  const at = test.now()
  const draft = [in_.id, clientId, by, at, JSON.stringify([{ name: 'Data', text: `${word} draft` }])]
  await owner.query(
    `insert into notes.draft (organization_id, id, client_id, kind, template, author, starts_at, minutes, parts,
       begun_at, updated_at)
     values ($1, gen_random_uuid(), $2, 'individual', 'individual-dap@1', $3, $4, 30, $5, $4, $4)`,
    draft,
  )
  await owner.query(
    `insert into notes.snippet (organization_id, id, staff_id, name, text)
     values ($1, gen_random_uuid(), $2, $3, $3)`,
    [in_.id, by, word],
  )
  await owner.query(
    `insert into notes.counseling_note (organization_id, id, client_id, author, on_day, sealed, begun_at, updated_at)
     values ($1, gen_random_uuid(), $2, $3, '2026-11-24', convert_to($4, 'UTF8'), $5, $5)`,
    [in_.id, clientId, by, word, at],
  )
}

/** A warning that who led an evening has kept. */
export async function aWarningKept(
  test: TestHouse,
  in_: TestOrganization,
  { sessionId, leader: { personId } }: Evening,
): Promise<void> {
  await test.owner.query(
    `insert into notes.keeping (organization_id, id, about, client_id, guard, words_hash, kept_at, kept_by)
     values ($1, gen_random_uuid(), $2, null, 'names', repeat('0', 64), $3, $4)`,
    [in_.id, sessionId, test.now(), personId],
  )
}
