import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Day, Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'

/** What broken constraints of this room mean. */
export const constraints = {
  note_stays_signed: { code: 'signed', says: 'This note is signed and never changes. Write an addition instead.' },
  note_once: { code: 'changed-meanwhile', says: 'Someone began this note a moment ago. Look again.' },
  group_note_pkey: { code: 'changed-meanwhile', says: 'Someone began this note a moment ago. Look again.' },
}

export type NoteLine = {
  id: string
  clientId: string
  participation: string | null
  response: string | null
  own: string
  version: number
  updatedAt: Instant
  signedAt: Instant | null
}

export const groupNoteOf = (work: Work, sessionId: string) =>
  work.one(
    db
      .selectFrom('notes.group_note')
      .select(['shared', 'topic', 'version', 'begun_at as begunAt', 'begun_by as begunBy', 'signed_at as signedAt'])
      .where('organization_id', '=', work.organization)
      .where('session_id', '=', sessionId),
  )

export const linesOf = (work: Work, sessionId: string): Promise<NoteLine[]> =>
  work.all(
    db
      .selectFrom('notes.note')
      .select([
        'id',
        'client_id as clientId',
        'participation',
        'response',
        'own',
        'version',
        'updated_at as updatedAt',
        'signed_at as signedAt',
      ])
      .where('organization_id', '=', work.organization)
      .where('session_id', '=', sessionId),
  )

/** Begins or changes the shared part; false when somebody changed it since. Version 0 begins it. */
export async function saveShared(
  work: Work,
  note: { sessionId: string; version: number; shared: string; topic: string; staffId: string },
): Promise<boolean> {
  if (note.version === 0) {
    const made = await work.one(
      db
        .insertInto('notes.group_note')
        .values({
          organization_id: work.organization,
          session_id: note.sessionId,
          shared: note.shared,
          topic: note.topic,
          begun_at: work.now,
          begun_by: note.staffId,
        })
        .onConflict(conflict => conflict.doNothing())
        .returning('session_id'),
    )
    return made !== undefined
  }
  const row = await work.one(
    db
      .updateTable('notes.group_note')
      .set({ shared: note.shared, topic: note.topic, version: note.version + 1 })
      .where('organization_id', '=', work.organization)
      .where('session_id', '=', note.sessionId)
      .where('version', '=', note.version)
      .returning('session_id'),
  )
  return row !== undefined
}

/** Begins or changes one person's line; false when somebody changed it since. Version 0 begins it. */
export async function saveLine(
  work: Work,
  line: {
    sessionId: string
    clientId: string
    version: number
    participation: string | null
    response: string | null
    own: string
  },
): Promise<boolean> {
  const content = { participation: line.participation, response: line.response, own: line.own, updated_at: work.now }
  if (line.version === 0) {
    const made = await work.one(
      db
        .insertInto('notes.note')
        .values({
          organization_id: work.organization,
          id: work.id(),
          session_id: line.sessionId,
          client_id: line.clientId,
          ...content,
        })
        .onConflict(conflict => conflict.doNothing())
        .returning('id'),
    )
    return made !== undefined
  }
  const row = await work.one(
    db
      .updateTable('notes.note')
      .set({ ...content, version: line.version + 1 })
      .where('organization_id', '=', work.organization)
      .where('session_id', '=', line.sessionId)
      .where('client_id', '=', line.clientId)
      .where('version', '=', line.version)
      .returning('id'),
  )
  return row !== undefined
}

/** Signs every line in one statement and the group note with it; false when somebody wrote since they were read. */
export async function sign(
  work: Work,
  signature: { sessionId: string; staffId: string; as: string; version: number },
  lines: readonly { clientId: string; text: string; minutes: number; version: number }[],
): Promise<boolean> {
  const [signed, note] = await Promise.all([
    work.all(sql<{ id: string }>`
      update notes.note n set signed_text = w.t, minutes = w.m,
        signed_at = ${work.now}, signed_by = ${signature.staffId}, signed_as = ${signature.as}
      from unnest(${lines.map(line => line.clientId)}::uuid[], ${lines.map(line => line.text)}::text[],
        ${lines.map(line => line.minutes)}::int[], ${lines.map(line => line.version)}::int[]) w (c, t, m, v)
      where n.organization_id = ${work.organization} and n.session_id = ${signature.sessionId}
        and n.client_id = w.c and n.version = w.v returning n.id`),
    work.all(
      db
        .updateTable('notes.group_note')
        .set({ signed_at: work.now })
        .where('organization_id', '=', work.organization)
        .where('session_id', '=', signature.sessionId)
        .where('version', '=', signature.version)
        .returning('session_id'),
    ),
  ])
  return signed.length === lines.length && note.length === 1
}

/** A client's signed notes, newest first. */
export const signedOf = (work: Work, chartIds: readonly string[], most: number) =>
  work.all(sql<{
    id: string
    sessionId: string
    group: string
    onDay: Day
    startsAt: Instant
    endsAt: Instant
    zone: string
    text: string
    minutes: number
    signedAt: Instant
    signedAs: string
  }>`
    select n.id, n.session_id as "sessionId", g.name as group, s.on_day as "onDay", s.starts_at as "startsAt",
      s.ends_at as "endsAt", h.zone, n.signed_text as text, n.minutes, n.signed_at as "signedAt",
      n.signed_as as "signedAs"
    from notes.note n join timetable.session s on s.organization_id = n.organization_id and s.id = n.session_id
    join timetable."group" g on g.organization_id = s.organization_id and g.id = s.group_id
    join people.site h on h.organization_id = s.organization_id and h.id = s.site_id
    where n.organization_id = ${work.organization} and n.client_id = any (${[...chartIds]}::uuid[])
      and n.signed_at is not null
    order by s.starts_at desc limit ${most}`)

/** Which of these sessions have a group note, and when it was signed. */
export const groupNotesOf = (work: Work, sessionIds: readonly string[]) =>
  work.all(sql<{ sessionId: string; signedAt: Instant | null }>`
    select session_id as "sessionId", signed_at as "signedAt" from notes.group_note
    where organization_id = ${work.organization} and session_id = any (${[...sessionIds]}::uuid[])`)
