import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { milestones } from './contacts-store.ts'
import type { callEnds, callWays } from './inquiry.ts'

export type NewCall = {
  id: string
  contactId: string
  way: (typeof callWays)[number]
  ended: (typeof callEnds)[number]
  said: string | null
  minutes: number | null
}

/** Writes a try or a talk; false when it stands there already. */
export async function keepCall(work: Work, { contactId, ...call }: NewCall): Promise<boolean> {
  const row = await work.one(
    db
      .insertInto('inquiry.call')
      .values({
        organization_id: work.organization,
        contact_id: contactId,
        at: work.now,
        staff_id: work.actor.personId,
        ...call,
      })
      .onConflict(conflict => conflict.columns(['organization_id', 'id']).doNothing())
      .returning('id'),
  )
  return row !== undefined
}

/** How often nobody was reached since somebody last talked with them. */
export async function triesOf(work: Work, contactId: string): Promise<number> {
  const row = await work.one(sql<{ tries: number }>`
    select count(*)::int as tries from inquiry.call c
    where c.organization_id = ${work.organization} and c.contact_id = ${contactId}
      and c.way <> 'in' and c.ended <> 'talked'
      and c.at > coalesce((select max(t.at) from inquiry.call t
        where t.organization_id = ${work.organization} and t.contact_id = ${contactId} and t.ended = 'talked'),
        '-infinity')`)
  return row?.tries ?? 0
}

/** When somebody is to be called next, and that they have been reached when they have. */
export const setNextCall = (
  work: Work,
  id: string,
  { callDueAt, reachedAt }: { callDueAt: Instant | null; reachedAt: Instant | null },
) =>
  work.run(
    db
      .updateTable('inquiry.contact')
      .set({ call_due_at: callDueAt, reached_at: reachedAt })
      .where('organization_id', '=', work.organization)
      .where('id', '=', id),
  )

/** The calls of these contacts, the last first: those of an inquiry that was joined stand with it. */
export const callsOf = (work: Work, contactId: string) =>
  work.all(
    db
      .selectFrom('inquiry.call')
      .select(['id', 'contact_id as contactId', 'at', 'staff_id as staffId', 'way', 'ended', 'said', 'minutes'])
      .where('organization_id', '=', work.organization)
      .where('contact_id', 'in', eb =>
        eb
          .selectFrom('inquiry.contact')
          .select('id')
          .where('organization_id', '=', work.organization)
          .where(either => either.or([either('id', '=', contactId), either('joined_into', '=', contactId)])),
      )
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(100),
  )

const line = [
  'id',
  'site_id as siteId',
  'code',
  'came',
  'asker',
  'caller',
  'given',
  'family',
  'language',
  'urgent',
  'received_at as receivedAt',
  'call_due_at as callDueAt',
  ...milestones,
  'lost_at as lostAt',
  'joined_into as joinedInto',
] as const

const open = (work: Work) =>
  db
    .selectFrom('inquiry.contact')
    .select(line)
    .where('organization_id', '=', work.organization)
    .where('lost_at', 'is', null)
    .where('started_at', 'is', null)
    .where('joined_into', 'is', null)

/** Who is to be called, the first due first. */
export const toCall = (work: Work, { until, most }: { until: Instant | null; most: number }) =>
  work.all(
    (until ? open(work).where('call_due_at', '<=', until) : open(work).where('call_due_at', 'is not', null))
      .orderBy('call_due_at')
      .orderBy('id')
      .limit(most),
  )

/** The open inquiries that nobody waits to call, the last first. */
export const lately = (work: Work, most: number) =>
  work.all(open(work).where('call_due_at', 'is', null).orderBy('received_at', 'desc').orderBy('id').limit(most))

/** How often each of these contacts was tried since somebody last talked with them. */
export const triesOfMany = (work: Work, ids: readonly string[]) =>
  work.all(sql<{ contactId: string; tries: number }>`
    select c.contact_id as "contactId",
      count(*) filter (where c.way <> 'in' and c.ended <> 'talked' and c.at > coalesce(t.at, '-infinity'))::int as tries
    from inquiry.call c left join lateral (
      select max(at) as at from inquiry.call t
      where t.organization_id = ${work.organization} and t.contact_id = c.contact_id and t.ended = 'talked') t on true
    where c.organization_id = ${work.organization} and c.contact_id = any (${[...ids]}::uuid[])
    group by c.contact_id`)

export const keepAsked = (work: Work, asked: { who: string; phone: string | null; message: string | null }) =>
  work.run(
    db.insertInto('inquiry.asked').values({
      organization_id: work.organization,
      id: work.id(),
      at: work.now,
      staff_id: work.actor.personId,
      ...asked,
    }),
  )

export const askedLately = (work: Work, most: number) =>
  work.all(
    db
      .selectFrom('inquiry.asked')
      .select(['id', 'at', 'who', 'phone', 'message'])
      .where('organization_id', '=', work.organization)
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(most),
  )
