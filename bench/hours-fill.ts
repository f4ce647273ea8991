import type pg from 'pg'
import { programOf } from '#kernel/actor.ts'
import type { House } from '#kernel/house.ts'
import type { Instant } from '#kernel/time.ts'
import { addStaff } from '#rooms/people/house.ts'
import { createToken } from '#sign-in/commands.ts'
import { fillGroupSessions, fillHouse, type Program, password, run, type Shape, sizesOf } from './week-fill.ts'

// What lies behind an organization after half a year: an hour of their own a week for each client, evenings that some
// come to besides, 26 weeks of marks with corrections, signs by tablets, visits, what people told and what was tried.
// Four of five come; one in eight stays away without a word, one in twelve is excused.

/** How many weeks of marks lie behind the running week. */
export const weeksBehind = 26
const weeksAhead = 8
/** Weeks around the running one of which bookings are there as well: older ones are never asked for. */
const booked = { since: -1, until: 1 }

/** A program with a counselor of twelve who leads a group, beside its director; and the moment it is filled for. */
export type HoursProgram = Program & { counselor: string; now: Instant }

const curricula = [
  `insert into timetable.curriculum (organization_id, id, name)
   select :org, bench.id(:org, 'curriculum', c), 'Course ' || c + 1 from generate_series(0, 4) c`,
  `insert into timetable.topic (organization_id, id, curriculum_id, position, title)
   select :org, bench.id(:org, 'topic', c, t), bench.id(:org, 'curriculum', c), t + 1, 'Topic ' || t + 1
   from generate_series(0, 4) c, generate_series(0, 9) t`,
  // One group in three has two free places, so that a make-up is found.
  `update timetable."group" set capacity = 14 where organization_id = :org
     and id in (select bench.id(:org, 'group', s, g) from generate_series(0, :sites - 1) s,
       generate_series(0, :groups - 1, 3) g)`,
]

/** Groups that meet once a week and that nobody has a seat in: of what is open to whoever needs an hour. */
const evenings = [
  `insert into timetable."group" (organization_id, id, site_id, name, service, capacity, starts_on, cohort, open)
   select :org, bench.id(:org, 'evening', s, e), bench.id(:org, 'site', s / :together),
     'Open hour ' || s % :together * 5 + e + 1, 'psychoeducation', 12, :begun::date,
     case when e = 0 then 'women' end, e <> 1
   from generate_series(0, :sites - 1) s, generate_series(0, 4) e`,
  `insert into timetable.session (organization_id, id, group_id, site_id, service, on_day, starts_at, ends_at)
   select :org, bench.id(:org, 'open', s, e, w), bench.id(:org, 'evening', s, e), bench.id(:org, 'site', s / :together),
     'psychoeducation', d, at, at + interval '90 minutes'
   from generate_series(0, :sites - 1) s, generate_series(0, 4) e, generate_series(:since::int, :until::int) w,
     lateral (select :monday::date + w * 7 + (array[1, 3, 4, 5, 5])[e + 1] as d) day,
     lateral (select (d + (array['18:00', '13:00', '17:30', '09:00', '11:00'])[e + 1]::time)
       at time zone 'America/New_York' as at) time`,
  `insert into timetable.leader (organization_id, session_id, staff_id, lead)
   select :org, bench.id(:org, 'open', s, e, w), bench.id(:org, 'staff', s, e), true
   from generate_series(0, :sites - 1) s, generate_series(0, 4) e, generate_series(:since::int, :until::int) w`,
]

/** Each client in each week; one in twelve began less than two weeks ago. */
const ownWeeks = `(select n, w from generate_series(0, :clients - 1) n, generate_series(:since::int, :until::int) w
     where n % 12 <> 5 or w >= -1) own`

