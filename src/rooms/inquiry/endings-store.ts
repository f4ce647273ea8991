import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { codeFrom } from './inquiry.ts'

/** Loses an inquiry if nobody changed it since; false when somebody did. Nobody is called any more. */
export async function lose(
  work: Work,
  { id, version }: { id: string; version: number },
  why: { reason: string; note: string | null },
): Promise<boolean> {
  const row = await work.one(
    db
      .updateTable('inquiry.contact')
      .set({
        lost_at: work.now,
        lost_reason: why.reason,
        lost_note: why.note,
        call_due_at: null,
        version: version + 1,
      })
      .where('organization_id', '=', work.organization)
      .where('id', '=', id)
      .where('version', '=', version)
      .where('lost_at', 'is', null)
      .returning('id'),
  )
  return row !== undefined
}

/** Takes up a lost inquiry again, to be called at a moment; its code is another one when somebody bears it by now. */
export async function takeUp(
  work: Work,
  { id, version }: { id: string; version: number },
  { callDueAt, code }: { callDueAt: Instant; code: string },
): Promise<boolean> {
  const row = await work.one(
    db
      .updateTable('inquiry.contact')
      .set({
        lost_at: null,
        lost_reason: null,
        lost_note: null,
        call_due_at: callDueAt,
        code,
        version: version + 1,
      })
      .where('organization_id', '=', work.organization)
      .where('id', '=', id)
      .where('version', '=', version)
      .returning('id'),
  )
  return row !== undefined
}

/** This code while no open inquiry bears it, else another. */
export async function freeCode(work: Work, code: string): Promise<string> {
  const taken = await work.one(
    db
      .selectFrom('inquiry.contact')
      .select('id')
      .where('organization_id', '=', work.organization)
      .where('code', '=', code)
      .where('lost_at', 'is', null)
      .where('started_at', 'is', null)
      .where('joined_into', 'is', null),
  )
  return taken ? freeCode(work, codeFrom(work.random(3))) : code
}

/**
 * Joins an inquiry into another one, both held: the earlier of each milestone counts, cards, source, chart and what is
 * still to be called go along where the kept one has none.
 */
export async function join(work: Work, { id, into }: { id: string; into: string }): Promise<void> {
  await work.run(sql`
    update inquiry.contact c set joined_into = ${into}, call_due_at = null, version = version + 1
    where organization_id = ${work.organization} and (id = ${id} or joined_into = ${id})`)
  await work.run(sql`
    update inquiry.contact k set
      received_at = least(k.received_at, j.received_at), reached_at = least(k.reached_at, j.reached_at),
      checked_at = least(k.checked_at, j.checked_at), booked_at = least(k.booked_at, j.booked_at),
      assessed_at = least(k.assessed_at, j.assessed_at), offered_at = least(k.offered_at, j.offered_at),
      card_front = coalesce(k.card_front, j.card_front), card_back = coalesce(k.card_back, j.card_back),
      source_id = coalesce(k.source_id, j.source_id), referral_id = coalesce(k.referral_id, j.referral_id),
      client_id = coalesce(k.client_id, j.client_id), version = k.version + 1
    from inquiry.contact j
    where k.organization_id = ${work.organization} and k.id = ${into}
      and j.organization_id = ${work.organization} and j.id = ${id}`)
  // A photo that went along is the kept inquiry's alone: replaced there, it is gone.
  await work.run(sql`
    update inquiry.contact j set
      card_front = case when j.card_front = k.card_front then null else j.card_front end,
      card_back = case when j.card_back = k.card_back then null else j.card_back end
    from inquiry.contact k
    where j.organization_id = ${work.organization} and j.joined_into = ${into}
      and k.organization_id = ${work.organization} and k.id = ${into}`)
  // An inquiry has one open appointment; what is open beside it stays with the one that was joined, to be ended there.
  await work.run(sql`
    update inquiry.appointment a set contact_id = ${into}, version = version + 1
    where a.organization_id = ${work.organization} and a.contact_id = ${id} and a.ended is null
      and not exists (select from inquiry.appointment o
        where o.organization_id = ${work.organization} and o.contact_id = ${into} and o.ended is null)`)
}

/** Which inquiries became another one, and which. */
export const joinedPairs = (work: Work) =>
  work.all(sql<{ id: string; into: string }>`
    select id, joined_into as "into" from inquiry.contact
    where organization_id = ${work.organization} and joined_into is not null and forgotten_at is null`)

/** A contact of whom nothing is known any more. */
const nothing = sql`caller = '', caller_phone = null, caller_mail = null, relation = null, given = null, family = null,
  born_on = null, pronouns = null, need = '', urgency = null, self_check = null, card_front = null, card_back = null,
  lost_note = null, may_mail = false, may_text = false`

type Forgotten = { id: string; cardFront: string | null; cardBack: string | null }

/**
 * Forgets what lost inquiries said, and those joined into them, the oldest first; codes, milestones and reasons stay
 * for the figures. Answers whose words are gone, and the photos that they let go of.
 */
export async function forget(
  work: Work,
  { before, most }: { before: Instant; most: number },
): Promise<{ ids: string[]; fileIds: string[] }> {
  const rows = await work.all(sql<Forgotten>`
    update inquiry.contact c set ${nothing}, forgotten_at = ${work.now}
    from (
      select f.id, f.card_front, f.card_back from inquiry.contact f
      where f.organization_id = ${work.organization} and f.lost_at < ${before} and f.client_id is null
        and f.forgotten_at is null
      order by f.lost_at limit ${most} for update skip locked) f
    where c.organization_id = ${work.organization} and c.id = f.id
    returning c.id, f.card_front as "cardFront", f.card_back as "cardBack"`)
  const lost = rows.map(row => row.id)
  const joined = await work.all(sql<Forgotten>`
    update inquiry.contact c set ${nothing}, forgotten_at = ${work.now}
    from (
      select f.id, f.card_front, f.card_back from inquiry.contact f
      where f.organization_id = ${work.organization} and f.joined_into = any (${lost}::uuid[]) for update) f
    where c.organization_id = ${work.organization} and c.id = f.id
    returning c.id, f.card_front as "cardFront", f.card_back as "cardBack"`)
  const ids = [...lost, ...joined.map(row => row.id)]
  await work.run(sql`
    update inquiry.call set said = null
    where organization_id = ${work.organization} and contact_id = any (${ids}::uuid[]) and said is not null`)
  const fileIds = [...rows, ...joined].flatMap(({ cardFront, cardBack }) => [cardFront ?? [], cardBack ?? []].flat())
  return { ids, fileIds: [...new Set(fileIds)] }
}

/** Which of these files nothing of this room links to any more. */
export const unlinkedOf = (work: Work, fileIds: readonly string[]) =>
  work.all(sql<{ id: string }>`
    select f.id from unnest(${[...fileIds]}::uuid[]) f (id)
    where not exists (select from inquiry.contact c
        where c.organization_id = ${work.organization} and c.card_front = f.id)
      and not exists (select from inquiry.contact c
        where c.organization_id = ${work.organization} and c.card_back = f.id)
      and not exists (select from inquiry.referral r
        where r.organization_id = ${work.organization} and r.file_id = f.id)`)
