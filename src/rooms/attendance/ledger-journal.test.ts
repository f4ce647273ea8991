import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Refusal } from '#kernel/refusal.ts'
import { type Day, day, type Instant, instant, plusDays, plusMinutes } from '#kernel/time.ts'
import { deedsOf, type Ids } from '#testing/deeds.ts'
import { type OfflineMark, synced } from '#testing/evenings.ts'
import { aClient, licensedStaff, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup } from '#testing/program.ts'
import { SlowHouse } from '#testing/slow-ledger.ts'
import { aSign, aTablet, type NotedSign, sent, type TestTablet } from '#testing/tablets.ts'
import { addRoom } from '../calendar/commands.ts'
import { endStay, mergeCharts } from '../people/commands.ts'
import { clientOf } from '../people/queries.ts'
import { tellAbsence, withdrawAbsence } from '../timetable/absences.ts'
import { seatsOfClient, sessionOf, weekOf } from '../timetable/queries.ts'
import { endSeat, giveSeat, moveClient } from '../timetable/seating.ts'
import { cancelSession, changeSession } from '../timetable/sessions.ts'
import { closeAttendance, markAllPresent, markSeat, takeBackMark } from './commands.ts'
import { type ClientWeek, weekHoursOf } from './hours.ts'
import { addWalkIn, bookMakeUps, cancelVisit } from './make-ups.ts'
import { sheetOf } from './queries.ts'

// Two weeks of five people in four groups, with anything that may happen in them. What the house says of their hours is
// held against the slow ledger, which follows from the journal alone.

let test: TestHouse
let tablet: TestTablet
const groups = new Map<string, string>()
const seats = new Map<string, { clientId: string; groupId: string }>()
const absences: string[] = []
beforeAll(async () => {
  test = await testHouse()
  tablet = await aTablet(test, test.here, { name: 'Front door' })
})
afterAll(() => test.close())

const director = () => ({ ...test.here.staff.director, confirmedAt: test.now() })
const often = ['mark', 'mark', 'mark', 'sign', 'sign', 'offline', 'all-present', 'absence', 'send', 'close'] as const
const kinds = [
  ...often,
  ...often,
  ...(['take-back', 'take-back', 'walk-in', 'walk-in', 'make-up', 'make-up', 'cancel-visit'] as const),
  ...(['look', 'look', 'look'] as const),
  ...(['withdraw', 'cancel', 'move', 'seat', 'unseat', 'swap', 'merge'] as const),
]
const anAct = fc.record({
  kind: fc.constantFrom(...kinds),
  session: fc.nat(13),
  who: fc.nat(4),
  minute: fc.integer({ min: -70, max: 230 }),
  arrived: fc.integer({ min: -60, max: 150 }),
  stays: fc.option(fc.integer({ min: 1, max: 200 })),
  choice: fc.nat(5),
})
type Act = typeof anAct extends fc.Arbitrary<infer One> ? One : never
type Session = { id: string; groupId: string; onDay: Day; startsAt: Instant; endsAt: Instant }
type World = {
  monday: Day
  people: string[]
  sessions: Session[]
  waiting: { signs: NotedSign[]; marks: OfflineMark[] }
  visits: { sessionId: string; clientId: string }[]
  merged: boolean
}

/** What the house refuses leaves no deed behind, and so nothing to count. */
async function tried<Done>(doing: Promise<Done>): Promise<Done | undefined> {
  return doing.catch((error: unknown) => {
    if (error instanceof Refusal) return undefined
    throw error
  })
}

const given = async (seat: { groupId: string; clientId: string; fromOn: string }) => {
  const done = await tried(test.house.act(director(), giveSeat, seat))
  if (done) seats.set(done.seatId, seat)
}