/** An hour of one’s own on Fridays, one after the other with the counselor of the group. */
const ownSessions = [
  `insert into timetable.session (organization_id, id, site_id, service, room_id, on_day, starts_at, ends_at)
   select :org, bench.id(:org, 'own', n, w), bench.id(:org, 'site', n / :size / :together), 'individual',
     bench.id(:org, 'room', n / :size, 4 + n % 4), d, at, at + interval '50 minutes'
   from ${ownWeeks},
     lateral (select :monday::date + w * 7 + 4 as d) day,
     lateral (select (d + time '08:00' + n % 12 * interval '1 hour') at time zone 'America/New_York' as at) time`,
]
const ownHours = [
  `insert into timetable.leader (organization_id, session_id, staff_id, lead)
   select :org, bench.id(:org, 'own', n, w), bench.id(:org, 'staff', n / :size, n % :size / 12), true
   from ${ownWeeks}`,
  `insert into timetable.attendee (organization_id, id, session_id, client_id, booked_at)
   select :org, gen_random_uuid(), bench.id(:org, 'own', n, w), bench.id(:org, 'client', n), now()
   from ${ownWeeks}`,
]
const ownBookings = [
  `insert into calendar.booking
     (organization_id, id, kind, resource_id, site_id, starts_at, ends_at, held_by_kind, held_by, made_at)
   select :org, gen_random_uuid(), 'client', a.client_id, s.site_id, s.starts_at, s.ends_at, 'session', s.id, now()
   from timetable.session s join timetable.attendee a on a.organization_id = :org and a.session_id = s.id
   where s.organization_id = :org and s.group_id is null
     and s.on_day between :monday::date + :bookedsince::int * 7 and :monday::date + :bookeduntil::int * 7 + 6`,
]

/** What became of the people: told absences of half a year, newcomers, a second chart of some, visits. */
const people = [
  `update timetable.session s set topic_id = bench.id(:org, 'topic', c, (s.on_day - date '2020-01-06') / 7 % 10)
   from (select bench.id(:org, 'group', s, g) as id, g % 5 as c from generate_series(0, :sites - 1) s,
     generate_series(0, :groups - 1) g) g where s.organization_id = :org and s.group_id = g.id`,
  `update timetable."group" x set curriculum_id = bench.id(:org, 'curriculum', c)
   from (select bench.id(:org, 'group', s, g) as id, g % 5 as c from generate_series(0, :sites - 1) s,
     generate_series(0, :groups - 1) g) g where x.organization_id = :org and x.id = g.id`,
  `insert into timetable.absence (organization_id, id, client_id, from_at, until_at, reason, excused, told_at)
   select :org, bench.id(:org, 'told', n, w), bench.id(:org, 'client', n), :monday::date + w * 7 + n % 5,
     :monday::date + w * 7 + n % 5 + 1, (array['court', 'work', 'medical', 'family'])[1 + n % 4], n % 3 > 0, now()
   from generate_series(0, :clients - 1) n, generate_series(:since::int, 1) w where (n + w + 99) % 11 = 0`,
  `update people.stay set starts_on = :monday::date - 5 where organization_id = :org
     and id in (select bench.id(:org, 'stay', n) from generate_series(5, :clients - 1, 12) n)`,
  `update timetable.seat set from_on = :monday::date - 5 where organization_id = :org
     and id in (select bench.id(:org, 'seat', n) from generate_series(5, :clients - 1, 12) n)`,
  `insert into people.client (organization_id, id, record_number, legal_given, legal_family, born_on, created_at,
     find_key, merged_into)
   select :org, bench.id(:org, 'second', n), 90000 + n, 'Second', 'Chart', '1990-05-04', now(), ' second chart ',
     bench.id(:org, 'client', n) from generate_series(0, :clients - 1, 100) n`,
  `insert into timetable.attendee (organization_id, id, session_id, client_id, booked_at, because)
   select :org, gen_random_uuid(), bench.id(:org, 'open', n / :size, 3, w), bench.id(:org, 'client', n), now(),
     case when n % 2 = 0 then 'make-up' else 'walk-in' end
   from generate_series(0, :clients - 1, 25) n, generate_series(:since::int, -1) w where n % 12 <> 5`,
]

const hash = `('x' || substr(md5(m.session_id::text || m.client_id), 1, 6))::bit(24)::int`

