import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { programOf } from '#kernel/actor.ts'
import type { House } from '#kernel/house.ts'
import { type Day, plusDays } from '#kernel/time.ts'
import { addProgram, addStaff, openOrganization } from '#rooms/people/house.ts'
import { createToken } from '#sign-in/commands.ts'
import { family, given } from '../programs/worlds/names.ts'

// Organizations as they are after some months, of as many parts as are asked for, all alike: 10 groups of 12 that meet
// three times a week (30 blocks), 120 clients with a seat each, 8 individual hours a week. A part is a site of its own,
// or some of them are one site. Written by the owner in a few statements, every constraint valid; every id follows from
// the words it stands for: no look-up is needed.

/** How large an organization is: how many parts, how many of them are one site, groups of a part, since when. */
export type Shape = { sites: number; monday: Day; together?: number; groups?: number; daysBack?: number }
/** An organization that is filled; its last site, whose rows lie behind all others; a director’s sign-in there. */
export type Program = { id: string; site: number; siteId: string; token: string; email: string; shape: Required<Shape> }
/** Weeks from one to another, both included, counted from a monday; bookings of all of them, or of some. */
export type Weeks = {
  sites: number
  monday: Day
  since: number
  until: number
  booked?: { since: number; until: number }
}

export const password = 'a password of length'
/** The zone of every site. */
export const zone = 'America/New_York'

/** The function from which ids follow. */
export async function prepare(owner: pg.Client): Promise<void> {
  await owner.query(`drop schema if exists bench cascade; create schema bench;
    create function bench.id(of uuid, what text,
      variadic n int[]) returns uuid language sql immutable parallel safe as $$
      select overlay(overlay(md5(of || what || n::text) placing '4' from 13) placing '8' from 17)::uuid $$;
    create view bench.meeting as select * from (values (0, 1, '09:00'), (0, 3, '09:00'), (0, 4, '09:00'),
      (1, 1, '17:30'), (1, 3, '17:30'), (1, 4, '17:30'), (2, 2, '13:00'), (2, 4, '13:30'), (2, 6, '13:00'))
      m (slot, weekday, starts);
    create table bench.meant (session_id uuid, client_id uuid, site_id uuid, on_day date, starts_at timestamptz,
      ends_at timestamptz, staff_id uuid, h int, by_tablet boolean, first_id uuid, id uuid, gone boolean)`)
}

/** The id of a thing, as the statements here make it. */
export async function idOf(owner: pg.Client, organizationId: string, what: string, ...n: number[]): Promise<string> {
  const { rows } = await owner.query<{ id: string }>('select bench.id($1, $2, variadic $3) as id', [
    organizationId,
    what,
    n,
  ])
  return rows[0]?.id ?? ''
}

const everyGroup = 'generate_series(0, :sites - 1) s, generate_series(0, :groups - 1) g'
const siteOfPart = `bench.id(:org, 'site', s / :together)`

