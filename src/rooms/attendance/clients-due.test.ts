import pg from 'pg'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { Actor } from '#kernel/actor.ts'
import { day } from '#kernel/time.ts'
import { aClient, staffMember, type TestHouse, type TestOrganization, testHouse } from '#testing/house.ts'
import { aGroup, linesOf, seated, sessionOn } from '#testing/program.ts'
import { today } from '../../today.ts'
import { joinCareTeam, leaveCareTeam } from '../people/commands.ts'
import { clientOf } from '../people/queries.ts'
import { clockOf, lacking } from './clients-due.ts'
import { markSeat } from './commands.ts'
import { recordAttempt } from './follow-up.ts'
import { missedWords } from './follow-up-words.ts'
import type { ClientWeek } from './hours.ts'

let test: TestHouse
let manager: Actor
const groups = new Map<TestOrganization, string>()
beforeAll(async () => {
  test = await testHouse()
  test.at('2026-11-23T13:00:00Z')
  for (const in_ of [test.here, test.elsewhere]) groups.set(in_, await aGroup(test, in_, { capacity: 14 }))
  manager = await staffMember(test.house, test.here, 'case-manager')
})
afterAll(() => test.close())

/** Somebody with a seat on Tuesday, Wednesday and Saturday evening, who has been here for weeks. */
async function comer(in_: TestOrganization, given: string, startsOn = '2026-10-05'): Promise<string> {
  const clientId = await aClient(test, in_, { given, family: 'Strand' }, startsOn)
  await seated(test, in_, { groupId: groups.get(in_) ?? '', clientIds: [clientId] })
  return clientId
}

async function marked(in_: TestOrganization, clientId: string, what: { on: string } & Record<string, unknown>) {
  const { on, ...rest } = what
  const { id: sessionId, startsAt } = await sessionOn(test, in_, groups.get(in_) ?? '', on)
  const input = { sessionId, clientId, kind: 'here' as const, arrivedAt: startsAt, ...rest }
  await test.house.act(in_.staff.director, markSeat, input)
}
const absent = (in_: TestOrganization, clientId: string, on: string) =>
  marked(in_, clientId, { on, kind: 'absent', arrivedAt: null })

const attendanceOf = async (who: Actor, clientId?: string) => {
  const { lines } = await test.house.see(who, today, {})
  const ours = lines.filter(line => line.room === 'attendance' && !line.link.startsWith('/staff/attendance'))
  return clientId ? ours.filter(line => line.link.includes(clientId)) : ours
}

it('a missed day is followed up step by step, by the counselor and the case manager, until they come', async () => {
  const { here, elsewhere, house } = test
  const { counselor, director } = here.staff
  const clientId = await comer(here, 'Ada')
  const theirs = await comer(elsewhere, 'Nils')
  await house.act(director, joinCareTeam, { clientId, staffId: manager.personId ?? '', duty: 'case-manager' })
  test.at('2026-11-25T01:00:00Z')
  await absent(here, clientId, '2026-11-24')
  await absent(elsewhere, theirs, '2026-11-24')
  const call = {
    what: expect.stringMatching(/^Call the same day: Ada Strand/),
    because: 'Missed Tuesday.',
    dueAt: '2026-11-26T01:00:00.000Z',
    verb: 'Open the script',
    link: `/staff/missed?client=${clientId}`,
  }
  const follow = async (who: Actor) => (await attendanceOf(who)).filter(line => line.verb === 'Open the script')
  expect(await follow(counselor)).toMatchObject([call])
  expect(await follow(manager)).toMatchObject([call])
  expect(await follow(await staffMember(house, here, 'counselor'))).toEqual([])
  expect(await follow(here.staff['case-manager'])).toEqual([])
  expect(await follow(elsewhere.staff.counselor)).toMatchObject([{ link: `/staff/missed?client=${theirs}` }])

  // Missed again: the first step is still the first, and past its time the director hears of it.
  test.at('2026-11-26T02:00:00Z')
  await absent(here, clientId, '2026-11-25')
  expect(await follow(counselor)).toMatchObject([{ ...call, because: 'Missed Tuesday and Wednesday.' }])
  const late = async () => (await attendanceOf(director)).find(line => line.link === '/staff/missed')
  expect(await late()).toMatchObject({
    what: 'One follow-up is overdue',
    because: expect.stringMatching(/^After missed sessions: Ada Strand/),
    dueAt: '2026-11-26T01:00:00.000Z',
    urgency: 'overdue',
  })
  const tried = { clientId, missedOn: '2026-11-24', step: 'call', way: 'call', outcome: 'no-answer' } as const
  const attempt = { ...tried, id: crypto.randomUUID(), words: 'rang twice' }
  await house.act(manager, recordAttempt, attempt)
  // An answer that was lost is asked for again: it is there once.
  await house.act(manager, recordAttempt, attempt)
  const outreach = {
    what: expect.stringMatching(/^Reach out in every agreed way: Ada Strand/),
    because: 'Missed Tuesday and Wednesday. Tried once.',
    dueAt: '2026-11-28T02:00:00.000Z',
  }
  expect(await follow(counselor)).toMatchObject([outreach])
  expect(await follow(manager)).toMatchObject([outreach])
  expect(await late()).toBeUndefined()
  expect(JSON.stringify((await linesOf(test, here, 'attendance.record-attempt')).at(-1)?.body)).not.toContain('rang')

  // The plan is the counselor's to review.
  test.at('2026-11-28T23:30:00Z')
  await absent(here, clientId, '2026-11-28')
  const reach = { ...attempt, id: crypto.randomUUID(), step: 'outreach', outcome: 'message-left' } as const
  await house.act(manager, recordAttempt, reach)
  expect(await follow(manager)).toEqual([])
  expect(await follow(counselor)).toMatchObject([
    { what: expect.stringMatching(/^Review the plan: Ada Strand/), dueAt: '2026-12-01T23:30:00.000Z' },
  ])
  test.at('2026-12-01T23:00:00Z')
  await marked(here, clientId, { on: '2026-12-01' })
  expect(await follow(counselor)).toEqual([])
})

