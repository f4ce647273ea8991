import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { firstWeeks, missed } from '#rooms/attendance/follow-up.ts'
import { hereNow } from '#rooms/attendance/here.ts'
import { ledgerOf, weekHoursOf } from '#rooms/attendance/hours.ts'
import { makeUps } from '#rooms/attendance/make-ups.ts'
import { attendedBy, sheetOf, sheetsOf } from '#rooms/attendance/queries.ts'
import { tabletDay } from '#rooms/attendance/signs.ts'
import { unplaced } from '#rooms/attendance/sync.ts'
import { tablets } from '#rooms/attendance/tablets.ts'
import { topicsOf } from '#rooms/attendance/topics.ts'
import { bookings } from '#rooms/calendar/queries.ts'
import { policiesOf } from '#rooms/coverage/policies.ts'
import { alikeContacts } from '#rooms/inquiry/alike.ts'
import { board } from '#rooms/inquiry/board.ts'
import { openContacts } from '#rooms/inquiry/calls.ts'
import { contactOf } from '#rooms/inquiry/contacts.ts'
import { notesOf } from '#rooms/notes/timeline.ts'
import { clientOf, clientsHere, findClients, namesOf } from '#rooms/people/queries.ts'
import { absencesOf } from '#rooms/timetable/absences.ts'
import { check } from '#rooms/timetable/plan-queries.ts'
import { clientWeek, rosterOf, sessionsOfClients, weekOf } from '#rooms/timetable/queries.ts'
import { joinable } from '#rooms/timetable/visits.ts'
import { type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, sessionOn } from '#testing/program.ts'
import { aSign, aTablet, sent, type TestTablet } from '#testing/tablets.ts'
import { withDoors } from '#testing/things.ts'
import { today } from '../today.ts'
import { type AnyDoor, query } from './door.ts'

// Under row-level security only leakproof operators use an index, so a query that is quick for the owner may read whole
// tables for the program. Each question is asked here as the program asks it, and the database counts what it read.

let test: TestHouse
let clientIds: string[]
let sessionId: string
let groupId: string
let tablet: TestTablet
let contactId: string

const large = new Set([
  'people.client',
  'people.stay',
  'people.care_team',
  'people.contact',
  'calendar.booking',
  'calendar.unavailable',
  'timetable.session',
  'timetable.seat',
  'timetable.leader',
  'timetable.attendee',
  'timetable.absence',
  'attendance.mark',
  'attendance.sign',
  'attendance.attempt',
  'attendance.unplaced',
  'inquiry.contact',
  'inquiry.call',
  'coverage.policy',
  'coverage.verification',
])

/** Of some 5,000 rows of this organization, a question that is found by an index fetches far fewer. */
const few = 1_000

// What this connection has counted and not yet reported, so two looks around a question tell what it read.
const rowsRead = sql<{ name: string; rows: number }>`
  select schemaname || '.' || relname as name, seq_tup_read + coalesce(idx_tup_fetch, 0) as rows
  from pg_stat_xact_user_tables`

beforeAll(async () => {
  test = await testHouse()
  groupId = await aGroup(test, test.here)
  sessionId = (await sessionOn(test, test.here, groupId)).id
  for (const in_ of [test.here, test.elsewhere]) await fill(in_.id, in_ === test.here ? groupId : null)
  await test.owner.query('vacuum analyze')
  const { rows } = await test.owner.query<{ id: string }>(
    'select client_id as id from people.stay where organization_id = $1 and ends_on is null limit 40',
    [test.here.id],
  )
  clientIds = rows.map(row => row.id)
  const { rows: contacts } = await test.owner.query<{ id: string }>(
    'select id from inquiry.contact where organization_id = $1 and lost_at is null limit 1',
    [test.here.id],
  )
  contactId = contacts[0]?.id ?? ''
  tablet = await aTablet(test, test.here, { name: 'Front door' })
  await sent(
    test,
    tablet,
    clientIds.slice(0, 12).map(clientId => aSign(clientId, test.now())),
  )
})
afterAll(() => test.close())