const places = [
  `insert into people.site (organization_id, id, name, zone, opened_on)
   select :org, bench.id(:org, 'site', s), 'Site ' || s + 1, 'America/New_York', :monday::date - 400
   from generate_series(0, (:sites - 1) / :together) s`,
  `insert into calendar.opening (organization_id, site_id, weekday, opens, closes)
   select :org, bench.id(:org, 'site', s), d, '08:00', '21:00' from generate_series(0, (:sites - 1) / :together) s,
     generate_series(1, 6) d`,
  `insert into calendar.travel (organization_id, site_id, other_site_id, minutes)
   select :org, least(a, b), greatest(a, b), 20 from generate_series(1, (:sites - 1) / :together) s,
     lateral (select bench.id(:org, 'site', s) as a, bench.id(:org, 'site', s - 1) as b) pair`,
  `insert into calendar.room (organization_id, id, site_id, name, seats)
   select :org, bench.id(:org, 'room', s, r), ${siteOfPart},
     'Room ' || s % :together * 8 + r + 1, 14
   from generate_series(0, :sites - 1) s, generate_series(0, 7) r`,
  `insert into people.track (organization_id, id, program_id, site_id, name, part_of_day)
   select :org, bench.id(:org, 'track', s, t), p.id, ${siteOfPart},
     (array['Day', 'Evening'])[t + 1] || case when s % :together > 0 then ' ' || s % :together + 1 else '' end,
     (array['day', 'evening'])[t + 1]
   from generate_series(0, :sites - 1) s, generate_series(0, 1) t, people.program p where p.organization_id = :org`,
  `insert into people.staff (organization_id, id, given, family, credential, started_on)
   select :org, bench.id(:org, 'staff', s, k), (:given::text[])[1 + (s + k * 3) % 20],
     (:family::text[])[1 + (s + k * 7) % 20],
     'LADC', :monday::date - 400 from generate_series(0, :sites - 1) s, generate_series(0, 9) k`,
  `insert into people.staff_site (organization_id, staff_id, site_id)
   select :org, bench.id(:org, 'staff', s, k), ${siteOfPart}
   from generate_series(0, :sites - 1) s, generate_series(0, 9) k`,
  `insert into people.license (organization_id, id, staff_id, credential, number, state, valid_from, expires_on)
   select :org, bench.id(:org, 'license', s, k), bench.id(:org, 'staff', s, k), 'LADC', 'N-' || s * 10 + k, 'NH',
     :monday::date - 400, :monday::date + 700 from generate_series(0, :sites - 1) s, generate_series(0, 9) k`,
]

const people = [
  `insert into people.client
     (organization_id, id, record_number, legal_given, legal_family, born_on, created_at, find_key)
   select :org, bench.id(:org, 'client', n), 20000 + n, g, f, date '1950-01-01' + (n * 7919 % 20000), now(),
     people.key_of(g, f, null, 20000 + n, array['603555' || lpad((n % 10000)::text, 4, '0')])
   from (select n, (:given::text[])[1 + n * 31 % 20] as g, (:family::text[])[1 + n * 17 / 20 % 20] || ' ' ||
       initcap(substr(md5((n * 3)::text), 1, 5)) as f from generate_series(0, :clients - 1) n) named
  `,
  `insert into people.stay (organization_id, id, client_id, site_id, program_id, track_id, starts_on, reason, opened_at)
   select :org, bench.id(:org, 'stay', n), bench.id(:org, 'client', n), bench.id(:org, 'site', n / :size / :together),
     p.id, bench.id(:org, 'track', n / :size, case when n % :size / 12 between 4 and 7 then 1 else 0 end),
     :begun::date, 'placed', now()
   from generate_series(0, :clients - 1) n, people.program p where p.organization_id = :org`,
  `insert into people.care_team (organization_id, id, client_id, staff_id, duty, from_at)
   select :org, bench.id(:org, 'care', n), bench.id(:org, 'client', n),
     bench.id(:org, 'staff', n / :size, n % :size / 12), 'counselor', now() from generate_series(0, :clients - 1) n`,
  `insert into calendar.unavailable
     (organization_id, id, kind, resource_id, reason, weekday, starts, ends, zone, from_on, made_at)
   select :org, bench.id(:org, 'away', n), 'client', bench.id(:org, 'client', n), 'work', 5, '08:00', '16:00',
     'America/New_York', :begun::date, now() from generate_series(0, :clients - 1, 5) n`,
  `insert into timetable.absence (organization_id, id, client_id, from_at, until_at, reason, excused, told_at)
   select :org, bench.id(:org, 'absence', n, w), bench.id(:org, 'client', n), :monday::date + w * 7,
     :monday::date + w * 7 + 3,
     'medical', true, now() from generate_series(0, :clients - 1, 24) n, generate_series(-8, 8) w`,
]