/** Who was expected where by now, with what is drawn of each; whoever is gone has been since ten days ago. */
const meant = [
  'truncate bench.meant',
  `insert into bench.meant
   select m.*, ${hash} % 100 as h, ${hash} / 100 % 5 < 2 as by_tablet, 
     md5('1' || m.session_id || m.client_id)::uuid as first_id, md5('2' || m.session_id || m.client_id)::uuid as id,
     m.client_id in (select bench.id(:org, 'client', n) from generate_series(3, :clients - 1, 40) n)
       and m.on_day > :monday::date - 8 as gone
   from (select s.id as session_id, a.client_id, s.site_id, s.on_day, s.starts_at, s.ends_at, l.staff_id
     from timetable.session s join timetable.seat a on a.organization_id = :org and a.group_id = s.group_id
       and a.from_on <= s.on_day
     join timetable.leader l on l.organization_id = :org and l.session_id = s.id and l.lead
     where s.organization_id = :org and s.starts_at <= :now::timestamptz
     union all
     select s.id, a.client_id, s.site_id, s.on_day, s.starts_at, s.ends_at, l.staff_id
     from timetable.session s join timetable.attendee a on a.organization_id = :org and a.session_id = s.id
     join timetable.leader l on l.organization_id = :org and l.session_id = s.id and l.lead
     where s.organization_id = :org and s.starts_at <= :now::timestamptz) m`,
]

const arrived = `case when h between 70 and 76 then m.starts_at + (5 + h % 7 * 6) * interval '1 minute'
     else m.starts_at end`
const left = `case when h between 77 and 79 then m.ends_at - (10 + h % 3 * 10) * interval '1 minute' end`

/** Marks of what is over: all present first, then the exceptions over it; and the sheets that were closed. */
const first = [
  `insert into attendance.mark (organization_id, id, session_id, client_id, on_day, kind, arrived_at, mode, recorded_by,
     recorded_at, said_at, seen_at, how, corrected_at)
   select :org, first_id, session_id, client_id, on_day, 'here', m.starts_at, 'in-person', staff_id,
     m.starts_at + interval '10 minutes', m.starts_at + interval '10 minutes', m.starts_at + interval '10 minutes',
     'all-present', m.starts_at + interval '40 minutes'
   from bench.meant m where h between 70 and 84 and not gone and ends_at <= :now::timestamptz`,
]
const marks = [
  `insert into attendance.mark (organization_id, id, session_id, client_id, on_day, kind, arrived_at, left_at, mode,
     reason, recorded_by, recorded_at, said_at, seen_at, how, corrects)
   select :org, id, session_id, client_id, on_day, kind, case when kind = 'here' then ${arrived} end,
     case when kind = 'here' then ${left} end, case when kind = 'here' then 'in-person' end,
     case when kind <> 'here' then 'No call.' end, staff_id, at, at, at,
     case when kind = 'here' and by_tablet then 'tablet' else 'sheet' end,
     case when h between 70 and 84 and not gone then first_id end
   from bench.meant m, lateral (select m.starts_at + interval '40 minutes' as at) moment,
     lateral (select case when gone then 'absent' when h < 80 then 'here' when h < 92 then 'absent'
       else 'excused' end as kind) said
   where ends_at <= :now::timestamptz`,
  // Of what runs now, one in four was marked by hand; the rest signed in, or has not come.
  `insert into attendance.mark (organization_id, id, session_id, client_id, on_day, kind, arrived_at, mode, recorded_by,
     recorded_at, said_at, seen_at, how)
   select :org, id, session_id, client_id, on_day, 'here', m.starts_at, 'in-person', staff_id,
     m.starts_at + interval '10 minutes', m.starts_at + interval '10 minutes', m.starts_at + interval '10 minutes',
     'sheet'
   from bench.meant m where h < 25 and not gone and ends_at > :now::timestamptz`,
  `insert into attendance.closing (organization_id, session_id, closed_at, closed_by)
   select :org, session_id, max(ends_at) + interval '4 minutes', min(staff_id::text)::uuid from bench.meant
   where ends_at <= :now::timestamptz group by session_id`,
  `insert into attendance.attempt (organization_id, id, client_id, missed_on, step, way, outcome, words, made_at)
   select :org, gen_random_uuid(), client_id, min(on_day), (array['call', 'outreach'])[step],
     (array['call', 'text'])[step], 'no-answer', null, max(ends_at) from bench.meant, generate_series(1, 2) step
   where gone and ends_at <= :now::timestamptz group by client_id, step`,
]

