import { type RawBuilder, sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import type { LinePart, SharedPart } from './notes.ts'

// What is being written: the shared part of a group, and each person’s line. Never in a chart.

/** The shared part of a session as it stands, with its version. */
export type GroupDraft = SharedPart & { version: number; begunAt: Instant; signedAt: Instant | null }

const groupNote = (work: Work, sessionId: string) =>
  db
    .selectFrom('notes.group_note')
    .select(['check_in as checkIn', 'topic', 'skill', 'homework', 'closing', 'shared', 'version'])
    .select(['begun_at as begunAt', 'signed_at as signedAt'])
    .where('organization_id', '=', work.organization)
    .where('session_id', '=', sessionId)

export const groupNoteOf = (work: Work, sessionId: string): Promise<GroupDraft | undefined> =>
  work.one(groupNote(work, sessionId))

/** The same, held so that nobody signs it before this work is done. */
export const groupNoteHeld = (work: Work, sessionId: string): Promise<GroupDraft | undefined> =>
  work.one(groupNote(work, sessionId).forShare())

/** One person’s line as it stands, with its version. */
export type LineDraft = LinePart & { clientId: string; version: number }

const lines = (work: Work, sessionId: string) => sql<LineDraft>`
  select client_id as "clientId", participation, response, mood, risk, follow_up as "followUp", objective, own, version
  from notes.line where organization_id = ${work.organization} and session_id = ${sessionId}`

export const linesOf = (work: Work, sessionId: string) => work.all(lines(work, sessionId))

/** All that is being written of a session: what every chart gets, each line, what was kept and decided of guards. */
export type Writing = { note: GroupDraft | undefined; lines: LineDraft[]; keepings: Kept[]; guards: GuardSet[] }

/** The same, read in one go. */
export async function writingOf(work: Work, sessionId: string): Promise<Writing> {
  const listed = <Row>(rows: RawBuilder<Row>) => sql<Row[]>`(select coalesce(json_agg(r), '[]') from (${rows}) r)`
  const beside = work.one(sql<Omit<Writing, 'note'>>`
    select ${listed(lines(work, sessionId))} as lines, ${listed(keepings(work, sessionId))} as keepings,
      ${listed(guards(work))} as guards`)
  const [note, { lines: written = [], keepings: kept = [], guards: set = [] } = {}] = await Promise.all([
    groupNoteOf(work, sessionId),
    beside,
  ])
  return { note, lines: written, keepings: kept, guards: set }
}

const sharedColumns = (part: SharedPart) => ({
  check_in: part.checkIn,
  topic: part.topic,
  skill: part.skill,
  homework: part.homework,
  closing: part.closing,
  shared: part.shared,
})

/** Begins or changes the shared part; false when somebody changed it since. Version 0 begins it. */
export async function saveShared(
  work: Work,
  draft: { sessionId: string; version: number; staffId: string; part: SharedPart },
): Promise<boolean> {
  if (draft.version === 0) {
    const begun = {
      organization_id: work.organization,
      session_id: draft.sessionId,
      ...sharedColumns(draft.part),
      begun_at: work.now,
      begun_by: draft.staffId,
    }
    const made = await work.one(
      db
        .insertInto('notes.group_note')
        .values(begun)
        .onConflict(conflict => conflict.doNothing())
        .returning('session_id'),
    )
    return made !== undefined
  }
  const row = await work.one(
    db
      .updateTable('notes.group_note')
      .set({ ...sharedColumns(draft.part), version: draft.version + 1 })
      .where('organization_id', '=', work.organization)
      .where('session_id', '=', draft.sessionId)
      .where('version', '=', draft.version)
      .returning('session_id'),
  )
  return row !== undefined
}

/** Begins or changes one person's line; false when somebody changed it since. Version 0 begins it. */
export async function saveLine(
  work: Work,
  draft: { sessionId: string; clientId: string; version: number; line: LinePart },
): Promise<boolean> {
  const { followUp, ...line } = draft.line
  const content = { ...line, follow_up: followUp, updated_at: work.now }
  if (draft.version === 0) {
    const begun = {
      organization_id: work.organization,
      id: work.id(),
      session_id: draft.sessionId,
      client_id: draft.clientId,
      ...content,
    }
    const made = await work.one(
      db
        .insertInto('notes.line')
        .values(begun)
        .onConflict(conflict => conflict.doNothing())
        .returning('id'),
    )
    return made !== undefined
  }
  const row = await work.one(
    db
      .updateTable('notes.line')
      .set({ ...content, version: draft.version + 1 })
      .where('organization_id', '=', work.organization)
      .where('session_id', '=', draft.sessionId)
      .where('client_id', '=', draft.clientId)
      .where('version', '=', draft.version)
      .returning('id'),
  )
  return row !== undefined
}

/**
 * Holds the shared part and every line as they were read, and ends the writing; false when somebody wrote since. First
 * the one, then the others, as whoever writes a line holds them.
 */
export async function endWriting(
  work: Work,
  read: { sessionId: string; version: number; lines: readonly { clientId: string; version: number }[] },
): Promise<boolean> {
  const ended = await work.one(sql<{ notes: number; lines: number }>`
    with note as (update notes.group_note set signed_at = ${work.now}
      where organization_id = ${work.organization} and session_id = ${read.sessionId} and version = ${read.version}
        and signed_at is null returning session_id),
    held as (select l.client_id from notes.line l
      join unnest(${read.lines.map(line => line.clientId)}::uuid[], ${read.lines.map(line => line.version)}::int[])
        w (c, v) on l.client_id = w.c and l.version = w.v
      where l.organization_id = ${work.organization} and l.session_id = ${read.sessionId}
        and exists (select from note) for update of l)
    select (select count(*)::int from note) as notes, (select count(*)::int from held) as lines`)
  return ended?.notes === 1 && ended.lines === read.lines.length
}

/** Which of these sessions have a group note, and when it was signed. */
export const groupNotesOf = (work: Work, sessionIds: readonly string[]) =>
  work.all(sql<{ sessionId: string; signedAt: Instant | null }>`
    select session_id as "sessionId", signed_at as "signedAt" from notes.group_note
    where organization_id = ${work.organization} and session_id = any (${[...sessionIds]}::uuid[])`)

/** A warning that somebody kept. */
export type Kept = { clientId: string | null; guard: string; wordsHash: string }

const keepings = (work: Work, about: string) => sql<Kept>`
  select client_id as "clientId", guard, words_hash as "wordsHash" from notes.keeping
  where organization_id = ${work.organization} and about = ${about}`

/** Warnings that somebody kept, of a session or a draft. */
export const keepingsOf = (work: Work, about: string) => work.all(keepings(work, about))

/** A warning that is kept: about what, of whom, and of which words. */
export type Keeping = { about: string; clientId: string | null; guard: string; wordsHash: string }

/** Keeps warnings; what is kept already stays as it was. */
export async function keep(work: Work, keepings: readonly Keeping[]): Promise<void> {
  if (keepings.length === 0) return
  const each = <Value>(read: (keeping: Keeping) => Value) => keepings.map(read)
  await work.run(sql`
    insert into notes.keeping (organization_id, id, about, client_id, guard, words_hash, kept_at, kept_by)
    select ${work.organization}::uuid, k.id, k.about, k.client_id, k.guard, k.words_hash, ${work.now}::timestamptz,
      ${work.actor.personId}::uuid
    from unnest(${each(() => work.id())}::uuid[], ${each(keeping => keeping.about)}::uuid[],
      ${each(keeping => keeping.clientId)}::uuid[], ${each(keeping => keeping.guard)}::text[],
      ${each(keeping => keeping.wordsHash)}::text[]) as k (id, about, client_id, guard, words_hash)
    on conflict do nothing`)
}

/** Where this program decided otherwise than the preset. */
export const guardsSet = (work: Work) => work.all(guards(work))

/** A guard as a program set it. */
export type GuardSet = { guard: string; severity: string }

const guards = (work: Work) =>
  sql<GuardSet>`select guard, severity from notes.guard where organization_id = ${work.organization}`

export async function setGuard(work: Work, guard: string, severity: string): Promise<void> {
  const set = { severity, set_at: work.now, set_by: work.actor.personId ?? '' }
  await work.run(
    db
      .insertInto('notes.guard')
      .values({ organization_id: work.organization, guard, ...set })
      .onConflict(conflict => conflict.columns(['organization_id', 'guard']).doUpdateSet(set)),
  )
}
