import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Refusal } from '#kernel/refusal.ts'
import { type Day, day, dayIn, instantAt, plusDays, weekdayOf } from '#kernel/time.ts'
import { aClient, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, seated } from '#testing/program.ts'
import { addRoom, closeDays, reopenDays } from '../calendar/commands.ts'
import { addSite } from '../people/house.ts'
import { endGroup, extendHorizon } from './commands.ts'
import { weekOf } from './queries.ts'
import { cancelSession, changeSession } from './sessions.ts'

// Whatever is done to a week, the sessions that exist are those that a slow reading of its patterns says, and what is
// booked is what those sessions take: no more, no less, nobody twice.

let test: TestHouse
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())

type Pattern = { id: string; weekday: number; starts: string; from_on: Day; until_on: Day | null; minutes: number }
type Slot = { meetingId: string; plannedOn: string }

/** The slow reading: day by day, meeting by meeting, closed days left out. */
async function slowly(groupId: string, { from, until }: { from: Day; until: Day }): Promise<Slot[]> {
  const { rows } = await test.owner.query<Pattern>(
    `select id, weekday, to_char(starts, 'HH24:MI') as starts, length_minutes as minutes, from_on::text, until_on::text
      from timetable.meeting where group_id = $1`,
    [groupId],
  )
  const closed = await closedDays(groupId)
  const slots: Slot[] = []
  for (let on = from; on <= until; on = plusDays(on, 1)) {
    if (closed(on)) continue
    for (const each of rows)
      if (each.weekday === weekdayOf(on) && each.from_on <= on && (each.until_on === null || each.until_on >= on))
        slots.push({ meetingId: each.id, plannedOn: on })
  }
  return slots.sort(bySlot)
}
const bySlot = (a: Slot, b: Slot) => (`${a.plannedOn} ${a.meetingId}` < `${b.plannedOn} ${b.meetingId}` ? -1 : 1)

async function closedDays(groupId: string): Promise<(on: string) => boolean> {
  const { rows } = await test.owner.query<{ from_on: string; until_on: string }>(
    `select c.from_on::text, c.until_on::text from calendar.closure c join timetable."group" g on g.id = $1
      where c.withdrawn_at is null and (c.site_id is null or c.site_id = g.site_id)`,
    [groupId],
  )
  return on => rows.some(each => each.from_on <= on && each.until_on >= on)
}

/**
 * The slots that have a session, but those of days that were closed since: moved off, canceled, or held anyway. One
 * that was moved onto a day that closed later has its slot still.
 */
async function slotsOf(groupId: string, { from, until }: { from: Day; until: Day }): Promise<Slot[]> {
  const { rows } = await test.owner.query<Slot>(
    `select s.meeting_id as "meetingId", s.planned_on::text as "plannedOn" from timetable.session s
      join timetable.meeting m on m.id = s.meeting_id where s.group_id = $1 and s.planned_on between $2 and $3
        and s.canceled_kind is distinct from 'ended'
        and (s.canceled_at is null or s.planned_on between m.from_on and coalesce(m.until_on, 'infinity'))`,
    [groupId, from, until],
  )
  const closed = await closedDays(groupId)
  return rows.filter(each => !closed(each.plannedOn)).sort(bySlot)
}

/** What coming sessions take and is not booked, or is booked and not taken. */
async function bookedWrongly(): Promise<unknown[]> {
  const { rows } = await test.owner.query(
    `with takes as (
        select s.id, 'room' as kind, s.room_id as who, s.starts_at, s.ends_at from timetable.session s
          where s.canceled_at is null and s.room_id is not null
        union select s.id, 'staff', l.staff_id, s.starts_at, s.ends_at from timetable.session s
          join timetable.leader l on l.session_id = s.id where s.canceled_at is null
        union select s.id, 'client', a.client_id, s.starts_at, s.ends_at from timetable.session s
          join timetable.seat a on a.group_id = s.group_id and a.during @> s.on_day where s.canceled_at is null),
      held as (select held_by as id, kind, resource_id as who, starts_at, ends_at from calendar.booking
        where released_at is null and held_by_kind = 'session')
      (select 'not booked' as trouble, * from (select * from takes where starts_at > $1 except select * from held) a)
      union all
      (select 'booked for nothing', * from (select * from held where starts_at > $1 except select * from takes) b)`,
    [test.now()],
  )
  return rows
}