const groups = [
  `insert into timetable."group" (organization_id, id, site_id, track_id, name, service, capacity, starts_on)
   select :org, bench.id(:org, 'group', s, g), ${siteOfPart},
     bench.id(:org, 'track', s, case when g between 4 and 7 then 1 else 0 end),
     'Recovery skills ' || s % :together * :groups + g + 1, 'group-therapy', 12, :begun::date
   from ${everyGroup}`,
  `insert into timetable.facilitator (organization_id, group_id, staff_id, lead, from_on)
   select :org, bench.id(:org, 'group', s, g), bench.id(:org, 'staff', s, (g + k * 5) % 10), k = 0,
     :begun::date
   from ${everyGroup}, generate_series(0, 1) k`,
  `insert into timetable.meeting
     (organization_id, id, group_id, weekday, starts, length_minutes, room_id, from_on, breaks)
   select :org, bench.id(:org, 'meeting', s, g, m.weekday), bench.id(:org, 'group', s, g), m.weekday,
     m.starts::time, 180,
     bench.id(:org, 'room', s, g % 4), :begun::date,
     '[{"afterMinutes": 85, "minutes": 10, "kind": "break"}]'
   from ${everyGroup}, bench.meeting m where m.slot = g / 4`,
  `insert into timetable.seat (organization_id, id, group_id, client_id, stay_id, from_on, given_at)
   select :org, bench.id(:org, 'seat', n), bench.id(:org, 'group', n / :size, n % :size / 12),
     bench.id(:org, 'client', n), bench.id(:org, 'stay', n), :begun::date, now()
   from generate_series(0, :clients - 1) n`,
]

/** The sessions of the groups in some weeks as bare rows, with who leads them. */
const groupSessions = [
  `insert into timetable.session (organization_id, id, group_id, site_id, service, meeting_id, planned_on, room_id,
     breaks, on_day, starts_at, ends_at)
   select :org, bench.id(:org, 'session', s, g, m.weekday, w), bench.id(:org, 'group', s, g),
     ${siteOfPart}, 'group-therapy', bench.id(:org, 'meeting', s, g, m.weekday), d, bench.id(:org, 'room', s, g % 4),
     '[{"afterMinutes": 85, "minutes": 10, "kind": "break"}]', d,
     (d + m.starts::time) at time zone 'America/New_York',
     (d + m.starts::time) at time zone 'America/New_York' + interval '3 hours'
   from ${everyGroup}, bench.meeting m, generate_series(:since::int,
     :until::int) w,
     lateral (select :monday::date + w * 7 + m.weekday - 1 as d) day where m.slot = g / 4`,
  `insert into timetable.leader (organization_id, session_id, staff_id, lead)
   select :org, bench.id(:org, 'session', s, g, m.weekday, w), bench.id(:org, 'staff', s, (g + k * 5) % 10), k = 0
   from ${everyGroup}, bench.meeting m, generate_series(:since::int,
     :until::int) w,
     generate_series(0, 1) k where m.slot = g / 4`,
]

/** What those sessions take: a room, who leads them, who comes. */
const groupBookings = [
  `insert into calendar.booking
     (organization_id, id, kind, resource_id, site_id, starts_at, ends_at, held_by_kind, held_by, made_at)
   select :org, gen_random_uuid(), k.kind, k.resource, ${siteOfPart}, at, at + interval '3 hours',
     'session',
     bench.id(:org, 'session', s, g, m.weekday, w), now()
   from ${everyGroup}, bench.meeting m, generate_series(:since::int,
     :until::int) w,
     lateral (select (:monday::date + w * 7 + m.weekday - 1 + m.starts::time)
        at time zone 'America/New_York' as at) time,
     lateral (select 'room' as kind, bench.id(:org, 'room', s, g % 4) as resource
       union all select 'staff', bench.id(:org, 'staff', s, (g + n * 5) % 10) from generate_series(0, 1) n
       union all select 'client', bench.id(:org, 'client', s * :size + g * 12 + n) from generate_series(0, 11) n) k
   where m.slot = g / 4`,
]

