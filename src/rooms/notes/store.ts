import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Day, Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import type { NotePart } from './notes.ts'

// What is signed. Who may read a note is said by the database itself, for every statement here and elsewhere.

const signedWords = 'This is signed and never changes. Write an amendment beside it instead.'

/** What broken constraints of this room mean. */
export const constraints = {
  note_stays_signed: { code: 'signed', says: signedWords },
  line_once: { code: 'changed-meanwhile', says: 'Someone began this note a moment ago. Look again.' },
  group_note_pkey: { code: 'changed-meanwhile', says: 'Someone began this note a moment ago. Look again.' },
  withdrawal_pkey: { code: 'withdrawn', says: 'This note was withdrawn a moment ago.' },
  co_signing_once: { code: 'co-signed', says: 'This note was co-signed a moment ago.' },
  snippet_name: { code: 'name-taken', says: 'You have a sentence under this short name already.' },
  note_replaces: { code: 'replaced', says: 'Another note stands instead of this one already.' },
}

/** What a signed note says, with its fingerprint. */
type NoteText = {
  id: string
  clientId: string
  kind: string
  sessionId: string | null
  onDay: Day
  startsAt: Instant
  endsAt: Instant
  zone: string
  minutes: number
  title: string
  topic: string
  parts: NotePart[]
  facts: Record<string, string | boolean>
  ledBy: string[]
  signedAs: string
  awaits: boolean
  restricted: boolean
  replaces: string | null
  hash: string
}

/** What stands in a note when it is signed. */
export type NewNote = NoteText & { template: string; own: string }

/** Puts signed notes into their charts, all in one statement, which is as long for twelve as for one. */
export const addNotes = (work: Work, notes: readonly NewNote[]) =>
  work.run(sql`
    insert into notes.note (organization_id, id, client_id, kind, template, session_id, on_day, starts_at, ends_at,
      zone, minutes, title, topic, parts, own, facts, led_by, signed_at, signed_by, signed_as, awaits, restricted,
      replaces, hash)
    select ${work.organization}, r.id, r."clientId", r.kind, r.template, r."sessionId", r."onDay", r."startsAt",
      r."endsAt", r.zone, r.minutes, r.title, r.topic, r.parts, r.own, r.facts, r."ledBy", ${work.now},
      ${work.actor.personId}, r."signedAs", r.awaits, r.restricted, r.replaces, r.hash
    from json_to_recordset(${JSON.stringify(notes)}::json) r (id uuid, "clientId" uuid, kind text, template text,
      "sessionId" uuid, "onDay" date, "startsAt" timestamptz, "endsAt" timestamptz, zone text, minutes int, title text,
      topic text, parts jsonb, own text, facts jsonb, "ledBy" text[], "signedAs" text, awaits boolean,
      restricted boolean, replaces uuid, hash text)`)

/** A signed note as whoever may read it reads it. */
export type SignedNote = NoteText & {
  signedAt: Instant
  signedBy: string
  replacedBy: string | null
  withdrawn: { at: Instant; reason: string; by: string } | null
  coSigned: { at: Instant; as: string } | null
  returned: { at: Instant; as: string; comment: string } | null
  amendments: { id: string; text: string; reason: string; signedAt: Instant; signedAs: string }[]
}

const instants = (column: ReturnType<typeof sql>) =>
  sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** The note that stands instead of `n`. Of one that was withdrawn since, `n` stands again. */
const replacing = sql`select r.id from notes.note r where r.organization_id = n.organization_id and r.replaces = n.id
  and not exists (select from notes.withdrawal w where w.organization_id = r.organization_id and w.note_id = r.id)`
/** Whether another note stands instead of `n`. */
export const isReplaced = sql`exists (${replacing})`

