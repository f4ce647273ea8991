import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { programOf } from '#kernel/actor.ts'
import type { House } from '#kernel/house.ts'
import { type Day, plusDays } from '#kernel/time.ts'
import { addLicense, addStaff } from '#rooms/people/house.ts'
import { hashOf } from '#sign-in/sign-in.ts'
import { sentences } from '#testing/documented.ts'
import { fillGroupSessions, fillHouse, idOf, type Program, password, run, type Shape, sizesOf } from './week-fill.ts'

// Organizations with some weeks of signed notes behind them, and last week’s groups of one site written and not signed.

/** Weeks of signed notes that lie behind. */
const weeksBehind = 6

/** An organization with a facilitator who leads the groups of its last part, and the sessions to sign. */
export type NotesProgram = Program & { sessionIds: string[]; cookie: string }

/** Last week’s and earlier sessions of the groups that the facilitator leads, and of all others; who was marked. */
const behind = [
  `insert into timetable.facilitator (organization_id, group_id, staff_id, lead, from_on)
   select :org, bench.id(:org, 'group', :sites - 1, g), :staff, false, :begun::date
   from generate_series(0, :groups - 1) g`,
  `insert into timetable.leader (organization_id, session_id, staff_id, lead)
   select :org, s.id, :staff, false from timetable.session s where s.organization_id = :org
     and s.group_id in (select bench.id(:org, 'group', :sites - 1, g) from generate_series(0, :groups - 1) g)`,
  `insert into attendance.mark (organization_id, id, session_id, client_id, on_day, kind, arrived_at, mode, reason,
     recorded_by, recorded_at, said_at, seen_at, how)
   select :org, gen_random_uuid(), s.id, a.client_id, s.on_day, k.kind,
     case when k.kind = 'here' then s.starts_at end, case when k.kind = 'here' then 'in-person' end,
     case when k.kind <> 'here' then 'No call.' end, l.staff_id, s.ends_at, s.ends_at, s.ends_at, 'sheet'
   from timetable.session s join timetable.seat a on a.organization_id = :org and a.group_id = s.group_id
   join timetable.leader l on l.organization_id = :org and l.session_id = s.id and l.lead,
     lateral (select case when s.on_day < :monday::date - 7
       and ('x' || substr(md5(s.id::text || a.client_id), 1, 6))::bit(24)::int % 12 = 0
       then 'absent' else 'here' end as kind) k
   where s.organization_id = :org and s.on_day < :monday::date`,
  `insert into attendance.closing (organization_id, session_id, closed_at, closed_by)
   select :org, s.id, s.ends_at, l.staff_id from timetable.session s
   join timetable.leader l on l.organization_id = :org and l.session_id = s.id and l.lead
   where s.organization_id = :org and s.on_day < :monday::date`,
  `insert into notes.note (organization_id, id, client_id, kind, template, session_id, on_day, starts_at, ends_at, zone,
     minutes, title, topic, parts, own, facts, led_by, signed_at, signed_by, signed_as, hash)
   select :org, gen_random_uuid(), m.client_id, case when m.kind = 'here' then 'group' else 'missed' end,
     case when m.kind = 'here' then 'group@1' else 'missed@1' end, s.id, s.on_day, s.starts_at, s.ends_at,
     'America/New_York', case when m.kind = 'here' then 170 else 0 end, g.name, 'Urges',
     jsonb_build_array(jsonb_build_object('name', 'What the group did', 'text', :shared::text),
       jsonb_build_object('name', 'Their own part', 'text', t.own)),
     case when m.kind = 'here' then t.own else '' end, '{"participation": "active"}', '{Somebody}', s.ends_at,
     case when g.id in (select bench.id(:org, 'group', :sites - 1, g) from generate_series(0, :groups - 1) g)
       then :staff::uuid else m.recorded_by end, 'Somebody, LADC', repeat('0', 64)
   from timetable.session s join timetable."group" g on g.organization_id = :org and g.id = s.group_id
   join attendance.mark m on m.organization_id = :org and m.session_id = s.id,
     lateral (select 'In week ' || (:monday::date - s.on_day) / 7 || ': ' ||
       (:sentences::text[])[1 + ('x' || substr(md5(s.id::text || m.client_id), 1, 6))::bit(24)::int % 12] as own) t
   where s.organization_id = :org and s.on_day < :monday::date - 7`,
  `insert into notes.group_note (organization_id, session_id, check_in, topic, skill, homework, closing, shared,
     begun_at, begun_by)
   select :org, s.id, 'A word each on how the week began.', 'Urges', 'Riding out ten minutes with the card.',
     'Try it once and write down when.', 'Everyone said one thing to take home.', :shared::text, s.ends_at, :staff
   from timetable.session s where s.organization_id = :org
     and s.on_day between :monday::date - 7 and :monday::date - 1
     and s.group_id in (select bench.id(:org, 'group', :sites - 1, g) from generate_series(0, :groups - 1) g)`,
  `insert into notes.line (organization_id, id, session_id, client_id, participation, response, mood, own, objective,
     updated_at)
   select :org, gen_random_uuid(), n.session_id, m.client_id, 'active', 'took-part', 'steady',
     (:sentences::text[])[row_number() over (partition by n.session_id order by m.client_id)],
     'Goes to two meetings a week.', now()
   from notes.group_note n join attendance.mark m on m.organization_id = :org and m.session_id = n.session_id
   where n.organization_id = :org`,
]

