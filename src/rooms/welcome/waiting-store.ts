import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Day, Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'

// The statements of who waits for a place, what was done for them meanwhile, and the places that they were offered.

/** What somebody waits for. */
export type Wish = { trackId: string | null; cohort: string | null; cohortValue: string | null }
/** Why they go ahead of who asked earlier. */
export type Ahead = { ahead: string | null; aheadBecause: string | null }
export type LeftBecause = 'seated' | 'declined' | 'asked' | 'lost' | 'joined'

/** Somebody who waits. */
export type WaitingRow = Wish &
  Ahead & {
    id: string
    contactId: string
    programId: string
    askedAt: Instant
    contactDueAt: Instant
    leftAt: Instant | null
    version: number
  }

const columns = sql`id, contact_id as "contactId", program_id as "programId", track_id as "trackId", cohort,
  cohort_value as "cohortValue", asked_at as "askedAt", ahead, ahead_because as "aheadBecause",
  contact_due_at as "contactDueAt", left_at as "leftAt", version`

export const waiting = (work: Work) =>
  work.all(sql<WaitingRow>`select ${columns} from welcome.waiting
    where organization_id = ${work.organization} and left_at is null order by asked_at, id`)

export const waitingOf = (work: Work, id: string) =>
  work.one(sql<WaitingRow>`select ${columns} from welcome.waiting
    where organization_id = ${work.organization} and id = ${id}`)

/** Whether somebody waited for this program before: whoever asks anew asks from today. */
export async function waitedBefore(work: Work, contactId: string, programId: string): Promise<boolean> {
  const row = await work.one(sql<{ id: string }>`select id from welcome.waiting
    where organization_id = ${work.organization} and contact_id = ${contactId} and program_id = ${programId}
      and left_at is not null limit 1`)
  return row !== undefined
}

export const wait = (
  work: Work,
  row: Wish & Ahead & { id: string; contactId: string; programId: string; askedAt: Instant; contactDueAt: Instant },
) =>
  work.run(
    db.insertInto('welcome.waiting').values({
      organization_id: work.organization,
      id: row.id,
      contact_id: row.contactId,
      program_id: row.programId,
      track_id: row.trackId,
      cohort: row.cohort,
      cohort_value: row.cohortValue,
      asked_at: row.askedAt,
      ahead: row.ahead,
      ahead_because: row.aheadBecause,
      contact_due_at: row.contactDueAt,
    }),
  )

/** Changes what somebody waits for, if nobody did since; false when somebody did. */
export async function change(
  work: Work,
  { id, version }: { id: string; version: number },
  row: Wish & Ahead & { contactDueAt: Instant },
): Promise<boolean> {
  const done = await work.one(
    db
      .updateTable('welcome.waiting')
      .set({
        track_id: row.trackId,
        cohort: row.cohort,
        cohort_value: row.cohortValue,
        ahead: row.ahead,
        ahead_because: row.aheadBecause,
        contact_due_at: row.contactDueAt,
        version: version + 1,
      })
      .where('organization_id', '=', work.organization)
      .where('id', '=', id)
      .where('version', '=', version)
      .where('left_at', 'is', null)
      .returning('id'),
  )
  return done !== undefined
}

/** Somebody waits no more. */
export const leave = (work: Work, id: string, because: LeftBecause) =>
  work.run(
    db
      .updateTable('welcome.waiting')
      .set(eb => ({ left_at: work.now, left_because: because, version: eb('version', '+', 1) }))
      .where('organization_id', '=', work.organization)
      .where('id', '=', id)
      .where('left_at', 'is', null),
  )

/** What somebody waits for is from now on what their other inquiry waits for. */
export const goesOnAs = (work: Work, id: string, contactId: string) =>
  work.run(
    db
      .updateTable('welcome.waiting')
      .set(eb => ({ contact_id: contactId, version: eb('version', '+', 1) }))
      .where('organization_id', '=', work.organization)
      .where('id', '=', id),
  )