it('a mark that is said again does not ask for the call again', async () => {
  const { here, house } = test
  const clientId = await comer(here, 'Bo')
  test.at('2026-11-25T01:00:00Z')
  const { id: sessionId } = await sessionOn(test, here, groups.get(here) ?? '')
  const { markId } = await house.act(here.staff.director, markSeat, { sessionId, clientId, kind: 'absent' })
  test.at('2026-11-25T01:10:00Z')
  const tried = { clientId, missedOn: '2026-11-24', step: 'call', way: 'call', outcome: 'reached' } as const
  await house.act(here.staff.counselor, recordAttempt, { ...tried, id: crypto.randomUUID() })
  test.at('2026-11-25T01:20:00Z')
  const again = { sessionId, clientId, kind: 'absent' as const, reason: 'asleep', seen: markId }
  await house.act(here.staff.director, markSeat, again)
  expect((await attendanceOf(here.staff.counselor, clientId)).map(line => line.verb)).toEqual(['Find a make-up'])
})

it('a short week is told from Wednesday on, and before when coming to everything would not mend it', async () => {
  const { here, elsewhere } = test
  const { counselor, director } = here.staff
  const [late, open, gone] = [await comer(here, 'Cleo'), await comer(here, 'Dag'), await comer(here, 'Eir')]
  const theirs = await comer(elsewhere, 'Odd')
  test.at('2026-11-25T01:40:00Z')
  await marked(here, late, { on: '2026-11-24', arrivedAt: '2026-11-24T22:42:00Z' })
  await marked(elsewhere, theirs, { on: '2026-11-24', arrivedAt: '2026-11-24T22:42:00Z' })
  const short = {
    what: expect.stringMatching(/^Short of hours this week: Cleo Strand/),
    because: 'At most 8 h 48 min of 9 h: 12 min late or left early.',
    dueAt: '2026-11-26T04:59:00.000Z',
    verb: 'Find a make-up',
  }
  expect(await attendanceOf(counselor, late)).toMatchObject([short])
  // Nobody has marked the others: they may have been there.
  expect(await attendanceOf(counselor, open)).toEqual([])
  test.at('2026-11-26T15:00:00Z')
  expect(await attendanceOf(counselor, late)).toMatchObject([
    { because: 'Likely 5 h 48 min of 9 h: Wednesday is not marked yet, 3 h; 12 min late or left early.' },
  ])
  expect(await attendanceOf(counselor, open)).toEqual([])
  // Who missed days in a row is called first; what coming again does not make good stands beside it.
  await absent(here, gone, '2026-11-24')
  await absent(here, gone, '2026-11-25')
  expect((await attendanceOf(counselor, gone)).map(line => line.verb).sort()).toEqual([
    'Find a make-up',
    'Open the script',
  ])
  const count = (await attendanceOf(director)).find(line => line.link === '/staff/hours')
  expect(count).toMatchObject({ what: expect.stringMatching(/^\d+ clients are short of hours$/), verb: 'Open hours' })
  expect(JSON.stringify(await attendanceOf(director))).not.toContain(elsewhere.canary)
  expect(JSON.stringify(await attendanceOf(elsewhere.staff.counselor))).not.toContain(here.canary)
})

