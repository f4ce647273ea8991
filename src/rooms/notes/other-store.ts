import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Day, Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import type { NotePart } from './notes.ts'
import { isReplaced } from './store.ts'

// Notes that are not of a group, while they are written: their author's alone, which the database says for itself.

/** One draft as it stands. */
export type OtherDraft = {
  id: string
  clientId: string
  kind: string
  template: string
  sessionId: string | null
  startsAt: Instant
  minutes: number
  parts: NotePart[]
  copied: string[]
  restricted: boolean
  /** The note that this one will stand instead of. */
  replaces: string | null
  version: number
  begunAt: Instant
  updatedAt: Instant
  noteId: string | null
  dropped: boolean
}

const columns = sql`d.id, d.client_id as "clientId", d.kind, d.template, d.session_id as "sessionId",
  d.starts_at as "startsAt", d.minutes, d.parts, d.copied, d.restricted, d.replaces, d.version, d.begun_at as "begunAt",
  d.updated_at as "updatedAt", d.note_id as "noteId", d.dropped_at is not null as dropped`

/** Whoever lost sight of a client does not go on writing about them. */
const seen = sql`not exists (select from kernel.unseen(array[d.client_id], '{name,note-draft}'))`

const mine = (work: Work) =>
  sql`d.organization_id = ${work.organization} and d.author = ${work.actor.personId} and ${seen}`

/** A draft of whoever works, whatever became of it. */
export const draftOf = (work: Work, id: string) =>
  work.one(sql<OtherDraft>`select ${columns} from notes.draft d where d.id = ${id} and ${mine(work)}`)

/** The drafts that whoever works has open, the oldest service first; of one person's charts or of all. */
export const openDrafts = (work: Work, chartIds?: readonly string[]) =>
  work.all(sql<OtherDraft>`
    select ${columns} from notes.draft d
    where ${mine(work)} and d.note_id is null and d.dropped_at is null
      ${chartIds ? sql`and d.client_id = any (${[...chartIds]}::uuid[])` : sql``}
      and d.client_id not in (select u.client_id from kernel.unseen(array(select o.client_id from notes.draft o
        where o.organization_id = ${work.organization} and o.author = ${work.actor.personId} and o.note_id is null
          and o.dropped_at is null), '{name,note-draft}') u)
    order by d.starts_at, d.id`)

/** Whether whoever works may write of this client. */
export const mayWrite = async (work: Work, clientId: string) =>
  (await work.all(sql`select client_id from kernel.unseen(array[${clientId}::uuid], '{name,note-draft}')`)).length === 0

/** What a draft begins with. */
export type Beginning = Pick<
  OtherDraft,
  'id' | 'clientId' | 'kind' | 'template' | 'sessionId' | 'startsAt' | 'minutes' | 'parts'
> &
  Partial<Pick<OtherDraft, 'copied' | 'restricted' | 'replaces'>>

/**
 * Begins a draft, unless it is there already: by its id, as an open one of the same hour, or of the same note that it
 * stands instead of. Answers which it is.
 */
export async function begin(work: Work, draft: Beginning): Promise<OtherDraft | undefined> {
  await work.run(
    db
      .insertInto('notes.draft')
      .values({
        organization_id: work.organization,
        id: draft.id,
        client_id: draft.clientId,
        kind: draft.kind,
        template: draft.template,
        author: work.actor.personId ?? '',
        session_id: draft.sessionId,
        starts_at: draft.startsAt,
        minutes: draft.minutes,
        parts: JSON.stringify(draft.parts),
        copied: draft.copied ?? [],
        restricted: draft.restricted ?? false,
        replaces: draft.replaces ?? null,
        begun_at: work.now,
        updated_at: work.now,
      })
      .onConflict(conflict => conflict.doNothing()),
  )
  return work.one(sql<OtherDraft>`
    select ${columns} from notes.draft d where ${mine(work)} and (d.id = ${draft.id}
      or (d.note_id is null and d.dropped_at is null and (d.replaces = ${draft.replaces ?? null}
        or (d.session_id = ${draft.sessionId} and d.client_id = ${draft.clientId}))))
    order by d.id = ${draft.id} desc, d.replaces = ${draft.replaces ?? null} desc nulls last limit 1`)
}