/** What a supervisor said last who returned it. */
const returnedOf = sql`
  (select jsonb_build_object('at', ${instants(sql`c.at`)}, 'as', c.signed_as, 'comment', c.comment)
    from notes.co_signing c where c.organization_id = n.organization_id and c.note_id = n.id and c.outcome = 'returned'
    order by c.at desc limit 1)`

/** What every reading of notes has in common; `n` is the note. */
export const noteColumns = sql`
  n.id, n.client_id as "clientId", n.kind, n.session_id as "sessionId", n.on_day as "onDay", n.starts_at as "startsAt",
  n.ends_at as "endsAt", n.zone, n.minutes, n.title, n.topic, n.parts, n.facts, n.led_by as "ledBy",
  n.signed_at as "signedAt", n.signed_by as "signedBy", n.signed_as as "signedAs", n.awaits, n.restricted, n.replaces,
  (${replacing} limit 1) as "replacedBy",
  n.hash,
  (select jsonb_build_object('at', ${instants(sql`w.at`)}, 'reason', coalesce(y.reason, ''),
      'by', s.given || ' ' || s.family)
    from notes.withdrawal w join people.staff s on s.organization_id = w.organization_id and s.id = w.staff_id
    left join notes.withdrawal_reason y on y.organization_id = w.organization_id and y.note_id = w.note_id
    where w.organization_id = n.organization_id and w.note_id = n.id) as withdrawn,
  (select jsonb_build_object('at', ${instants(sql`c.at`)}, 'as', c.signed_as) from notes.co_signing c
    where c.organization_id = n.organization_id and c.note_id = n.id and c.outcome = 'signed') as "coSigned",
  ${returnedOf} as returned,
  coalesce((select jsonb_agg(jsonb_build_object('id', a.id, 'text', a.text, 'reason', a.reason,
      'signedAt', ${instants(sql`a.signed_at`)}, 'signedAs', a.signed_as) order by a.signed_at, a.id)
    from notes.amendment a where a.organization_id = n.organization_id and a.note_id = n.id), '[]') as amendments`

/** One note, if whoever works signed it, or reads the notes of its chart. */
export const noteOf = (work: Work, id: string) =>
  work.one(sql<SignedNote>`
    select ${noteColumns} from notes.note n where n.organization_id = ${work.organization} and n.id = ${id}`)

/** Whether a note was ever written instead of this one, of which whoever works may read. */
export const wasReplaced = async (work: Work, id: string) =>
  (await work.all(sql`select id from notes.note where organization_id = ${work.organization} and replaces = ${id}`))
    .length > 0

/** By which template a note was written. */
export const writtenBy = (work: Work, id: string) =>
  work.one(sql<{ template: string }>`
    select template from notes.note where organization_id = ${work.organization} and id = ${id}`)

/** Which notes a session has in charts that stand, and whether a co-signature is still asked for. */
export const notesOfSession = (work: Work, sessionId: string) =>
  work.all(sql<{ id: string; clientId: string; awaits: boolean }>`
    select n.id, n.client_id as "clientId", n.awaits and not exists (select from notes.co_signing c
        where c.organization_id = n.organization_id and c.note_id = n.id and c.outcome = 'signed') as awaits
    from notes.note n where n.organization_id = ${work.organization} and n.session_id = ${sessionId}
      and not ${isReplaced}`)

/**
 * What each of these charts said of its own in its last notes that stand, the newest first, so many of each: what the
 * reader signed, and where they read the chart what others did.
 */
export const lastOwn = (
  work: Work,
  clientIds: readonly string[],
  { before, most }: { before: Instant; most: number },
) =>
  work.all(sql<{ clientId: string; onDay: Day; own: string; objective: string | null }>`
    select i as "clientId", n.on_day as "onDay", n.own, n.objective from unnest(${[...clientIds]}::uuid[]) i
    cross join lateral (select on_day, own, facts ->> 'objective' as objective from notes.note n
      where organization_id = ${work.organization} and client_id = i and starts_at < ${before} and own <> ''
        and not ${isReplaced}
        and not exists (select from notes.withdrawal w where w.organization_id = n.organization_id and w.note_id = n.id)
      order by starts_at desc limit ${most}) n`)

