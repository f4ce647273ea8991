import { sql } from 'kysely'
import { db } from '#kernel/database.ts'
import type { Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'

const columns = [
  'id',
  'contact_id as contactId',
  'site_id as siteId',
  'room_id as roomId',
  'staff_id as staffId',
  'mode',
  'link',
  'starts_at as startsAt',
  'ends_at as endsAt',
  'ended',
  'ended_at as endedAt',
  'remind',
  'reminded_at as remindedAt',
  'version',
] as const

const here = (work: Work) =>
  db.selectFrom('inquiry.appointment').select(columns).where('organization_id', '=', work.organization)

export const appointmentOf = (work: Work, id: string) => work.one(here(work).where('id', '=', id))
/** An appointment as it stands. */
export type AppointmentRow = NonNullable<Awaited<ReturnType<typeof appointmentOf>>>

/** The appointment of a contact that is still to be, or to be said how it ended. */
export const openOf = (work: Work, contactId: string) =>
  work.one(here(work).where('contact_id', '=', contactId).where('ended', 'is', null))

/** Every appointment of a contact, the last first. */
export const appointmentsOf = (work: Work, contactId: string) =>
  work.all(here(work).where('contact_id', '=', contactId).orderBy('starts_at', 'desc').orderBy('id').limit(50))

/** The open appointments that begin between two moments. */
export const openBetween = (work: Work, { from, until }: { from: Instant; until: Instant }) =>
  work.all(
    here(work)
      .where('ended', 'is', null)
      .where('starts_at', '>=', from)
      .where('starts_at', '<', until)
      .orderBy('starts_at')
      .orderBy('id')
      .limit(2000),
  )

/** The assessments that begin between two moments, over or not: who holds them, where, and whose code they bear. */
export const assessmentsBetween = (
  work: Work,
  asked: {
    from: Instant
    until: Instant
    siteId?: string | undefined
    staffId?: string | undefined
    givenUp: boolean
  },
) =>
  work.all(sql<{
    id: string
    contactId: string
    code: string
    siteId: string
    site: string
    zone: string
    roomId: string | null
    room: string | null
    staffId: string
    staff: string
    mode: 'in-person' | 'video' | 'phone'
    startsAt: Instant
    endsAt: Instant
    ended: 'kept' | 'missed' | 'canceled' | 'moved' | null
    version: number
  }>`
    select a.id, a.contact_id as "contactId", c.code, a.site_id as "siteId", h.name as site, h.zone,
      a.room_id as "roomId", r.name as room, a.staff_id as "staffId", s.given || ' ' || s.family as staff, a.mode,
      a.starts_at as "startsAt", a.ends_at as "endsAt", a.ended, a.version
    from inquiry.appointment a
    join inquiry.contact c on c.organization_id = a.organization_id and c.id = a.contact_id
    join people.site h on h.organization_id = a.organization_id and h.id = a.site_id
    join people.staff s on s.organization_id = a.organization_id and s.id = a.staff_id
    left join calendar.room r on r.organization_id = a.organization_id and r.id = a.room_id
    where a.organization_id = ${work.organization} and a.starts_at >= ${asked.from} and a.starts_at < ${asked.until}
      and (${asked.givenUp} or a.ended is null or a.ended in ('kept', 'missed'))
      and a.site_id = coalesce(${asked.siteId ?? null}::uuid, a.site_id)
      and a.staff_id = coalesce(${asked.staffId ?? null}::uuid, a.staff_id)
    order by a.starts_at, c.code`)

/** How many assessments each of these people has open from a moment on. */
export const loadsFrom = (work: Work, from: Instant) =>
  work.all(sql<{ staffId: string; load: number }>`
    select staff_id as "staffId", count(*)::int as load from inquiry.appointment
    where organization_id = ${work.organization} and ended is null and starts_at > ${from}
    group by staff_id`)

export type NewAppointment = {
  id: string
  contactId: string
  siteId: string
  roomId: string | null
  staffId: string
  mode: string
  link: string | null
  startsAt: Instant
  endsAt: Instant
  remind: string
  remindedAt: Instant | null
}

/** Writes an appointment, and on its contact that one was booked: the first time for good. */
export async function book(work: Work, appointment: NewAppointment): Promise<void> {
  await work.run(
    db.insertInto('inquiry.appointment').values({
      organization_id: work.organization,
      id: appointment.id,
      contact_id: appointment.contactId,
      site_id: appointment.siteId,
      room_id: appointment.roomId,
      staff_id: appointment.staffId,
      mode: appointment.mode,
      link: appointment.link,
      starts_at: appointment.startsAt,
      ends_at: appointment.endsAt,
      booked_at: work.now,
      booked_by: work.actor.accountId,
      remind: appointment.remind,
      reminded_at: appointment.remindedAt,
    }),
  )
  // Whoever has a time is not called any more; who asked to be has been spoken with.
  await work.run(sql`
    update inquiry.contact set booked_at = coalesce(booked_at, ${work.now}), call_due_at = null
    where organization_id = ${work.organization} and id = ${appointment.contactId}`)
}

/** Ends an appointment one way if nobody ended it or changed it since; false when somebody did. */
export async function end(
  work: Work,
  { id, version }: { id: string; version: number },
  ended: 'kept' | 'missed' | 'canceled' | 'moved',
): Promise<boolean> {
  const row = await work.one(
    db
      .updateTable('inquiry.appointment')
      .set({ ended, ended_at: work.now, version: version + 1 })
      .where('organization_id', '=', work.organization)
      .where('id', '=', id)
      .where('version', '=', version)
      .where('ended', 'is', null)
      .returning('id'),
  )
  return row !== undefined
}

/** What an appointment's end means for its contact: assessed once, or to be called again. */
export const afterEnd = (
  work: Work,
  contactId: string,
  { assessedAt, callDueAt }: { assessedAt: Instant | null; callDueAt: Instant | null },
) =>
  work.run(sql`
    update inquiry.contact
    set assessed_at = coalesce(assessed_at, ${assessedAt}::timestamptz),
      call_due_at = coalesce(call_due_at, ${callDueAt}::timestamptz)
    where organization_id = ${work.organization} and id = ${contactId}
      and lost_at is null and started_at is null and joined_into is null`)

/**
 * Takes the appointments whose reminder is due, each once: whoever takes them at the same time takes others. What has
 * begun, or begins too soon for a reminder to help, is taken as well and not looked at again.
 */
export const takeReminders = (work: Work, { until, most }: { until: Instant; most: number }) =>
  work.all(sql<{
    id: string
    contactId: string
    siteId: string
    mode: 'in-person' | 'video' | 'phone'
    link: string | null
    startsAt: Instant
    remind: 'mail' | 'text'
  }>`
    update inquiry.appointment a set reminded_at = ${work.now}
    from (
      select d.id from inquiry.appointment d
      where d.organization_id = ${work.organization} and d.ended is null and d.starts_at <= ${until}
        and d.remind <> 'none' and d.reminded_at is null
      order by d.starts_at limit ${most} for update skip locked) d
    where a.organization_id = ${work.organization} and a.id = d.id
    returning a.id, a.contact_id as "contactId", a.site_id as "siteId", a.mode, a.link, a.starts_at as "startsAt",
      a.remind`)