let count = 0
/** New people in new groups, from a Monday on. */
async function aWorld(monday: Day): Promise<World> {
  count++
  test.at(`${plusDays(monday, -1)}T12:00:00Z`)
  const { here, house } = test
  const room = { siteId: here.siteId, name: `Larch ${count}`, seats: 20 }
  const { roomId } = await house.act(director(), addRoom, room)
  const like = { roomId, facilitatorIds: [(await licensedStaff(test, here, 'facilitator')).personId], startsOn: monday }
  const breaks = [{ afterMinutes: 90, minutes: 15 }]
  const meets = (weekdays: number[], starts: string, lengthMinutes: number, more: object = {}) =>
    weekdays.map(weekday => ({ weekday, starts, lengthMinutes, ...more }))
  const patterns = [
    { name: 'Evening', meetings: meets([2, 3, 6], '17:30', 180, { breaks }) },
    { name: 'Morning', meetings: meets([1, 4], '09:00', 90, { breaks: [{ afterMinutes: 40, minutes: 10 }] }) },
    { name: 'Night', meetings: meets([6], '23:30', 120, { breaks: [{ afterMinutes: 30, minutes: 20 }] }) },
    { name: 'Play', meetings: meets([5], '15:00', 60), service: 'recreation' },
  ]
  const ids: string[] = []
  for (const { name, ...pattern } of patterns) {
    const groupId = await aGroup(test, here, { name: `${name} ${count}`, ...pattern, ...like })
    groups.set(`${name} ${count}`, groupId)
    ids.push(groupId)
  }
  const people: string[] = []
  for (const name of ['Ada', 'Bo', 'Cleo', 'Dag', 'Dagge'])
    people.push(await aClient(test, here, { given: name, family: `Strand ${count} ${name}` }, '2026-10-01'))
  const [evening = '', morning = '', night = '', play = ''] = ids
  const seated = [
    [evening, morning],
    [evening, play],
    [evening, night],
    [evening, morning, play],
    [evening, night],
  ]
  for (const [who, of] of seated.entries())
    for (const groupId of of) await given({ groupId, clientId: people[who] ?? '', fromOn: monday })
  const { sessions } = await house.see(director(), weekOf, { monday, weeks: 2 })
  const own = sessions.flatMap(({ id, groupId, onDay, startsAt, endsAt }) =>
    groupId && ids.includes(groupId) ? [{ id, groupId, onDay, startsAt, endsAt }] : [],
  )
  return { monday, people, sessions: own, waiting: { signs: [], marks: [] }, visits: [], merged: false }
}

const standing = async (sessionId: string, clientId: string) =>
  (await test.house.see(director(), sheetOf, { sessionId })).people.find(row => row.clientId === clientId)?.mark?.id ??
  null

/** The minute that it is, without its seconds. */
const thisMinute = () => instant(Math.floor(Date.parse(test.now()) / 60_000) * 60_000)
const seatIn = (clientId: string, groupId: string) =>
  [...seats].findLast(([, seat]) => seat.clientId === clientId && seat.groupId === groupId)?.[0] ?? ''

/** What waits on the tablet and on the sheet reaches the house. */
async function send({ waiting }: World): Promise<void> {
  const { signs, marks } = waiting
  Object.assign(waiting, { signs: [], marks: [] })
  if (signs.length > 0) await sent(test, tablet, signs)
  if (marks.length > 0) await synced(test, director(), marks)
}

/** The fourth and the fifth were one person all along. */
async function merge(world: World): Promise<void> {
  const [, , , kept = '', alias = ''] = world.people
  if (world.merged) return
  const { stay } = await test.house.see(director(), clientOf, { id: alias })
  const { id: stayId = '', version = 0 } = stay ?? {}
  const endsOn = plusDays(day(test.now().slice(0, 10)), 1)
  await test.house.act(director(), endStay, { clientId: alias, stayId, version, endsOn, reason: 'second chart' })
  await test.jobs.sealAndHear()
  await test.house.act(director(), mergeCharts, { clientId: kept, aliasId: alias, reason: 'the same person' })
  world.merged = true
}