/** 5,000 charts, of which 60 are in a stay; thirty staff; a year of seats, bookings and marks of a finished group. */
async function fill(organization: string, running: string | null): Promise<void> {
  const statements = [
    `insert into people.client
       (organization_id, id, record_number, legal_given, legal_family, born_on, created_at, find_key)
     select $1, gen_random_uuid(), n, 'Given' || n, 'Family' || md5(n::text), '1990-05-04'::date + n % 9000, now(),
       people.key_of('Given' || n, 'Family' || md5(n::text), null, n,
         array['60355501' || lpad((n % 100)::text, 2, '0')])
     from generate_series(1001, 6000) n`,
    `insert into people.staff (organization_id, id, given, family, started_on)
     select $1, gen_random_uuid(), 'Staff', 'Member' || n, '2024-01-01' from generate_series(1, 30) n`,
    `insert into people.contact (organization_id, id, client_id, kind, value)
     select $1, gen_random_uuid(), id, 'phone', '603-555-0100' from people.client where organization_id = $1`,
    `insert into people.stay
       (organization_id, id, client_id, site_id, program_id, starts_on, ends_on, reason, end_reason, opened_at)
     select $1, gen_random_uuid(), c.id, s.id, p.id, '2026-01-05',
       case when c.record_number > 1060 then date '2026-06-01' end, 'placed',
       case when c.record_number > 1060 then 'completed' end, now()
     from people.client c, people.site s, people.program p
     where c.organization_id = $1 and s.organization_id = $1 and p.organization_id = $1`,
    `insert into people.care_team (organization_id, id, client_id, staff_id, duty, from_at, until_at)
     select $1, gen_random_uuid(), c.client_id, s.id, 'nurse', now(), c.ends_on from people.stay c,
       lateral (select id from people.staff where organization_id = $1 order by md5(id::text || c.id::text) limit 1) s
     where c.organization_id = $1`,
    `insert into timetable."group"
       (organization_id, id, site_id, name, service, capacity, starts_on, ends_on, end_reason)
     select $1, gen_random_uuid(), s.id, 'Finished ' || n, 'group-therapy', 12, '2025-01-01', '2025-12-31', 'over'
     from people.site s, generate_series(1, 40) n where s.organization_id = $1`,
    `insert into timetable.session (organization_id, id, group_id, site_id, service, on_day, starts_at, ends_at)
     select $1, gen_random_uuid(), g.id, g.site_id, g.service, date '2025-01-01' + n,
       date '2025-01-01' + n + time '17:30', date '2025-01-01' + n + time '20:30'
     from timetable."group" g, generate_series(0, 120) n where g.organization_id = $1 and g.ends_on is not null`,
    `insert into timetable.seat (organization_id, id, group_id, client_id, stay_id, from_on, until_on, given_at)
     select $1, gen_random_uuid(), g.id, s.client_id, s.id, '2025-01-01', '2025-12-31', now()
     from people.stay s, lateral (select id from timetable."group" where organization_id = $1 and ends_on is not null
       order by md5(id::text || s.id::text) limit 1) g where s.organization_id = $1`,
    `insert into timetable.session (organization_id, id, site_id, service, on_day, starts_at, ends_at)
     select $1, gen_random_uuid(), s.id, 'individual', date '2025-01-01' + n % 300,
       date '2025-01-01' + n % 300 + time '10:00', date '2025-01-01' + n % 300 + time '10:50'
     from people.site s, generate_series(1, 5000) n where s.organization_id = $1`,
    `insert into timetable.leader (organization_id, session_id, staff_id, lead)
     select $1, s.id, (select id from people.staff where organization_id = $1
       order by md5(id::text || s.id::text) limit 1), true
     from timetable.session s where s.organization_id = $1 and s.on_day < '2025-12-31'`,
    `insert into timetable.attendee (organization_id, id, session_id, client_id, booked_at)
     select $1, gen_random_uuid(), s.id, t.client_id, now()
     from (select id, row_number() over (order by md5(id::text)) as n from timetable.session
       where organization_id = $1 and group_id is null) s
     join (select client_id, row_number() over () as n from people.stay where organization_id = $1) t on t.n = s.n`,
    `insert into timetable.absence (organization_id, id, client_id, from_at, until_at, reason, excused, told_at)
     select $1, gen_random_uuid(), client_id, timestamptz '2025-03-03 12:00Z', timestamptz '2025-03-04 12:00Z', 'court',
       true, now() from people.stay where organization_id = $1`,
    `insert into attendance.mark
       (organization_id, id, session_id, client_id, kind, recorded_at, said_at, seen_at, on_day)
     select $1, gen_random_uuid(), s.id, t.client_id, 'absent', now(), now(), now(), s.on_day
     from timetable.seat t join timetable.session s on s.organization_id = $1 and s.group_id = t.group_id
       and s.on_day < '2025-01-03' where t.organization_id = $1`,
    `insert into calendar.booking
       (organization_id, id, kind, resource_id, starts_at, ends_at, held_by_kind, held_by, made_at)
     select $1, gen_random_uuid(), 'client', m.client_id, s.starts_at, s.ends_at, 'session', s.id, now()
     from attendance.mark m join timetable.session s on s.organization_id = $1 and s.id = m.session_id
     where m.organization_id = $1`,
    // A room that was in use for years, hour by hour, and people who were booked a hundred times.
    `insert into calendar.booking
       (organization_id, id, kind, resource_id, starts_at, ends_at, held_by_kind, held_by, made_at)
     select $1, gen_random_uuid(), b.kind, b.id, timestamptz '2025-02-01' + n * interval '1 hour',
       timestamptz '2025-02-01' + (n + 1) * interval '1 hour', 'hold', gen_random_uuid(), now()
     from (select 'room' as kind, id, 5000 as hours from calendar.room where organization_id = $1
       union all select 'client', client_id, 100 from people.stay where organization_id = $1 and ends_on is null) b,
       lateral generate_series(1, b.hours) n`,
    // Whoever is in a stay now was here nearly every day for three months, and had an hour of their own each week.
    `insert into attendance.mark (organization_id, id, session_id, client_id, kind, arrived_at, mode, recorded_at,
       said_at, seen_at, on_day)
     select $1, gen_random_uuid(), s.id, t.client_id, 'here', now(), 'in-person', now(), now(), now(),
       s.on_day - date '2025-01-01' + date '2026-08-01'
     from people.stay t, timetable.session s where t.organization_id = $1 and t.ends_on is null
       and s.group_id = (select id from timetable."group" where organization_id = $1 and name = 'Finished 1')
       and s.on_day < '2025-03-31' on conflict do nothing`,
    `insert into timetable.attendee (organization_id, id, session_id, client_id, booked_at)
     select $1, gen_random_uuid(), s.id, t.client_id, now() from people.stay t,
       lateral (select id from timetable.session where organization_id = $1 and group_id is null
         order by md5(id::text || t.id::text) limit 13) s
     where t.organization_id = $1 and t.ends_on is null on conflict do nothing`,
    `insert into attendance.tablet (organization_id, id, site_id, name, added_at)
     select $1, gen_random_uuid(), id, 'Old door', now() from people.site where organization_id = $1`,
    `insert into attendance.sign (organization_id, id, tablet_id, site_id, client_id, kind, how, at, device_at,
       offset_ms, doubtful, received_at)
     select $1, gen_random_uuid(), t.id, t.site_id, m.client_id, 'in', 'code', m.on_day, m.on_day, 0, false, m.on_day
     from attendance.mark m, attendance.tablet t where m.organization_id = $1 and t.organization_id = $1`,
    `insert into attendance.attempt (organization_id, id, client_id, missed_on, step, way, outcome, made_at)
     select $1, gen_random_uuid(), client_id, on_day, 'call', 'call', 'reached', on_day from attendance.mark
     where organization_id = $1`,
    `insert into attendance.unplaced (organization_id, id, said_by, session_id, client_id, kind, said_at, received_at,
       because, settled_at, settled_how)
     select $1, gen_random_uuid(), s.id, m.session_id, m.client_id, 'absent', now(), now(), 'canceled', now(), 'placed'
     from attendance.mark m, people.staff s where m.organization_id = $1 and s.organization_id = $1
       and s.family = (select min(family) from people.staff where organization_id = $1)`,
    // Who asked for help in years: nearly all of it is over, and each was called twice.
    `insert into inquiry.contact
       (organization_id, id, came, received_at, caller, caller_phone, family, code, call_due_at, lost_at, lost_reason)
     select $1, gen_random_uuid(), 'web', timestamptz '2024-01-01' + n * interval '2 hours', 'Caller ' || n,
       '603555' || lpad(n::text, 4, '0'), 'Family' || n, 'C' || lpad(n::text, 6, '0'),
       case when n <= 60 then timestamptz '2026-11-24' end, case when n > 120 then now() end,
       case when n > 120 then 'other' end
     from generate_series(1, 5000) n`,
    `insert into inquiry.call (organization_id, id, contact_id, at, way, ended)
     select $1, gen_random_uuid(), id, received_at + n * interval '1 hour', 'out', 'voicemail'
     from inquiry.contact, generate_series(1, 2) n where organization_id = $1`,
    `insert into coverage.policy (organization_id, id, contact_id, payer_words, added_at)
     select $1, gen_random_uuid(), id, 'A payer', now() from inquiry.contact where organization_id = $1`,
    `insert into coverage.policy (organization_id, id, client_id, payer_words, added_at)
     select $1, gen_random_uuid(), id, 'A payer', now() from people.client where organization_id = $1`,
    `insert into coverage.verification
       (organization_id, id, policy_id, form, begun_at, called, reference, said_at, finished_at)
     select $1, gen_random_uuid(), id, 'form', now(), 'Lou', 'R', now(), now() from coverage.policy
     where organization_id = $1`,
  ]
  for (const statement of statements) await test.owner.query(statement, [organization])
  if (running === null) return
  await test.owner.query(
    `insert into timetable.seat (organization_id, id, group_id, client_id, stay_id, from_on, given_at)
     select $1, gen_random_uuid(), $2, client_id, id, '2026-11-02', now() from people.stay
     where organization_id = $1 and ends_on is null limit 12`,
    [organization, running],
  )
}