const open = (work: Work, id: string, version: number) =>
  db
    .updateTable('notes.draft')
    .where('organization_id', '=', work.organization)
    .where('id', '=', id)
    .where('version', '=', version)
    .where('author', '=', work.actor.personId ?? '')
    .where('note_id', 'is', null)
    .where('dropped_at', 'is', null)
    .returning('id')

/** What a keeping may change. */
export type DraftContent = Pick<OtherDraft, 'startsAt' | 'minutes' | 'parts' | 'copied' | 'restricted'>

/** Keeps what is written; false when somebody did since. */
export async function save(work: Work, id: string, draft: DraftContent & { version: number }): Promise<boolean> {
  const set = {
    starts_at: draft.startsAt,
    minutes: draft.minutes,
    parts: JSON.stringify(draft.parts),
    copied: draft.copied,
    restricted: draft.restricted,
    version: draft.version + 1,
    updated_at: work.now,
  }
  return (await work.one(open(work, id, draft.version).set(set))) !== undefined
}

/** Throws a draft away, or ends it as the note that it was signed as; false when somebody changed it since. */
export const end = async (work: Work, draft: { id: string; version: number }, noteId: string | null) =>
  (await work.one(open(work, draft.id, draft.version).set(noteId ? { note_id: noteId } : { dropped_at: work.now }))) !==
  undefined

/** What earlier notes of these charts say, part by part: what a new one is compared with, and copied from. */
export type Earlier = {
  id: string
  title: string
  onDay: Day
  signedAs: string
  restricted: boolean
  parts: NotePart[]
}

/** The last notes of these charts that stand and that whoever works reads, the newest first, without one of them. */
export const earlierNotes = (
  work: Work,
  chartIds: readonly string[],
  asked: { before: Instant; most: number; besides?: string | null },
) =>
  work.all(sql<Earlier>`
    select n.id, n.title, n.on_day as "onDay", n.signed_as as "signedAs", n.restricted, n.parts from notes.note n
    where n.organization_id = ${work.organization} and n.client_id = any (${[...chartIds]}::uuid[])
      and n.kind not in ('group') and n.starts_at < ${asked.before}
      and n.id is distinct from ${asked.besides ?? null}::uuid
      and not exists (select from notes.withdrawal w where w.organization_id = n.organization_id and w.note_id = n.id)
      and not ${isReplaced}
    order by n.starts_at desc, n.id limit ${asked.most}`)

/** Of these sessions, the ones that these charts have a note of by whoever works. */
export const writtenOf = (work: Work, chartIds: readonly string[], sessionIds: readonly string[]) =>
  work.all(sql<{ sessionId: string }>`
    select distinct n.session_id as "sessionId" from notes.note n
    where n.organization_id = ${work.organization} and n.session_id = any (${[...sessionIds]}::uuid[])
      and n.client_id = any (${[...chartIds]}::uuid[]) and n.signed_by = ${work.actor.personId}
      and not exists (select from notes.withdrawal w where w.organization_id = n.organization_id and w.note_id = n.id)`)

/** Of these sessions, of whom each has a note that stands, as far as whoever works may know. */
export const documentedIn = (work: Work, sessionIds: readonly string[]) =>
  work.all(sql<{ sessionId: string; clientId: string }>`
    select distinct n.session_id as "sessionId", n.client_id as "clientId" from notes.note n
    where n.organization_id = ${work.organization} and n.session_id = any (${[...sessionIds]}::uuid[])
      and not exists (select from notes.withdrawal w where w.organization_id = n.organization_id and w.note_id = n.id)`)

/** Who else has drafts of contacts that ended before a moment: how many, and since when; for the director alone. */
export const draftsPast = (work: Work, before: Instant) =>
  work.all(sql<{ staffId: string; name: string; drafts: number; since: Instant }>`
    select p.author as "staffId", s.given || ' ' || s.family as name, p.drafts, p.since
    from notes.drafts_past(${before}) p
    join people.staff s on s.organization_id = ${work.organization} and s.id = p.author
    order by p.since, name`)