type Doing = { world: World; session: Session; clientId: string; act: Act }
/** What each kind of act asks of the house. */
const doings: Record<Exclude<Act['kind'], 'look'>, (doing: Doing) => Promise<unknown>> = {
  mark: async ({ session: { id, startsAt }, clientId, act }) => {
    const kind = (['here', 'here', 'absent', 'absent', 'absent', 'excused'] as const)[act.choice] ?? 'here'
    const arrivedAt = kind === 'here' ? plusMinutes(startsAt, act.arrived) : null
    const leftAt = arrivedAt && act.stays ? plusMinutes(arrivedAt, act.stays) : null
    const seen = await standing(id, clientId)
    return test.house.act(director(), markSeat, { sessionId: id, clientId, kind, arrivedAt, leftAt, seen })
  },
  'take-back': async ({ session: { id: sessionId } }) => {
    const { people } = await test.house.see(director(), sheetOf, { sessionId })
    const marked = people.find(row => row.mark)
    const slip = { sessionId, clientId: marked?.clientId ?? '', seen: marked?.mark?.id ?? '' }
    return marked && test.house.act(director(), takeBackMark, slip)
  },
  'all-present': ({ session }) => test.house.act(director(), markAllPresent, { sessionId: session.id }),
  close: async ({ session: { id: sessionId }, act }) => {
    if (act.choice > 1) await tried(test.house.act(director(), markAllPresent, { sessionId }))
    return test.house.act(director(), closeAttendance, { sessionId })
  },
  sign: async ({ world, clientId, act }) => {
    const noted = aSign(clientId, thisMinute(), { kind: act.choice < 4 ? 'in' : 'out' })
    // Two signs of one person within a minute would be told apart by seconds, and minutes are counted here.
    const twice = world.waiting.signs.some(each => each.clientId === clientId && each.deviceAt === noted.deviceAt)
    if (!twice) world.waiting.signs.push(noted)
    if (act.choice % 2 === 0) await send(world)
  },
  offline: async ({ world, session, clientId, act }) => {
    const kind = (['here', 'here', 'absent', 'absent', 'excused', 'none'] as const)[act.choice] ?? 'here'
    const arrivedAt = kind === 'here' ? plusMinutes(session.startsAt, act.arrived) : null
    const leftAt = arrivedAt && act.stays ? plusMinutes(arrivedAt, act.stays) : null
    const noted = { deviceAt: plusMinutes(test.now(), -10), offsetMs: 600_000, seenAt: plusMinutes(test.now(), -30) }
    world.waiting.marks.push({
      id: crypto.randomUUID(),
      sessionId: session.id,
      clientId,
      kind,
      arrivedAt,
      leftAt,
      ...noted,
    })
  },
  send: ({ world }) => send(world),
  absence: async ({ world, clientId, act }) => {
    const session = world.sessions[act.session + 1 + (act.choice % 3)]
    if (!session) return
    const reason = (['court', 'work', 'medical'] as const)[act.choice % 3] ?? 'other'
    const span = { fromAt: plusMinutes(session.startsAt, -30), untilAt: session.endsAt }
    const told = await test.house.act(director(), tellAbsence, { clientId, ...span, reason, excused: act.choice > 2 })
    absences.push(told.absenceId)
  },
  withdraw: ({ clientId }) =>
    test.house.act(director(), withdrawAbsence, { absenceId: absences.at(-1) ?? clientId, clientId }),
  cancel: async ({ session: { id: sessionId } }) => {
    const { version } = await test.house.see(director(), sessionOf, { id: sessionId })
    return test.house.act(director(), cancelSession, { sessionId, version, reason: 'no heating' })
  },
  move: async ({ session: { id: sessionId, startsAt }, act }) => {
    const { version } = await test.house.see(director(), sessionOf, { id: sessionId })
    const to = plusMinutes(startsAt, (act.choice - 2) * 600 + 60)
    return test.house.act(director(), changeSession, { sessionId, version, startsAt: to })
  },
  seat: ({ session: { groupId, onDay }, clientId }) => given({ groupId, clientId, fromOn: onDay }),
  unseat: ({ session: { groupId, onDay }, clientId }) => {
    const seatId = seatIn(clientId, groupId)
    return seatId ? test.house.act(director(), endSeat, { seatId, clientId, untilOn: onDay }) : Promise.resolve()
  },
  swap: async ({ world, session, clientId, act }) => {
    const leave = [seatIn(clientId, session.groupId)].filter(Boolean)
    const to = world.sessions[act.choice]?.groupId ?? ''
    const move = { clientId, fromOn: session.onDay, leave, take: [to], reason: 'another shift' }
    const done = await test.house.act(director(), moveClient, move)
    for (const id of done.seatIds) seats.set(id, { clientId, groupId: to })
  },
  'walk-in': async ({ world, session: { id: sessionId } }) => {
    const { people } = await test.house.see(director(), sheetOf, { sessionId })
    const clientId = world.people.find(id => people.every(row => row.clientId !== id)) ?? ''
    return test.house.act(director(), addWalkIn, { sessionId, clientId, arrivedAt: thisMinute(), override: null })
  },
  'make-up': async ({ world, session, clientId, act }) => {
    const more = world.sessions[act.choice + 6]?.id ?? session.id
    const sessionIds = act.choice > 3 ? [session.id, more] : [more]
    await test.house.act(director(), bookMakeUps, { clientId, sessionIds, override: null })
    world.visits.push({ sessionId: more, clientId })
  },
  'cancel-visit': async ({ world }) => {
    const visit = world.visits.pop()
    return visit && test.house.act(director(), cancelVisit, visit)
  },
  merge: ({ world }) => merge(world),
}