/** Which of the large tables a question reads too much of, as the program asks it. */
async function readTooMuch(
  door: AnyDoor,
  input: unknown,
  role: 'facilitator' | 'director' | 'biller',
): Promise<string[]> {
  if (door.kind !== 'query') throw new Error('a question is asked')
  const counted = query({
    name: 'testing.counted',
    says: 'Count what a question reads.',
    who: ['signed-in'],
    input: z.strictObject({}),
    discloses: [],
    run: async work => {
      // Tables of this size the planner rightly reads whole at times; a program's grow.
      await work.run(sql`set local enable_seqscan = off`)
      const before = new Map((await work.all(rowsRead)).map(each => [each.name, each.rows]))
      const shown = door.shows(await work.ask(door, door.input.parse(input)))
      if (shown.length > 0) await work.all(test.house.parts.unseen(shown, door.discloses))
      const after = await work.all(rowsRead)
      return after.filter(each => each.rows - (before.get(each.name) ?? 0) > few).map(each => each.name)
    },
    shows: () => [],
  })
  const read = await withDoors(test, [counted]).see(test.here.staff[role], counted, {})
  return read.filter(name => large.has(name))
}

it('the tables are large enough for the counting to mean something', async () => {
  const whole = query({
    name: 'testing.whole',
    says: 'Read a table as it must not be read.',
    who: ['signed-in'],
    input: z.strictObject({}),
    discloses: [],
    run: work => work.all(sql`select count(*) from people.client where find_key like '%family%'`),
    shows: () => [],
  })
  expect(await readTooMuch(whole, {}, 'director')).toEqual(['people.client'])
})

