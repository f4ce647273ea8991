import { type Day, mondayOf, plusDays } from '#kernel/time.ts'
import { weekHoursOf } from '#rooms/attendance/hours.ts'
import { Broken, today } from './doing.ts'
import type { World } from './world.ts'

// What must hold after every step. Each statement answers with what is wrong; nothing is right.

const never: Readonly<Record<string, string>> = {
  'a room or a person is in two places': `select a.kind || ' ' || a.resource_id as wrong from calendar.booking a
     join calendar.booking b on b.organization_id = a.organization_id and b.kind = a.kind and b.id > a.id
       and b.resource_id = a.resource_id and b.starts_at < a.ends_at and b.ends_at > a.starts_at
     where a.released_at is null and b.released_at is null and a.organization_id = $1`,
  'something is booked for a session that does not take place then': `select b.held_by::text as wrong
     from calendar.booking b join timetable.session s on s.organization_id = b.organization_id and s.id = b.held_by
     where b.organization_id = $1 and b.held_by_kind = 'timetable.session' and b.released_at is null
       and (s.canceled_at is not null or b.starts_at <> s.starts_at or b.ends_at <> s.ends_at)`,
  'a mark stands twice': `select session_id || ' ' || client_id as wrong from attendance.mark
     where organization_id = $1 and corrected_at is null group by session_id, client_id having count(*) > 1`,
  'somebody has two seats in one group on one day': `select a.id::text as wrong from timetable.seat a
     join timetable.seat b on b.organization_id = a.organization_id and b.group_id = a.group_id
       and b.client_id = a.client_id and b.id > a.id and b.during && a.during where a.organization_id = $1`,
  'somebody has two stays on one day': `select a.id::text as wrong from people.stay a
     join people.stay b on b.organization_id = a.organization_id and b.client_id = a.client_id and b.id > a.id
       and daterange(b.starts_on, b.ends_on, '[]') && daterange(a.starts_on, a.ends_on, '[]')
     where a.organization_id = $1`,
  'a group is signed and not everybody who was expected has one note': `select session_id || ' ' || client_id as wrong
     from notes.note n where organization_id = $1 and session_id is not null and replaces is null
     group by session_id, client_id having count(*) > 1`,
  'a message went out for an offer and the offer is not there': `select p.id::text as wrong from welcome.place p
     where p.organization_id = $1 and not exists (select from welcome.place_seat s
       where s.organization_id = p.organization_id and s.place_id = p.id)`,
}

/** Everything that is wrong in the house now, the first of it. */
export async function look(world: World): Promise<void> {
  const { owner, here } = world.test
  for (const [rule, statement] of Object.entries(never)) {
    const { rows } = await owner.query<{ wrong: string }>(statement, [here.id])
    if (rows[0]) throw new Broken(`${rule}: ${rows[0].wrong}`)
  }
  if (world.troubles[0]) throw new Broken(`a background turn ended badly: ${world.troubles[0]}`)
  await capacity(world)
  await acknowledged(world)
  await unchanged(world)
}

/** Seats and what is held for others together are never more than a group had when it was begun. */
async function capacity({ test, cast }: World): Promise<void> {
  const { rows } = await test.owner.query<{ group_id: string; on_day: string; taken: number }>(
    `with held as (
       select group_id, client_id, from_on, until_on from timetable.seat where organization_id = $1
       union all select group_id, client_id, from_on, null from timetable.offer
         where organization_id = $1 and answered_at is null and expires_at > $2
     )
     select d.group_id, d.from_on::text as on_day, count(*)::int as taken
     from (select distinct group_id, from_on from held) d join held h on h.group_id = d.group_id
       and h.from_on <= d.from_on and (h.until_on is null or h.until_on >= d.from_on)
     group by 1, 2`,
    [cast.here.id, test.now()],
  )
  for (const { group_id, on_day, taken } of rows) {
    const most = cast.groups.find(group => group.id === group_id)?.capacity ?? 0
    if (taken > most) throw new Broken(`a group of ${most} has ${taken} seats taken or held on ${on_day}`)
  }
}

const differs = (what: string, told: readonly string[], there: readonly string[]) => {
  const [left, right] = [new Set(told), new Set(there)]
  const gone = told.find(each => !right.has(each))
  const extra = there.find(each => !left.has(each))
  if (gone) throw new Broken(`${what} was acknowledged and is not there: ${gone}`)
  if (extra) throw new Broken(`${what} is there and nobody was told so: ${extra}`)
  if (told.length !== there.length)
    throw new Broken(`${what}: ${told.length} were acknowledged, ${there.length} are there`)
}