/** Years of notes in one chart: a group most days, an hour a week, what else comes; each with a text of its own. */
const yearsOfNotes = `insert into notes.note (organization_id, id, client_id, kind, template, on_day, starts_at,
     ends_at, zone, minutes, title, topic, parts, own, facts, led_by, signed_at, signed_by, signed_as, hash)
   select :org, gen_random_uuid(), :client, k.kind, k.kind || '@1', at::date, at, at + interval '3 hours',
     'America/New_York', case when k.kind = 'missed' then 0 else 170 end, k.title, 'Urges',
     jsonb_build_array(jsonb_build_object('name', 'What the group did', 'text', :shared::text || ' Day ' || n || '.'),
       jsonb_build_object('name', 'Their own part', 'text', k.own)), k.own,
     jsonb_build_object('participation', 'active', 'objective', (array['Goes to two meetings a week.',
       'Sleeps six hours in five nights of seven.', 'Has a plan for each evening alone.'])[1 + n % 3]),
     array[k.by], at + interval '4 hours', bench.id(:org, 'staff', 0, n % 10), k.by, repeat('0', 64)
   from generate_series(1, :notes::int - (select count(*)::int from notes.note
       where organization_id = :org and client_id = :client)) n,
     lateral (select (:monday::date - 50 - n * 3 / 2)::timestamp at time zone 'America/New_York'
       + interval '9 hours' as at) time,
     lateral (select (array['group', 'group', 'group', 'individual', 'missed', 'phone', 'family'])[1 + n % 7] as kind,
       (array['Recovery skills 1', 'Individual session (DAP)', 'Phone call'])[1 + n % 3] as title,
       'Clinician ' || n % 10 || ', LADC' as by, 'Of day ' || n || ': ' || (:sentences::text[])[1 + n % 12] || ' ' ||
         (:sentences::text[])[1 + (n * 5 + 3) % 12] as own) k`

/** Fills one chart of a program up to so many notes, and answers whose it is. */
export async function fillChart(owner: pg.Client, program: Program, notes: number): Promise<string> {
  const client = await idOf(owner, program.id, 'client', 0)
  const { monday } = program.shape
  await run(owner, [yearsOfNotes], { org: program.id, client, notes, monday, shared, sentences })
  await owner.query('vacuum analyze notes.note')
  return client
}

/** What every chart gets of a group. */
export const shared =
  'The group worked on the first ten minutes of an urge: what comes before it, what it says, and what passes by itself. ' +
  'In pairs they walked through one evening of the last week, then put three answers on the board and chose one to try.'

/** Opens such an organization. */
export async function fillNotes(
  parts: { house: House; owner: pg.Client; monday: Day },
  asked: Omit<Shape, 'monday'>,
): Promise<NotesProgram> {
  const { house, owner, monday } = parts
  const program = await fillHouse(parts, { ...asked, monday, daysBack: weeksBehind * 7 })
  const weeks = { sites: program.shape.sites, monday, since: -weeksBehind, until: 1 }
  await fillGroupSessions(owner, program, { ...weeks, booked: { since: 0, until: 1 } })
  const { accountId, staffId } = await house.act(programOf(program.id), addStaff, {
    ...{ given: 'Cora', family: 'Lind', credential: 'LADC', siteIds: [program.siteId] },
    signIn: { email: `cora@${program.id}.example`, password, roles: ['facilitator'] },
  })
  await house.act(programOf(program.id), addLicense, {
    ...{ staffId, credential: 'LADC', number: 'N-9000', state: 'NH' },
    ...{ validFrom: plusDays(monday, -400), expiresOn: plusDays(monday, 700) },
  })
  await owner.query('analyze')
  await run(owner, behind, { ...sizesOf(program.shape), org: program.id, staff: staffId, shared, sentences })
  const { rows } = await owner.query<{ session_id: string }>(
    'select session_id from notes.group_note where organization_id = $1 order by session_id',
    [program.id],
  )
  const token = randomBytes(32).toString('base64url')
  await owner.query(
    `insert into sign_in.session
       (organization_id, id, account_id, token_hash, side, device, started_at, last_seen_at, confirmed_at)
     values ($1, gen_random_uuid(), $2, $3, 'staff', 'bench', now(), now(), now())`,
    [program.id, accountId, hashOf(token)],
  )
  return { ...program, sessionIds: rows.map(row => row.session_id), cookie: `__Host-staff=${token}` }
}
