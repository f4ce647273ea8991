import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import { damaged } from '#kernel/refusal.ts'
import { type Instant, plusMinutes } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { pauseBeforeTry, sniff } from './desk.ts'

/** What broken constraints of this room mean. */
export const constraints = {
  task_has_owner: { code: 'nobodys-task', says: 'Say whose task this is: a role or a person.' },
}

const chunkBytes = 256 * 1024

export type NewTask = {
  title: string
  because: string
  clientId: string | null
  forRole: string | null
  forStaff: string | null
  dueAt: Instant
}

export async function addTask(work: Work, task: NewTask): Promise<string> {
  const id = work.id()
  await work.run(
    db.insertInto('desk.task').values({
      organization_id: work.organization,
      id,
      title: task.title,
      because: task.because,
      client_id: task.clientId,
      for_role: task.forRole,
      for_staff: task.forStaff,
      due_at: task.dueAt,
      made_at: work.now,
      made_by: work.actor.accountId,
    }),
  )
  return id
}

/** Marks a task done; false when it was done already or is somebody else's. */
export async function doneTask(work: Work, id: string): Promise<boolean> {
  const row = await work.one(
    db
      .updateTable('desk.task')
      .set({ done_at: work.now, done_by: work.actor.accountId })
      .where('organization_id', '=', work.organization)
      .where('id', '=', id)
      .where('done_at', 'is', null)
      .returning('id'),
  )
  return row !== undefined
}

/** The open tasks of the working person: their own, and those of their roles. */
export const openTasks = (work: Work) =>
  work.all(
    db
      .selectFrom('desk.task')
      .select([
        'id',
        'title',
        'because',
        'client_id as clientId',
        'for_role as forRole',
        'for_staff as forStaff',
        'due_at as dueAt',
        'version',
      ])
      .where('organization_id', '=', work.organization)
      .where('done_at', 'is', null)
      .where(eb => eb.or([eb('for_staff', '=', work.actor.personId), eb('for_role', 'in', [...work.actor.roles, ''])]))
      // A task about somebody whose chart is not yours to see waits for those who may: its very title could name them.
      .where(sql<boolean>`(client_id is null or not exists (select from kernel.unseen(array[client_id], '{name}')))`)
      .orderBy('due_at')
      .limit(200),
  )

export async function queueMessage(
  work: Work,
  message: { clientId: string | null; channel: 'mail' | 'text'; recipient: string; subject: string; words: string },
): Promise<string> {
  const id = work.id()
  const { clientId, ...rest } = message
  await work.run(
    db.insertInto('desk.message').values({
      organization_id: work.organization,
      id,
      client_id: clientId,
      ...rest,
      queued_at: work.now,
      next_try_at: work.now,
    }),
  )
  return id
}

/** Takes the messages that are due, so that no other process takes them while they are being sent. */
export const takeMessages = (work: Work, most: number) =>
  work.all(sql<{
    id: string
    channel: 'mail' | 'text'
    recipient: string
    subject: string
    words: string
    tries: number
    clientId: string | null
  }>`
    update desk.message m set next_try_at = ${plusMinutes(work.now, 5)} from (
      select id from desk.message
      where organization_id = ${work.organization} and sent_at is null and given_up_at is null
        and next_try_at <= ${work.now}
      order by next_try_at limit ${most} for update skip locked) due
    where m.organization_id = ${work.organization} and m.id = due.id
    returning m.id, m.channel, m.recipient, m.subject, m.words, m.tries, m.client_id as "clientId"`)

/** Keeps how a try to send ended. */
export async function keepTry(
  work: Work,
  message: { id: string; tries: number; trouble: string | null },
): Promise<void> {
  const pause = pauseBeforeTry(message.tries + 1)
  const failed = pause === undefined ? { given_up_at: work.now } : { next_try_at: plusMinutes(work.now, pause) }
  await work.run(
    db
      .updateTable('desk.message')
      .set({
        tries: message.tries + 1,
        trouble: message.trouble,
        ...(message.trouble === null ? { sent_at: work.now } : failed),
      })
      .where('organization_id', '=', work.organization)
      .where('id', '=', message.id),
  )
}

/** Messages that no one could be reached with. */
export const givenUp = (work: Work) =>
  work.all(
    db
      .selectFrom('desk.message')
      .select(['id', 'channel', 'trouble', 'given_up_at as givenUpAt'])
      .where('organization_id', '=', work.organization)
      .where('given_up_at', 'is not', null)
      .orderBy('given_up_at', 'desc')
      .limit(50),
  )

/** Keeps a file as encrypted chunks under a key of its own. */
export async function keepFile(work: Work, file: { name: string; bytes: Uint8Array }): Promise<string> {
  const id = work.id()
  const key = work.random(32)
  const sha256 = createHash('sha256').update(file.bytes).digest('hex')
  await work.run(
    db.insertInto('desk.file').values({
      organization_id: work.organization,
      id,
      name: file.name.slice(0, 200) || 'file',
      kind: sniff(file.bytes),
      bytes: file.bytes.length,
      sha256,
      wrapped_key: work.keys.wrap(key, work.random),
      kept_at: work.now,
    }),
  )
  for (let number = 0; number * chunkBytes < file.bytes.length; number++) {
    const locked = work.keys.lock(key, file.bytes.subarray(number * chunkBytes, (number + 1) * chunkBytes), work.random)
    await work.run(
      db.insertInto('desk.file_chunk').values({ organization_id: work.organization, file_id: id, number, locked }),
    )
  }
  return id
}

/** Deletes kept files for good, with the chunks and the key that they were locked with; which of them were there. */
export const forgetFiles = (work: Work, ids: readonly string[]) =>
  work.all(sql<{ id: string }>`
    delete from desk.file where organization_id = ${work.organization} and id = any (${[...ids]}::uuid[])
    returning id`)

/** A kept file, checked against the fingerprint it was kept with. */
export async function readFile(
  work: Work,
  id: string,
): Promise<{ name: string; kind: string; bytes: Buffer } | undefined> {
  const file = await work.one(
    db.selectFrom('desk.file').selectAll().where('organization_id', '=', work.organization).where('id', '=', id),
  )
  if (!file) return undefined
  const chunks = await work.all(
    db
      .selectFrom('desk.file_chunk')
      .select('locked')
      .where('organization_id', '=', work.organization)
      .where('file_id', '=', id)
      .orderBy('number'),
  )
  const key = work.keys.unwrap(file.wrapped_key)
  const bytes = Buffer.concat(chunks.map(chunk => work.keys.unlock(key, chunk.locked)))
  if (createHash('sha256').update(bytes).digest('hex') !== file.sha256) throw damaged(`kept file ${id}`)
  return { name: file.name, kind: file.kind, bytes }
}