type Step =
  | { do: 'move' | 'move-on'; pick: number; days: number; hour: number }
  | { do: 'cancel' | 'cancel-on'; pick: number }
  | { do: 'close'; from: number; length: number }
  | { do: 'reopen' }
  | { do: 'night'; days: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constantFrom('move' as const, 'move-on' as const),
    pick: fc.nat(30),
    days: fc.integer({ min: -3, max: 3 }),
    hour: fc.integer({ min: 8, max: 19 }),
  }),
  fc.record({ do: fc.constantFrom('cancel' as const, 'cancel-on' as const), pick: fc.nat(30) }),
  fc.record({ do: fc.constant('close' as const), from: fc.integer({ min: 1, max: 50 }), length: fc.nat(2) }),
  fc.record({ do: fc.constant('reopen' as const) }),
  fc.record({ do: fc.constant('night' as const), days: fc.integer({ min: 1, max: 9 }) }),
)

let run = 0

async function walk(steps: readonly Step[], zone: string): Promise<void> {
  const { house, here } = test
  run++
  test.at('2026-10-26T15:00:00Z')
  const director = { ...here.staff.director, siteIds: [] }
  const { siteId } = await house.act(here.program, addSite, { name: `Site ${run}`, zone })
  const { roomId } = await house.act(here.program, addRoom, { siteId, name: 'Elder', seats: 14 })
  const groupId = await aGroup(test, here, {
    name: `Walk ${run}`,
    siteId,
    roomId,
    trackId: null,
    service: 'vocational',
    startsOn: '2026-10-27',
    facilitatorIds: [(await anyone(run)) ?? ''],
    meetings: [
      { weekday: 2, starts: '17:30', lengthMinutes: 180 },
      { weekday: 6, starts: '23:30', lengthMinutes: 120 },
    ],
  })
  const clientId = await aClient(test, here, { given: 'Ylva', family: `Walk ${run}` }, '2026-10-01')
  await seated(test, here, { groupId, clientIds: [clientId], fromOn: '2026-10-27' })
  const closures: string[] = []
  for (const each of steps) {
    try {
      await take(each)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    }
    await test.jobs.sealAndHear()
  }
  await house.act(here.program, extendHorizon, {})
  const today = dayIn(zone, test.now())
  const span = { from: plusDays(today, 1), until: plusDays(today, 56) }
  expect(await slotsOf(groupId, span)).toEqual(await slowly(groupId, span))
  expect(await bookedWrongly()).toEqual([])
  await house.act(director, endGroup, { groupId, lastOn: today, reason: 'the walk is over' })
  for (const closureId of closures) await house.act(director, reopenDays, { closureId }).catch(() => undefined)
  await test.jobs.sealAndHear()

  async function take(each: Step): Promise<unknown> {
    if (each.do === 'close') {
      const fromOn = plusDays(dayIn(zone, test.now()), each.from)
      const days = { siteId, fromOn, untilOn: plusDays(fromOn, each.length), name: 'Closed' }
      return closures.push((await house.act(director, closeDays, days)).closureId)
    }
    if (each.do === 'reopen') {
      const closureId = closures.pop()
      return closureId ? house.act(director, reopenDays, { closureId }) : null
    }
    if (each.do === 'night') {
      test.at(new Date(Date.parse(test.now()) + each.days * 86_400_000).toISOString())
      return house.act(here.program, extendHorizon, {})
    }
    const monday = plusDays(dayIn(zone, test.now()), 7)
    const { sessions } = await house.see(director, weekOf, { monday, siteId, weeks: 6 })
    const own = sessions.filter(session => session.groupId === groupId)
    const session = own[each.pick % Math.max(1, own.length)]
    if (!session) return null
    const scope = each.do === 'move-on' || each.do === 'cancel-on' ? ('from-here-on' as const) : ('this' as const)
    const named = { sessionId: session.id, version: session.version, scope }
    if (!('days' in each)) return house.act(director, cancelSession, { ...named, reason: 'a step' })
    const startsAt = instantAt(zone, plusDays(session.onDay, each.days), `${String(each.hour).padStart(2, '0')}:00`)
    return house.act(director, changeSession, { ...named, startsAt, reason: 'a step' })
  }
}