/** Writes an amendment beside a note. */
export const addAmendment = (
  work: Work,
  made: { id: string; noteId: string; text: string; reason: string; signedAs: string; hash: string },
) =>
  work.run(
    db.insertInto('notes.amendment').values({
      organization_id: work.organization,
      id: made.id,
      note_id: made.noteId,
      text: made.text,
      reason: made.reason,
      signed_at: work.now,
      signed_by: work.actor.personId ?? '',
      signed_as: made.signedAs,
      hash: made.hash,
    }),
  )

/** Takes a note out of sight. Auditors and its author go on reading it, and they alone the reason. */
export async function withdraw(work: Work, noteId: string, reason: string): Promise<void> {
  const of = { organization_id: work.organization, note_id: noteId }
  await work.run(db.insertInto('notes.withdrawal').values({ ...of, at: work.now, staff_id: work.actor.personId ?? '' }))
  await work.run(db.insertInto('notes.withdrawal_reason').values({ ...of, reason }))
}

/** Whoever answers the same note takes turns, to the end of their work. */
export const takeTurns = (work: Work, noteId: string) =>
  work.run(sql`select pg_advisory_xact_lock(hashtextextended(${`notes.co-signing ${noteId}`}, 0))`)

/** What a supervisor said to a note that awaits them. */
export const addCoSigning = (
  work: Work,
  said: { noteId: string; outcome: 'signed' | 'returned'; comment: string | null; signedAs: string },
) =>
  work.run(
    db.insertInto('notes.co_signing').values({
      organization_id: work.organization,
      id: work.id(),
      note_id: said.noteId,
      outcome: said.outcome,
      comment: said.comment,
      at: work.now,
      staff_id: work.actor.personId ?? '',
      signed_as: said.signedAs,
    }),
  )

/** A note that awaits a co-signature, without what it says; and what its author was told. */
export type Awaiting = Pick<
  SignedNote,
  | 'id'
  | 'clientId'
  | 'kind'
  | 'title'
  | 'onDay'
  | 'startsAt'
  | 'zone'
  | 'signedAt'
  | 'signedBy'
  | 'signedAs'
  | 'returned'
  | 'replaces'
> & {
  /** When something was last added to it: what was returned and then added to awaits its supervisor again. */
  amendedAt: Instant | null
}

/** Notes that await a co-signature and still stand, the oldest first: one’s own, and of charts that one reads. */
export const awaiting = (work: Work, most: number) =>
  work.all(sql<Awaiting>`
    with waits as (
      select n.* from notes.note n
      where n.organization_id = ${work.organization} and n.awaits
        and not exists (select from notes.co_signing c where c.organization_id = n.organization_id and c.note_id = n.id
          and c.outcome = 'signed')
        and not exists (select from notes.withdrawal w where w.organization_id = n.organization_id and w.note_id = n.id)
        and not ${isReplaced}),
    unnamed as (select client_id from kernel.unseen(array(select distinct client_id from waits), '{name,note-draft}')),
    unread as (select client_id from kernel.unseen(array(select distinct client_id from waits), '{name,note}'))
    select n.id, n.client_id as "clientId", n.kind, n.title, n.on_day as "onDay", n.starts_at as "startsAt", n.zone,
      n.signed_at as "signedAt", n.signed_by as "signedBy", n.signed_as as "signedAs", n.replaces,
      ${returnedOf} as returned,
      (select max(a.signed_at) from notes.amendment a
        where a.organization_id = n.organization_id and a.note_id = n.id) as "amendedAt"
    from waits n where case when n.signed_by = ${work.actor.personId}
      then n.client_id not in (select client_id from unnamed) else n.client_id not in (select client_id from unread) end
    order by n.signed_at, n.id limit ${most}`)