export const contactedUntil = (work: Work, id: string, contactDueAt: Instant) =>
  work.run(
    db
      .updateTable('welcome.waiting')
      .set({ contact_due_at: contactDueAt })
      .where('organization_id', '=', work.organization)
      .where('id', '=', id),
  )

export type Touch = {
  id: string
  waitingId: string
  way: 'called' | 'texted' | 'met'
  well: 'same' | 'better' | 'worse' | 'not-reached'
  note: string | null
}

/** Writes what was done for somebody who waits; false when it stands there already. */
export async function touch(work: Work, row: Touch): Promise<boolean> {
  const done = await work.one(
    db
      .insertInto('welcome.touch')
      .values({
        organization_id: work.organization,
        id: row.id,
        waiting_id: row.waitingId,
        at: work.now,
        staff_id: work.actor.personId,
        way: row.way,
        well: row.well,
        note: row.note,
      })
      .onConflict(conflict => conflict.columns(['organization_id', 'id']).doNothing())
      .returning('id'),
  )
  return done !== undefined
}

/** What was done for these who wait, the newest first. */
export const touchesOf = (work: Work, waitingIds: readonly string[]) =>
  work.all(sql<Touch & { at: Instant; staffId: string | null }>`
    select id, waiting_id as "waitingId", at, staff_id as "staffId", way, well, note from welcome.touch
    where organization_id = ${work.organization} and waiting_id = any (${[...waitingIds]}::uuid[])
    order by at desc`)

/** A place that was offered, with the seats that were held for it. */
export type PlaceRow = {
  id: string
  waitingId: string
  clientId: string
  trackId: string
  fromOn: Day
  madeAt: Instant
  staffId: string | null
  outOfOrderBecause: string | null
  offerIds: string[]
}

const places = sql`
  select p.id, p.waiting_id as "waitingId", p.client_id as "clientId", p.track_id as "trackId",
    p.from_on as "fromOn", p.made_at as "madeAt", p.staff_id as "staffId",
    p.out_of_order_because as "outOfOrderBecause",
    array(select s.offer_id from welcome.place_seat s
      where s.organization_id = p.organization_id and s.place_id = p.id order by s.offer_id) as "offerIds"
  from welcome.place p`

/** The places that these who wait were offered, the oldest first. */
export const placesOf = (work: Work, waitingIds: readonly string[]) =>
  work.all(sql<PlaceRow>`${places}
    where p.organization_id = ${work.organization} and p.waiting_id = any (${[...waitingIds]}::uuid[])
    order by p.made_at`)

export const placeOf = (work: Work, id: string) =>
  work.one(sql<PlaceRow>`${places} where p.organization_id = ${work.organization} and p.id = ${id}`)

/** The places that were offered out of order since a moment, with what was written. */
export const exceptions = (work: Work, since: Instant) =>
  work.all(sql<{ at: Instant; contactId: string; staffId: string | null; because: string }>`
    select p.made_at as at, w.contact_id as "contactId", p.staff_id as "staffId", p.out_of_order_because as because
    from welcome.place p
    join welcome.waiting w on w.organization_id = p.organization_id and w.id = p.waiting_id
    where p.organization_id = ${work.organization} and p.made_at >= ${since}::timestamptz
      and p.out_of_order_because is not null
    order by p.made_at desc limit 100`)

export async function makePlace(work: Work, place: Omit<PlaceRow, 'madeAt' | 'staffId'>): Promise<void> {
  await work.run(
    db.insertInto('welcome.place').values({
      organization_id: work.organization,
      id: place.id,
      waiting_id: place.waitingId,
      client_id: place.clientId,
      track_id: place.trackId,
      from_on: place.fromOn,
      made_at: work.now,
      staff_id: work.actor.personId,
      out_of_order_because: place.outOfOrderBecause,
    }),
  )
  await work.run(
    db
      .insertInto('welcome.place_seat')
      .values(
        place.offerIds.map(offerId => ({ organization_id: work.organization, place_id: place.id, offer_id: offerId })),
      ),
  )
}