/** What the tablets took: two of five sign in and out, and most of those whose session runs now. */
const signs = [
  `insert into attendance.tablet (organization_id, id, site_id, name, added_at)
   select :org, bench.id(:org, 'tablet', s), bench.id(:org, 'site', s), 'Front door', :monday::date - 200
   from generate_series(0, (:sites - 1) / :together) s`,
  `insert into attendance.sign (organization_id, id, tablet_id, site_id, client_id, kind, how, at, device_at, offset_ms,
     doubtful, received_at)
   select :org, gen_random_uuid(), t.id, m.site_id, m.client_id, d.kind, 'code', d.at, d.at, 0, false, d.at
   from bench.meant m join attendance.tablet t on t.organization_id = :org and t.site_id = m.site_id,
     lateral (values ('in', ${arrived} - interval '4 minutes'),
       ('out', coalesce(${left}, m.ends_at) + interval '2 minutes')) d (kind, at)
   where not gone and (by_tablet and h < 80 or ends_at > :now::timestamptz and h between 25 and 79)
     and d.at <= :now::timestamptz`,
]

/** A counselor of her own twelve, who leads one of the groups that meet in the evening. */
const counselor = [
  `insert into people.care_team (organization_id, id, client_id, staff_id, duty, from_at)
   select :org, gen_random_uuid(), bench.id(:org, 'client', (:sites - 1) * :size + n), :staff, 'counselor', now()
   from generate_series(0, 11) n`,
  `insert into timetable.facilitator (organization_id, group_id, staff_id, lead, from_on)
   values (:org, bench.id(:org, 'group', :sites - 1, 3), :staff, false, :begun::date)`,
  `insert into timetable.leader (organization_id, session_id, staff_id, lead)
   select :org, id, :staff, false from timetable.session
   where organization_id = :org and group_id = bench.id(:org, 'group', :sites - 1, 3)`,
]

/** Opens an organization with half a year behind it, as it is at a moment of its running week. */
export async function fillHours(
  parts: { house: House; owner: pg.Client },
  asked: Shape & { now: Instant },
): Promise<HoursProgram> {
  const { house, owner } = parts
  const { now, ...shape } = asked
  const program = await fillHouse(parts, { ...shape, daysBack: weeksBehind * 7 })
  const { sites, monday } = shape
  await fillGroupSessions(owner, program, { sites, monday, since: -weeksBehind, until: weeksAhead, booked })
  const { accountId, staffId } = await house.act(programOf(program.id), addStaff, {
    given: 'Cora',
    family: 'Lind',
    siteIds: [program.siteId],
    signIn: { email: `cora@${program.id}.example`, password, roles: ['counselor'] },
  })
  const weeks = { since: -weeksBehind, until: weeksAhead, bookedsince: booked.since, bookeduntil: booked.until }
  const values = { ...sizesOf(program.shape), ...weeks, org: program.id, now, staff: staffId }
  await analyze(owner)
  const all = [curricula, evenings, ownSessions, ownHours, ownBookings, people, meant, first, marks, signs, counselor]
  for (const statements of all) {
    await owner.query('begin')
    await run(owner, statements, values)
    await owner.query('commit')
    await analyze(owner)
  }
  const { token: counselorToken } = await house.act(programOf(program.id), createToken, {
    accountId: accountId ?? '',
    scope: ['everything'],
    days: 1,
  })
  return { ...program, counselor: counselorToken, now }
}

/** What was written just now is looked up by what comes next: of tables that seem empty the planner reads too much. */
const analyze = (owner: pg.Client) =>
  owner.query(`analyze people.client, people.stay, people.staff, timetable.session, timetable.attendee,
    timetable.leader,
    timetable.seat, attendance.mark, attendance.tablet, bench.meant`)

/** The clients of the last part, by their ids. */
export async function clientsOf(owner: pg.Client, { id, site, shape }: Program): Promise<string[]> {
  const size = shape.groups * 12
  const { rows } = await owner.query<{ id: string }>(
    `select bench.id($1, 'client', n) as id from generate_series($2::int, $3::int) n`,
    [id, site * size, site * size + size - 1],
  )
  return rows.map(row => row.id)
}