it.each<[string, () => [AnyDoor, unknown]]>([
  ['a client by part of a name', () => [findClients, { text: 'family c4ca' }]],
  ['a client by three letters', () => [findClients, { text: 'd41' }]],
  ['a client by a phone', () => [findClients, { text: '6035550142' }]],
  ['the clients who are here', () => [clientsHere, {}]],
  ['the front of a chart', () => [clientOf, { id: clientIds[0] }]],
  ['names', () => [namesOf, { ids: clientIds }]],
  ['the roster of a session', () => [rosterOf, { sessionId }]],
  ['the sheet of a session', () => [sheetOf, { sessionId }]],
  ['the hours of a week', () => [weekHoursOf, { clientIds: clientIds.slice(0, 12) }]],
  ['the sessions of a week', () => [weekOf, { monday: '2026-11-23' }]],
  [
    'what is in the way of a session at another time',
    () => [check, { sessionId, startsAt: '2026-11-25T16:00:00Z', leaders: true }],
  ],
  ['who is expected in a week', () => [clientWeek, { monday: '2026-11-23' }]],
  ['the sheets of a week', () => [sheetsOf, { monday: '2026-11-23' }]],
  [
    'the sessions of clients',
    () => [sessionsOfClients, { clientIds: clientIds.slice(0, 12), from: '2026-11-23', until: '2026-11-29' }],
  ],
  [
    'the sessions of a client with their marks',
    () => [attendedBy, { clientId: clientIds[0], from: '2026-10-26', until: '2026-11-29' }],
  ],
  [
    'what a client could come to',
    () => [joinable, { clientIds: [clientIds[0]], from: '2026-11-24T22:00:00Z', until: '2026-12-01T05:00:00Z' }],
  ],
  [
    'the ledger of a client over half a year',
    () => [ledgerOf, { clientId: clientIds[0], monday: '2026-06-01', weeks: 26 }],
  ],
  ['the ledger of a site', () => [ledgerOf, { siteId: test.here.siteId }]],
  ['what saves the week of a client', () => [makeUps, { clientId: clientIds[0] }]],
  ['who is in the house now', () => [hereNow, {}]],
  ['who missed days', () => [missed, {}]],
  ['who is in the first days', () => [firstWeeks, {}]],
  ['the tablets by the doors', () => [tablets, {}]],
  ['the day of a tablet', () => [tabletDay, { secret: tablet.secret }]],
  ['the marks that found no place', () => [unplaced, {}]],
  ['the topics of a client', () => [topicsOf, { clientId: clientIds[0] }]],
  ['what a client told in advance', () => [absencesOf, { clientId: clientIds[0] }]],
  [
    'the bookings of a day',
    () => [bookings, { siteId: test.here.siteId, from: '2026-11-24T05:00:00Z', until: '2026-11-25T05:00:00Z' }],
  ],
  ['the notes of a chart', () => [notesOf, { clientId: clientIds[0] }]],
  ['who asked for help and is to be called', () => [openContacts, {}]],
  ['the board of who asked and has not started', () => [board, {}]],
  ['one who asked for help', () => [contactOf, { id: contactId }]],
  [
    'who may have asked for help before',
    () => [alikeContacts, { phone: '603 555 0017', given: 'Given', family: 'Family17' }],
  ],
  ['who pays for one who asked for help', () => [policiesOf, { of: contactId }]],
  ['Today', () => [today, {}]],
])('%s is found by an index, for a facilitator and for a director', async (_words, asked) => {
  const [door, input] = asked()
  for (const role of ['director', 'facilitator'] as const)
    expect([role, await readTooMuch(door, input, role)]).toEqual([role, []])
})

it('who pays for a client, and Today of who bills, are found by an index', async () => {
  expect(await readTooMuch(policiesOf, { of: clientIds[0] }, 'director')).toEqual([])
  expect(await readTooMuch(today, {}, 'biller')).toEqual([])
})

it('whether a time is free is found by an index', async () => {
  const taken = query({
    name: 'testing.taken',
    says: 'What stands in the way of a time.',
    who: ['signed-in'],
    input: z.strictObject({}),
    discloses: [],
    run: work =>
      work.all(sql`select id from calendar.booking where organization_id = ${work.organization} and kind = 'client'
        and resource_id = ${clientIds[0]} and released_at is null
        and starts_at < ${'2026-11-25T00:00:00Z'} and ends_at > ${'2026-11-24T22:00:00Z'}`),
    shows: () => [],
  })
  expect(await readTooMuch(taken, {}, 'director')).toEqual([])
})