/** A staff member of their own for each walk. */
async function anyone(number: number): Promise<string | undefined> {
  const { addStaff } = await import('../people/house.ts')
  const { here, house } = test
  const names = { given: 'Walker', family: `Number ${number}`, siteIds: [] }
  return (await house.act(here.program, addStaff, names)).staffId
}

/** Found by chance: one that was canceled for itself came back when its group met then no more. */
const found: Step[] = [
  { do: 'cancel', pick: 2 },
  { do: 'cancel-on', pick: 0 },
  { do: 'move', pick: 26, days: 0, hour: 8 },
]

it('the horizon equals its slow reading, and the bookings equal the sessions, whatever is done', async () => {
  const zones = fc.constantFrom('America/New_York', 'America/Denver', 'America/Phoenix')
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), zones, (steps, zone) => walk(steps, zone)),
    { numRuns: 25, examples: [[found, 'America/New_York']] },
  )
}, 120_000)

it('goes on in parts, each group once', async () => {
  const { house, here } = test
  test.at('2026-11-24T22:00:00Z')
  for (const [at, weekday] of [1, 3, 5].entries())
    await aGroup(test, here, {
      name: `Part ${at}`,
      service: 'vocational',
      meetings: [{ weekday, starts: '06:00', lengthMinutes: 45 }],
    })
  const whole = await house.act(here.program, extendHorizon, { days: 70 })
  const parts: (string | null)[] = []
  let sessions = 0
  for (let after: string | null = null; parts.length < 200; ) {
    const done: { sessions: number; next: string | null } = await house.act(here.program, extendHorizon, {
      days: 90,
      after,
      most: 2,
    })
    sessions += done.sessions
    parts.push(done.next)
    after = done.next
    if (after === null) break
  }
  expect(whole).toMatchObject({ next: null })
  expect(whole.sessions).toBeGreaterThan(0)
  expect(parts.at(-1)).toBeNull()
  expect(new Set(parts).size).toBe(parts.length)
  expect(sessions).toBeGreaterThan(0)
  expect((await house.act(here.program, extendHorizon, { days: 90 })).sessions).toBe(0)
})

it('a year of 53 weeks with both clock changes has every week once', async () => {
  const { house, here } = test
  test.at('2026-01-02T12:00:00Z')
  const groupId = await aGroup(test, here, {
    name: 'All year',
    service: 'vocational',
    startsOn: '2026-01-01',
    meetings: [{ weekday: 4, starts: '20:00', lengthMinutes: 180 }],
  })
  await house.act(here.program, extendHorizon, { days: 364 })
  const span = { from: day('2026-01-01'), until: day('2026-12-31') }
  const slots = await slotsOf(groupId, span)
  expect(slots).toHaveLength(53)
  expect(slots).toEqual(await slowly(groupId, span))
  const { rows } = await test.owner.query<{ minutes: number; starts: string }>(
    `select distinct (extract(epoch from ends_at - starts_at) / 60)::int as minutes,
      to_char(starts_at at time zone 'America/New_York', 'HH24:MI') as starts
      from timetable.session where group_id = $1`,
    [groupId],
  )
  expect(rows).toEqual([{ minutes: 180, starts: '20:00' }])
})