async function idsOf(): Promise<Ids> {
  const { rows } = await test.owner.query<Ids['sessions'][number]>(
    `select id, group_id as "groupId", planned_on::text as "plannedOn" from timetable.session
      where organization_id = $1`,
    [test.here.id],
  )
  return { groups, seats, absences, sessions: rows }
}

const inOrder = <Week extends Pick<ClientWeek, 'causes'>>({ causes, ...week }: Week) => ({
  ...week,
  causes: causes
    .map(cause => ({ ...cause, reasons: [...cause.reasons].sort() }))
    .sort((a, b) => b.minutes - a.minutes || (a.kind < b.kind ? -1 : 1)),
})

/** Which causes of a short week were met on the way. */
const met = new Set<string>()

/** Holds what the house says of everybody's two weeks against the journal. */
async function look({ people, monday, merged }: World): Promise<void> {
  const slow = new SlowHouse(await deedsOf(test, test.here), await idsOf())
  const clientIds = merged ? people.slice(0, 4) : people
  for (const on of [monday, plusDays(monday, 7)]) {
    const { weeks } = await test.house.see(director(), weekHoursOf, { clientIds, monday: on })
    const counted = clientIds.map(clientId => ({ ...inOrder(slow.week(clientId, on, test.now())), clientId }))
    expect(weeks.map(inOrder)).toEqual(counted)
    for (const cause of weeks.flatMap(week => week.causes)) met.add(cause.kind)
  }
}

// The first of them has the night on which the clocks go back.
const mondays = ['2026-10-26', '2026-11-09', '2026-11-23', '2026-12-07', '2026-12-21'].map(day)
it('is what every minute of every deed in the journal comes to, whatever happened', async () => {
  const acts = fc.array(anAct, { minLength: 50, maxLength: 55, size: 'max' })
  await fc.assert(
    fc.asyncProperty(acts, async list => {
      const world = await aWorld(mondays[count] ?? day('2027-01-04'))
      const timed = list.flatMap(act => {
        const session = world.sessions[act.session]
        return session ? [{ act, session, at: Date.parse(session.startsAt) + act.minute * 60_000 }] : []
      })
      for (const [nth, { act, session, at }] of timed.sort((a, b) => a.at - b.at).entries()) {
        // Some seconds apart, so that nothing is said at the very moment of something else.
        test.at(new Date(at + nth * 100).toISOString())
        if (act.kind === 'look') await look(world)
        else await tried(doings[act.kind]({ world, session, clientId: world.people[act.who] ?? '', act }))
      }
      test.at(`${plusDays(world.monday, 14)}T12:00:00Z`)
      await send(world)
      await look(world)
    }),
    { numRuns: mondays.length, seed: 6, endOnFailure: true },
  )
  // With this seed everything happens that the ledger follows from; when the house refuses more, choose another.
  const done = new Set((await deedsOf(test, test.here)).map(deed => deed.verb))
  for (const verb of ['mark-seat', 'take-back', 'mark-all-present', 'close', 'sync-marks', 'sync-signs', 'add-walk-in'])
    expect(done).toContain(`attendance.${verb}`)
  for (const verb of ['attendance.book-make-ups', 'attendance.cancel-visit', 'people.merge-charts'])
    expect(done).toContain(verb)
  expect([...met].sort()).toEqual(['away', 'excused', 'late', 'missed', 'not-booked', 'not-coming', 'unmarked'])
}, 120_000)

it('is the same by whichever chart of a person something was told', async () => {
  test.at('2027-02-01T12:00:00Z')
  const world = await aWorld(day('2027-02-08'))
  const [, , , kept = ''] = world.people
  const [, tuesday, wednesday] = world.sessions
  const told = { clientId: kept, reason: 'court' as const, excused: true }
  for (const session of [tuesday, wednesday]) {
    if (!session) continue
    const hours = { fromAt: session.startsAt, untilAt: session.endsAt }
    absences.push((await test.house.act(director(), tellAbsence, { ...told, ...hours })).absenceId)
  }
  // The seat that meets on those days is the other chart’s alone.
  const span = { from: world.monday, until: plusDays(world.monday, 13) }
  const { seats: own } = await test.house.see(director(), seatsOfClient, { clientId: kept, ...span })
  for (const seat of own)
    await test.house.act(director(), endSeat, { seatId: seat.id, clientId: kept, untilOn: world.monday })
  test.at('2027-02-09T12:00:00Z')
  await merge(world)
  const { weeks } = await test.house.see(director(), weekHoursOf, { clientIds: [kept], monday: world.monday })
  expect(weeks[0]).toMatchObject({ excused: 330, missed: 0 })
  await look(world)
})
