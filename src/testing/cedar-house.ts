import pg from 'pg'
import { type Actor, nobody } from '#kernel/actor.ts'
import type { House } from '#kernel/house.ts'
import { type Instant, instant } from '#kernel/time.ts'
import { type FreshDatabase, filledDatabase, freshDatabase } from '#platform/test-database.ts'
import { rolesOf } from '#sign-in/store.ts'
import { seedCedarHouse } from '../../programs/cedar-house/seed.ts'
import { openHouse } from '../wiring.ts'

/** What opens the charts of a world for tests. */
export const masterKey = Buffer.alloc(32, 5)

/** A demo world at a moment, and its database. */
export type World = { name: string; now: Instant; database: FreshDatabase; owner: pg.Pool; house: House }

/** A world in which nothing is told yet. */
export async function emptyWorld(name: string, at: string): Promise<World> {
  return worldOn(await freshDatabase(), name, instant(at))
}

/** A world in which Cedar House is told. */
export async function toldWorld(name: string, at: string): Promise<World> {
  return worldOn(await cedarHouseAt(instant(at)), name, instant(at))
}

/** A database in which Cedar House is told: once a run for each moment, since tests and journeys share some. */
export function cedarHouseAt(now: Instant): Promise<FreshDatabase> {
  return filledDatabase(`Cedar House at ${now}`, ({ app }) =>
    seedCedarHouse({ app, masterKey, now, progress: () => undefined }),
  )
}

function worldOn(database: FreshDatabase, name: string, now: Instant): World {
  const owner = new pg.Pool({ ...database.owner, max: 2 })
  owner.on('error', () => undefined)
  const house = openHouse({ app: database.app, masterKey, world: 'demo', clock: () => now, poolSize: 2 })
  return { name, now, database, owner, house }
}

/** Tells Cedar House into a world. */
export const seed = (world: World, now: Instant, progress: (words: string) => void = () => undefined) =>
  seedCedarHouse({ app: world.database.app, masterKey, now, progress })

/** Ends a world. */
export async function closeWorld(world: World): Promise<void> {
  await world.house.parts.pool.end()
  await world.owner.end()
  await world.database.drop()
}

/** What a statement reads in a world, past its doors. */
export async function rows<Row extends pg.QueryResultRow>(world: World, statement: string): Promise<Row[]> {
  return (await world.owner.query<Row>(statement)).rows
}

/** Who signs in with an email. */
export async function actorOf(world: World, email: string): Promise<Actor> {
  const [account] = await rows<{
    organization_id: string
    id: string
    person_id: string
    roles: string[]
    site_ids: string[]
  }>(world, `select organization_id, id, person_id, roles, site_ids from sign_in.account where email = '${email}'`)
  if (!account) throw new Error('no such account')
  return {
    ...nobody,
    kind: 'person',
    organizationId: account.organization_id,
    accountId: account.id,
    personId: account.person_id,
    roles: rolesOf(account.roles),
    siteIds: account.site_ids,
  }
}

/** What the demo world tells, a statement each, without the ids, which are chance's own. */
export const told = [
  `select record_number, legal_given, legal_family, chosen_name, pronouns, born_on::text, created_at
   from people.client order by 1`,
  `select c.record_number, s.starts_on::text, t.name, p.name as site from people.stay s
   join people.client c on c.id = s.client_id
   join people.track t on t.id = s.track_id join people.site p on p.id = s.site_id order by 1`,
  'select kind, value, label, may_call, may_text, may_mail from people.contact order by value',
  'select name, relation, phone from people.supporter order by name',
  `select s.family, l.number, l.expires_on::text from people.license l
   join people.staff s on s.id = l.staff_id order by 1`,
  `select g.name, c.record_number, s.from_on::text from timetable.seat s
   join timetable."group" g on g.id = s.group_id join people.client c on c.id = s.client_id order by 1, 2`,
  `select s.service, g.name, r.name as room, s.starts_at, s.ends_at, s.mode, o.title from timetable.session s
   left join timetable."group" g on g.id = s.group_id left join calendar.room r on r.id = s.room_id
   left join timetable.topic o on o.id = s.topic_id
   left join timetable.attendee a on a.session_id = s.id left join people.client c on c.id = a.client_id
   order by s.starts_at, s.service, g.name, c.record_number`,
  `select s.starts_at, f.family, l.for_staff is not null as stands_in, c.record_number from timetable.leader l
   join timetable.session s on s.id = l.session_id join people.staff f on f.id = l.staff_id
   left join timetable.attendee a on a.session_id = s.id left join people.client c on c.id = a.client_id
   order by 1, 2, 4`,
  `select g.name, s.starts_at, c.record_number, m.kind, m.arrived_at, m.left_at, m.reason from attendance.mark m
   join timetable.session s on s.id = m.session_id left join timetable."group" g on g.id = s.group_id
   join people.client c on c.id = m.client_id order by 1, 2, 3`,
  `select g.name, s.starts_at, c.record_number, n.own, n.participation, n.response from notes.line n
   join timetable.session s on s.id = n.session_id join timetable."group" g on g.id = s.group_id
   join people.client c on c.id = n.client_id order by 1, 2, 3`,
  `select n.title, n.starts_at, c.record_number, n.kind, n.minutes, n.topic, n.parts, n.facts, n.signed_at, n.signed_as
   from notes.note n join people.client c on c.id = n.client_id order by 1, 2, 3`,
  `select g.name, c.record_number, w.asked_at, o.made_at, o.expires_at from timetable.waiting w
   join timetable."group" g on g.id = w.group_id join people.client c on c.id = w.client_id
   left join timetable.offer o on o.waiting_id = w.id order by 1, 3`,
  `select least(c.record_number, d.record_number), greatest(c.record_number, d.record_number) as other, k.reason
   from timetable.keep_apart k
   join people.client c on c.id = k.client_id join people.client d on d.id = k.other_id`,
  'select at, doing, conflicts, reason from timetable.override order by 1',
  'select from_at, until_at, reason, excused, told_at from timetable.absence order by 1',
  `select c.record_number, s.kind, s.at, s.received_at from attendance.sign s
   join people.client c on c.id = s.client_id order by 1, 3`,
  'select mode, location, agreed from timetable.remote',
  'select from_on::text, until_on::text, name from calendar.closure order by 1',
  'select weekday, opens, closes from calendar.opening order by 1, 2, 3',
  'select kind, reason, weekday, starts, ends, starts_at, ends_at from calendar.unavailable order by 1, 2, 3, 6',
  'select title, because, for_role, due_at from desk.task order by 1',
  'select recipient, words, tries, given_up_at, trouble from desk.message',
  'select sender, received_at, draft from inquiry.referral order by 1',
  `select c.code, c.came, c.caller, c.received_at, c.reached_at, c.call_due_at, c.assessed_at, c.lost_reason,
     a.starts_at
   from inquiry.contact c left join inquiry.appointment a on a.contact_id = c.id order by c.received_at, c.caller`,
  'select position, name, credential, says from sign_in.persona order by 1',
]