/** What was acknowledged is there, and nothing else is. */
async function acknowledged(world: World): Promise<void> {
  const { model, test, cast } = world
  const said = async (statement: string) =>
    (await test.owner.query<{ said: string }>(statement, [cast.here.id])).rows.map(row => row.said)
  const seats = model.seats.map(seat => `${seat.groupId} ${seat.clientId} ${seat.fromOn} ${seat.untilOn ?? '-'}`)
  const marks = [...model.marks].map(([key, mark]) =>
    `${key} ${mark.kind} ${mark.arrivedAt} ${mark.leftAt ?? ''}`.trim(),
  )
  const absences = [...model.absences].map(([id, holds]) => `${id} ${holds}`)
  const iso = (column: string) => `coalesce(to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), '')`
  differs(
    'a stay',
    [...model.stays.map(stay => `${stay.clientId} ${stay.startsOn} ${stay.endsOn ?? '-'}`)],
    await said(`select client_id || ' ' || starts_on || ' ' || coalesce(ends_on::text, '-') as said from people.stay
      where organization_id = $1`),
  )
  differs(
    'a seat',
    seats,
    await said(`select group_id || ' ' || client_id || ' ' || from_on || ' '
      || coalesce(until_on::text, '-') as said from timetable.seat where organization_id = $1`),
  )
  differs(
    'a mark',
    marks,
    await said(`select trim(session_id || ' ' || client_id || ' ' || kind || ' '
      || ${iso('arrived_at')} || ' ' || ${iso('left_at')}) as said from attendance.mark
      where organization_id = $1 and corrected_at is null and kind <> 'none'`),
  )
  differs(
    'an absence',
    absences,
    await said(`select id || ' ' || (withdrawn_at is null) as said
      from timetable.absence where organization_id = $1`),
  )
  differs(
    'an amendment',
    [...model.amendments],
    await said('select id as said from notes.amendment where organization_id = $1'),
  )
  differs(
    'a withdrawal',
    [...model.withdrawn],
    await said('select note_id as said from notes.withdrawal where organization_id = $1'),
  )
  differs(
    'a place',
    [...model.offers.keys()],
    await said('select id as said from welcome.place where organization_id = $1'),
  )
  const visits = await said(`select session_id || ' ' || client_id as said from timetable.attendee
    where organization_id = $1 and ended_at is null and because <> 'booked'`)
  const gone = [...model.visits].find(key => !model.maybeOff.has(key) && !visits.includes(key))
  if (gone) throw new Broken(`a visit was acknowledged and is not there: ${gone}`)
  const extra = visits.find(key => !model.visits.has(key))
  if (extra) throw new Broken(`a visit is there and nobody was told so: ${extra}`)
  const asked = await said(`select id as said from timetable.session where organization_id = $1
    and canceled_at is not null and canceled_kind = 'asked'`)
  const back = [...model.canceled].find(id => !asked.includes(id))
  if (back) throw new Broken(`a session was canceled and takes place: ${back}`)
  const calls = await said(
    `select id as said from desk.message where organization_id = $1 and subject = 'Please call us'`,
  )
  if (calls.length !== model.told) throw new Broken(`${model.told} offers were told, by ${calls.length} messages`)
  for (const [id, times] of world.sent) if (times > 1) throw new Broken(`message ${id} left ${times} times`)
}

/** A signed note says what it said. */
async function unchanged({ model, test, cast }: World): Promise<void> {
  const { rows } = await test.owner.query<{ id: string; said: string }>(
    'select id, to_jsonb(n)::text as said from notes.note n where organization_id = $1',
    [cast.here.id],
  )
  for (const { id, said } of rows) {
    if (!model.notes.has(id)) throw new Broken(`a note is there that nobody signed: ${id}`)
    if (model.notes.get(id) !== said) throw new Broken(`a signed note says something else: ${id}`)
  }
  if (rows.length !== model.notes.size) throw new Broken('a signed note is gone')
}

type Held = { client_id: string; starts: number; ends: number; arrived: number; leaves: number | null; service: string }

/** The hours of a week as the house says them are the minutes of its marks, each counted by itself. */
export async function ledger(world: World, monday: Day): Promise<void> {
  const { test, cast, model } = world
  const people = cast.people.filter(id => model.kept(id) === id)
  const actor = { ...cast.here.staff.director, confirmedAt: test.now() }
  const { weeks } = await test.house.see(actor, weekHoursOf, { clientIds: people, monday })
  const { rows } = await test.owner.query<
    Held & { session_id: string; breaks: { afterMinutes: number; minutes: number }[] }
  >(
    `select m.session_id, m.client_id, s.service, s.breaks, floor(extract(epoch from s.starts_at) / 60)::int as starts,
       floor(extract(epoch from s.ends_at) / 60)::int as ends,
       floor(extract(epoch from m.arrived_at) / 60)::int as arrived,
       floor(extract(epoch from m.left_at) / 60)::int as leaves
     from timetable.session s join attendance.mark m on m.organization_id = s.organization_id and m.session_id = s.id
     where s.organization_id = $1 and s.on_day between $2 and $3 and s.canceled_at is null and m.on_day = s.on_day
       and m.corrected_at is null and m.kind = 'here' order by m.said_at`,
    [cast.here.id, monday, plusDays(monday, 6)],
  )
  for (const week of weeks) {
    const charts = model.charts(week.clientId)
    // Of two charts of one person in one session the word said last holds.
    const own = new Map(rows.filter(row => charts.includes(row.client_id)).map(row => [row.session_id, row]))
    const minutes = [...own.values()].map(row => presentIn(row))
    const credited = minutes.reduce((sum, each) => sum + each.credited, 0)
    const attended = minutes.reduce((sum, each) => sum + each.attended, 0)
    if (credited !== week.credited || attended !== week.attended)
      throw new Broken(
        `the week of ${monday} of ${week.clientId} is ${week.credited} of ${week.attended} minutes, ` +
          `and its marks are ${credited} of ${attended}`,
      )
  }
}

/** Minute by minute, who was there and what of it counts: pauses of twenty minutes do not. */
function presentIn(row: Held & { breaks: { afterMinutes: number; minutes: number }[] }) {
  let [credited, attended] = [0, 0]
  for (let minute = row.starts; minute < row.ends; minute++) {
    if (minute < row.arrived || (row.leaves !== null && minute >= row.leaves)) continue
    attended++
    const since = minute - row.starts
    if (!row.breaks.some(each => since >= each.afterMinutes && since < each.afterMinutes + each.minutes)) credited++
  }
  return { credited, attended }
}

/** The Monday of the week before. */
export const weekBefore = (world: World) => plusDays(mondayOf(today(world)), -7)