it('the first days of a stay are looked at with a reason, and quietly when there is none', async () => {
  const { here } = test
  test.at('2026-11-24T15:00:00Z')
  const unseated = await aClient(test, here, { given: 'Finn', family: 'Vik' }, '2026-11-20')
  const seatedWell = await comer(here, 'Gro', '2026-11-20')
  const longAgo = await aClient(test, here, { given: 'Hild', family: 'Vik' }, '2026-10-20')
  const first = (await attendanceOf(here.staff.counselor, unseated)).find(line => line.what.startsWith('Day'))
  expect(first).toMatchObject({
    what: expect.stringMatching(/^Day 5 of 14: Finn Vik/),
    because: 'Nothing is booked for the next seven days.',
    link: `/staff/clients/${unseated}/schedule`,
  })
  for (const clientId of [seatedWell, longAgo])
    expect((await attendanceOf(here.staff.counselor, clientId)).filter(line => line.what.startsWith('Day'))).toEqual([])
  expect((await attendanceOf(here.staff.facilitator)).filter(line => line.what.startsWith('Day'))).toEqual([])
})

/** How many statements reach the database while something is done. */
async function statementsOf(doing: () => Promise<unknown>): Promise<number> {
  const asked = vi.spyOn(pg.Client.prototype, 'query')
  try {
    await doing()
    return asked.mock.calls.length
  } finally {
    asked.mockRestore()
  }
}

it('as many clients as there are, Today asks no more of the database', async () => {
  const { here } = test
  test.at('2026-11-25T20:00:00Z')
  const [few, many] = [
    await staffMember(test.house, here, 'counselor'),
    await staffMember(test.house, here, 'counselor'),
  ]
  const { house } = test
  for (let at = 0; at < 8; at++) {
    const clientId = await comer(here, `Ida ${at}`, at % 2 ? '2026-11-20' : '2026-10-05')
    const staffId = (at < 2 ? few : many).personId ?? ''
    const { careTeam } = await house.see(here.staff.director, clientOf, { id: clientId })
    for (const { id } of careTeam) await house.act(here.staff.director, leaveCareTeam, { clientId, id })
    await house.act(here.staff.director, joinCareTeam, { clientId, staffId, duty: 'counselor' })
    await absent(here, clientId, '2026-11-24')
  }
  const asked = async (who: Actor) => await statementsOf(() => house.see(who, today, {}))
  expect(await attendanceOf(few)).toHaveLength(4)
  expect(await attendanceOf(many)).toHaveLength(12)
  expect(await asked(many)).toBe(await asked(few))
})

const aWeek = (like: Partial<ClientWeek>): ClientWeek => ({
  clientId: '',
  monday: day('2026-11-23'),
  prescribed: 540,
  scheduled: 540,
  attended: 0,
  excused: 0,
  missed: 0,
  credited: 0,
  coming: 540,
  likely: 540,
  serviceDays: 0,
  fullDays: 0,
  standing: 'on-course',
  causes: [],
  lastServiceOn: null,
  daysWithout: null,
  missedOn: [],
  ...like,
})
const unmarked = { kind: 'unmarked' as const, minutes: 180, on: [], reasons: [] }

it.each<[string, Partial<ClientWeek>, boolean, number]>([
  ['nothing is missing when all is booked', {}, true, 0],
  ['what was missed is', { coming: 360, likely: 360 }, true, 180],
  ['what nobody has marked is not', { coming: 360, likely: 360, causes: [unmarked] }, true, 0],
  ['who is not counted on lacks nothing for certain', { likely: 0 }, true, 0],
  ['but in the forecast', { likely: 0 }, false, 540],
  ['no rule asks for nothing', { prescribed: null, coming: 0, likely: 0 }, false, 0],
])('of a week, %s', (_, like, certain, minutes) => {
  expect(lacking(aWeek(like), certain)).toBe(minutes)
})

it.each<[string, string, number | undefined, boolean, string]>([
  ['by the rule as it stands, Tuesday is before it', '2026-11-24', undefined, true, '2026-11-26T04:59:00.000Z'],
  ['by the rule as it stands, Wednesday is not', '2026-11-25', undefined, false, '2026-11-26T04:59:00.000Z'],
  ['a rule that says Tuesday acts a day sooner', '2026-11-24', 2, false, '2026-11-25T04:59:00.000Z'],
  ['a rule that says Monday acts from the first day on', '2026-11-23', 1, false, '2026-11-24T04:59:00.000Z'],
  ['a rule that says Friday leaves Wednesday alone', '2026-11-25', 5, true, '2026-11-28T04:59:00.000Z'],
  ['past the day it is due the same evening', '2026-11-28', 5, false, '2026-11-29T04:59:00.000Z'],
])('the day from which a short week is acted on is a rule: %s', (_, on, from, certain, endsAt) => {
  expect(clockOf('America/New_York', day(on), from)).toMatchObject({ certain, endsAt })
})

it.each([
  [['2026-11-23'], 'Missed Monday'],
  [['2026-11-21', '2026-11-23', '2026-11-24'], 'Missed Saturday, Monday and Tuesday'],
  [['2026-11-14'], 'Missed one day, 11 days ago'],
  [['2026-11-14', '2026-11-17'], 'Missed 2 days in a row'],
])('days that were missed are named within a week, and counted beyond it: %s', (days, says) => {
  expect(missedWords(days.map(day), day('2026-11-25'))).toBe(says)
})