const individual = [
  `insert into timetable.session (organization_id, id, site_id, service, room_id, on_day, starts_at, ends_at)
   select :org, bench.id(:org, 'hour', s, j, w), ${siteOfPart}, 'individual',
     bench.id(:org, 'room', s, 4 + j % 2), d, at, at + interval '1 hour'
   from generate_series(0, :sites - 1) s, generate_series(0, 7) j, generate_series(:since::int, :until::int) w,
     lateral (select :monday::date + w * 7 + 4 as d) day,
     lateral (select (d + time '16:00' + j / 2 * interval '1 hour') at time zone 'America/New_York' as at) time`,
  `insert into timetable.leader (organization_id, session_id, staff_id, lead)
   select :org, bench.id(:org, 'hour', s, j, w), bench.id(:org, 'staff', s, j), true
   from generate_series(0, :sites - 1) s, generate_series(0, 7) j, generate_series(:since::int, :until::int) w
  `,
  `insert into timetable.attendee (organization_id, id, session_id, client_id, booked_at)
   select :org, gen_random_uuid(), bench.id(:org, 'hour', s, j, w), bench.id(:org, 'client',
     s * :size + j * (:size / 8) + (w + 99) % (:size / 8)),
     now() from generate_series(0, :sites - 1) s, generate_series(0, 7) j, generate_series(:since::int, :until::int) w
  `,
  `insert into calendar.booking
     (organization_id, id, kind, resource_id, site_id, starts_at, ends_at, held_by_kind, held_by, made_at)
   select :org, gen_random_uuid(), k.kind, k.resource, n.site_id, n.starts_at, n.ends_at, 'session', n.id, now()
   from timetable.session n join timetable.leader l on l.organization_id = :org and l.session_id = n.id
   join timetable.attendee a on a.organization_id = :org and a.session_id = n.id,
     lateral (values ('room', n.room_id), ('staff', l.staff_id), ('client', a.client_id)) k (kind, resource)
   where n.organization_id = :org and n.group_id is null and n.on_day between :monday::date + :since::int * 7
     and :monday::date + :until::int * 7 + 6`,
]

/** What the statements name of a shape. */
export const sizesOf = ({ sites, monday, together, groups, daysBack }: Required<Shape>) => {
  const size = groups * 12
  return {
    sites,
    monday,
    together,
    groups,
    size,
    clients: sites * size,
    begun: plusDays(monday, -daysBack),
    given,
    family,
  }
}

/** Opens an organization of as many parts as asked, with its groups and seats, and no session yet. */
export async function fillHouse({ house, owner }: { house: House; owner: pg.Client }, asked: Shape): Promise<Program> {
  const shape = { together: 1, groups: 10, daysBack: 70, ...asked }
  const id = randomUUID()
  const program = programOf(id)
  await house.act(program, openOrganization, { name: 'Bench' })
  await house.act(program, addProgram, { name: 'Intensive outpatient', preset: 'iop-standard' })
  await run(owner, [...places, ...people, ...groups], { ...sizesOf(shape), org: id })
  const siteId = await idOf(owner, id, 'site', Math.ceil(shape.sites / shape.together) - 1)
  const email = `dana@${id}.example`
  const { accountId } = await house.act(program, addStaff, {
    given: 'Dana',
    family: 'Brooks',
    siteIds: [siteId],
    signIn: { email, password, roles: ['director'] },
  })
  const { token } = await house.act(program, createToken, {
    accountId: accountId ?? '',
    scope: ['everything'],
    days: 1,
  })
  return { id, site: shape.sites - 1, siteId, token, email, shape }
}

/** Writes the group sessions of some weeks, counted from the monday that the groups were filled with: bare rows. */
export async function fillGroupSessions(owner: pg.Client, program: Program, weeks: Weeks): Promise<void> {
  const values = { ...sizesOf(program.shape), ...weeks, org: program.id }
  await run(owner, groupSessions, values)
  await run(owner, groupBookings, { ...values, ...weeks.booked })
}

/** Writes the individual hours of some weeks. */
export const fillIndividual = (owner: pg.Client, program: Program, weeks: Weeks) =>
  run(owner, individual, { ...sizesOf(program.shape), ...weeks, org: program.id })

/** Runs statements, each with those of the values that it names. */
export async function run(
  owner: pg.Client,
  statements: readonly string[],
  values: Record<string, unknown>,
): Promise<void> {
  for (const statement of statements) {
    const used: unknown[] = []
    const text = statement.replace(/(?<!:):([a-z]+)/g, (_, name: string) => `$${used.push(values[name])}`)
    await owner.query(text, used)
  }
}
