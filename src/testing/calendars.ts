import ICAL from 'ical.js'
import { type Actor, nobody } from '#kernel/actor.ts'
import { type Instant, instant } from '#kernel/time.ts'
import { openClientSignIn } from '#rooms/people/commands.ts'
import { aClient, type TestHouse, type TestOrganization } from './house.ts'

/** A session to stand in the house; unless said otherwise in the organization’s room, led by its facilitator. */
export type SessionAt = {
  from: string
  until: string
  siteId?: string
  roomId?: string | null
  staffId?: string | null
  groupId?: string
  /** Who is booked into it by name. */
  clientId?: string
  mode?: 'in-person' | 'video'
  canceled?: boolean
  version?: number
}

/**
 * A session at exact moments, past ones and impossible hours too, which no door would plan; so the owner writes it.
 * Its words carry the canary.
 */
export async function aSessionAt(test: TestHouse, in_: TestOrganization, session: SessionAt): Promise<string> {
  const id = crypto.randomUUID()
  const { siteId = in_.siteId, roomId = in_.roomId, mode = 'in-person', canceled = false, version = 1 } = session
  const link = mode === 'video' ? 'https://video.example/secret-room' : null
  await test.owner.query(
    `insert into timetable.session (organization_id, id, group_id, site_id, room_id, on_day, starts_at, ends_at,
       service, mode, link, version, canceled_at, canceled_kind, cancel_reason)
     select $1, $2, $3, $4, $5, ($6::timestamptz at time zone h.zone)::date, $6, $7, 'individual',
       $8, $9, $10, $11, $12, $13
     from people.site h where h.organization_id = $1 and h.id = $4`,
    [
      ...[in_.id, id, session.groupId ?? null, siteId, roomId, session.from, session.until, mode, link, version],
      ...(canceled ? [test.now(), 'asked', `${in_.canary} leader is ill`] : [null, null, null]),
    ],
  )
  const staffId = session.staffId ?? in_.staff.facilitator.personId
  await test.owner.query('insert into timetable.leader values ($1, $2, $3, true, null)', [in_.id, id, staffId])
  if (session.clientId)
    await test.owner.query('insert into timetable.attendee values ($1, gen_random_uuid(), $2, $3, $4, null)', [
      ...[in_.id, id, session.clientId, test.now()],
    ])
  return id
}

/** A group that has a seat for a client from a day to a day. */
export async function aGroupWithSeat(
  test: TestHouse,
  in_: TestOrganization,
  seat: { clientId: string; fromOn: string; untilOn: string },
): Promise<string> {
  const groupId = crypto.randomUUID()
  await test.owner.query(
    `insert into timetable."group" (organization_id, id, site_id, name, capacity, starts_on, service)
     values ($1, $2, $3, $4, 12, '2026-11-01', 'group-therapy')`,
    [in_.id, groupId, in_.siteId, `${in_.canary} ${groupId}`],
  )
  await test.owner.query(
    `insert into timetable.seat (organization_id, id, group_id, client_id, stay_id, from_on, until_on, given_at)
     select $1, gen_random_uuid(), $2, $3, s.id, $4, $5, $6 from people.stay s where s.client_id = $3`,
    [in_.id, groupId, seat.clientId, seat.fromOn, seat.untilOn, test.now()],
  )
  return groupId
}

/** A client in care with an account of their own, as themself. */
export async function aClientSignedIn(
  test: TestHouse,
  in_: TestOrganization,
  given: string,
): Promise<Actor & { personId: string }> {
  const personId = await aClient(test, in_, { given, family: 'Vance' })
  const email = `${given.toLowerCase()}.${in_.canary}@home.example`
  const password = 'four herons on one leg'
  await test.house.act(in_.program, openClientSignIn, { clientId: personId, email, password })
  const { rows } = await test.owner.query<{ id: string }>('select id from sign_in.account where person_id = $1', [
    personId,
  ])
  const accountId = rows[0]?.id ?? ''
  return { ...nobody, kind: 'person', organizationId: in_.id, accountId, personId, roles: ['client'] }
}

/** What another program reads in a calendar. */
export type TimeRead = {
  id: string
  title: unknown
  place: unknown
  from: Instant
  until: Instant
  canceled: boolean
  sequence: unknown
}

/** The times of a calendar, as another program reads them. */
export function timesIn(text: string): TimeRead[] {
  return ICAL.Component.fromString(text)
    .getAllSubcomponents('vevent')
    .map(event => ({
      id: String(event.getFirstPropertyValue('uid')).replace('@footbridge', ''),
      title: event.getFirstPropertyValue('summary'),
      place: event.getFirstPropertyValue('location'),
      from: momentOf(event.getFirstPropertyValue('dtstart')),
      until: momentOf(event.getFirstPropertyValue('dtend')),
      canceled: event.getFirstPropertyValue('status') === 'CANCELLED',
      sequence: event.getFirstPropertyValue('sequence'),
    }))
}

function momentOf(value: unknown): Instant {
  if (!(value instanceof ICAL.Time)) throw new Error('no time')
  return instant(value.toJSDate())
}
