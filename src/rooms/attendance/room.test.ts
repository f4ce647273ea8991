import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aClient, refusalOf, staffMember, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, allAtOnce, codesOf, linesOf, seated, sessionOn, signedInAs } from '#testing/program.ts'
import { addRoom } from '../calendar/commands.ts'
import { cancelSession } from '../timetable/sessions.ts'
import { closeAttendance, markAllPresent, markSeat, takeBackMark } from './commands.ts'
import { weekHoursOf } from './hours.ts'
import { attendedBy, historyOf, presenceOf, sheetOf } from './queries.ts'

let test: TestHouse
let count = 0
let groupId = ''
let sessionId = ''
let people: string[] = []
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())

// Each test has its own room, group and three people; its session is Tuesday 24 November, 17:30 to 20:30.
beforeEach(async () => {
  count++
  test.at('2026-11-24T22:00:00Z')
  const { house, here } = test
  const { roomId } = await house.act(here.staff.director, addRoom, {
    siteId: here.siteId,
    name: `Elm ${count}`,
    seats: 14,
  })
  const leader = await leads()
  groupId = await aGroup(test, here, { name: `Group ${count}`, roomId, facilitatorIds: [leader.personId ?? ''] })
  people = []
  for (const given of ['Ada', 'Ben', 'Cleo'])
    people.push(await aClient(test, here, { given, family: `Strand ${count}` }))
  await seated(test, here, { groupId, clientIds: people })
  sessionId = (await sessionOn(test, here, groupId)).id
})

const leaders = new Map<number, TestHouse['here']['program']>()
/** A facilitator of one's own for each test, or they would be in two groups at once. */
async function leads() {
  const known = leaders.get(count)
  if (known) return known
  const made = await staffMember(test.house, test.here, 'facilitator')
  leaders.set(count, made)
  return made
}
const me = () => leaders.get(count) ?? test.here.staff.facilitator
const mark = (clientId: string, rest: object = {}) =>
  test.house.act(me(), markSeat, { sessionId, clientId, kind: 'here', arrivedAt: '2026-11-24T22:30:00Z', ...rest })
const sheet = () => test.house.see(me(), sheetOf, { sessionId })

describe('a mark', () => {
  it.each([
    ['on time to the end', { leftAt: '2026-11-25T01:30:00Z' }, 'present', 180],
    ['who has not left is here to the end', {}, 'present', 180],
    ['early at the door counts from the start', { arrivedAt: '2026-11-24T21:45:00Z' }, 'present', 180],
    ['late', { arrivedAt: '2026-11-24T22:42:00Z' }, 'late', 168],
    ['left early', { leftAt: '2026-11-25T00:29:59Z' }, 'left-early', 119],
    ['late by a second loses its minute', { arrivedAt: '2026-11-24T22:30:01Z' }, 'late', 179],
    ['stayed on talking', { leftAt: '2026-11-25T02:10:00Z' }, 'present', 180],
    ['absent', { kind: 'absent', arrivedAt: null }, 'absent', 0],
    ['excused with a reason', { kind: 'excused', arrivedAt: null, reason: 'a child is ill' }, 'excused', 0],
  ])('%s', async (_, rest, standing, minutes) => {
    const [clientId = ''] = people
    expect((await mark(clientId, rest)).minutes).toBe(minutes)
    const row = (await sheet()).people.find(person => person.clientId === clientId)
    expect(row).toMatchObject({ standing, minutes })
    const line = (await linesOf(test, test.here, 'attendance.mark-seat')).at(-1)
    expect(line).toMatchObject({ kind: 'did', clientIds: [clientId] })
    expect(JSON.stringify(line?.body)).not.toContain('child')
  })

  it.each([
    ['before the start', { arrivedAt: '2026-11-24T21:29:00Z' }, 'outside-session'],
    ['after the end', { arrivedAt: '2026-11-25T01:31:00Z' }, 'outside-session'],
    ['gone before they came', { leftAt: '2026-11-24T22:30:00Z' }, 'times-crossed'],
    ['here without an arrival', { arrivedAt: null }, 'no-arrival'],
  ])('%s is refused', async (_, rest, code) => {
    expect((await refusalOf(mark(people[0] ?? '', rest))).code).toBe(code)
    expect((await sheet()).people.every(person => person.standing === 'not-marked')).toBe(true)
  })

  it('is corrected with the earlier kept, and only by who saw the newest', async () => {
    const { house, here } = test
    const [clientId = ''] = people
    const first = await mark(clientId)
    const second = await mark(clientId, { arrivedAt: '2026-11-24T22:50:00Z', seen: first.markId })
    const stale = await refusalOf(mark(clientId, { kind: 'absent', arrivedAt: null, seen: first.markId }))
    expect(stale).toMatchObject({ code: 'changed-meanwhile', status: 412 })
    expect(stale.facts.marks).toMatchObject([{ id: second.markId, corrects: first.markId }, { id: first.markId }])
    expect((await refusalOf(mark(clientId))).code).toBe('changed-meanwhile')
    const { marks } = await house.see(here.staff.counselor, historyOf, { sessionId, clientId })
    expect(marks.map(each => each.arrivedAt)).toEqual(['2026-11-24T22:50:00.000Z', '2026-11-24T22:30:00.000Z'])
    const outcomes = (await linesOf(test, here, 'attendance.mark-seat')).slice(-4).map(line => line.body.outcome)
    expect(outcomes).toEqual(['done', 'done', 'changed-meanwhile', 'changed-meanwhile'])
  })

  it('by twenty people at once is one', async () => {
    const [clientId = ''] = people
    const { done, refused } = await allAtOnce(20, () => mark(clientId))
    expect(done).toHaveLength(1)
    expect(codesOf(refused)).toEqual({ 'changed-meanwhile': 19 })
    const { markId = '' } = done[0] ?? {}
    const again = await allAtOnce(20, at =>
      mark(clientId, { seen: markId, arrivedAt: `2026-11-24T22:4${at % 10}:00Z` }),
    )
    expect(again.done).toHaveLength(1)
    expect(codesOf(again.refused)).toEqual({ 'changed-meanwhile': 19 })
  })

  it('taken back leaves the person unmarked and the slip readable', async () => {
    const { house, here } = test
    const [clientId = ''] = people
    const { markId } = await mark(clientId)
    await house.act(me(), takeBackMark, { sessionId, clientId, seen: markId })
    expect((await sheet()).people.find(person => person.clientId === clientId)?.standing).toBe('not-marked')
    const { marks } = await house.see(here.staff.counselor, historyOf, { sessionId, clientId })
    expect(marks).toMatchObject([
      { kind: 'none', corrects: markId },
      { id: markId, kind: 'here' },
    ])
    expect((await refusalOf(house.act(me(), takeBackMark, { sessionId, clientId, seen: markId }))).status).toBe(412)
    await mark(clientId)
  })

  it('is taken an hour before the session at the earliest, by its facilitators, of who has a seat', async () => {
    const { house, here, elsewhere } = test
    const [clientId = ''] = people
    test.at('2026-11-24T21:29:59Z')
    const early = await refusalOf(mark(clientId))
    expect(early).toMatchObject({ code: 'too-early', facts: { opensAt: '2026-11-24T21:30:00.000Z' } })
    test.at('2026-11-24T21:30:00Z')
    const stranger = await aClient(test, here, { given: 'Dag', family: `Utan ${count}` })
    expect((await refusalOf(house.act(here.staff.director, markSeat, { ...hereAt(), clientId: stranger }))).code).toBe(
      'not-on-roster',
    )
    const other = await refusalOf(house.act(here.staff.facilitator, markSeat, { ...hereAt(), clientId }))
    expect(other.status).toBe(404)
    const theirs = await aClient(test, elsewhere, { given: 'Eli', family: 'Strand' })
    expect((await refusalOf(mark(theirs))).status).toBe(404)
    expect(
      (await refusalOf(house.act(elsewhere.staff.director, markSeat, { ...hereAt(), clientId: theirs }))).status,
    ).toBe(404)
    await mark(clientId)
  })

  it('is not taken of a canceled session', async () => {
    const { house, here } = test
    const { version } = await sessionOn(test, here, groupId)
    await house.act(here.staff.director, cancelSession, { sessionId, version, reason: 'no heating' })
    expect((await refusalOf(mark(people[0] ?? ''))).code).toBe('canceled')
  })
})

const hereAt = () => ({ sessionId, kind: 'here' as const, arrivedAt: '2026-11-24T22:30:00Z' })

describe('the sheet', () => {
  it('marks all who are not marked, and nobody twice', async () => {
    const { house } = test
    const [late = '', ...others] = people
    await mark(late, { arrivedAt: '2026-11-24T23:00:00Z' })
    const { marked } = await house.act(me(), markAllPresent, { sessionId })
    expect(marked.sort()).toEqual([...others].sort())
    expect((await house.act(me(), markAllPresent, { sessionId })).marked).toEqual([])
    expect((await sheet()).people.find(person => person.clientId === late)?.standing).toBe('late')
    const line = (await linesOf(test, test.here, 'attendance.mark-all-present')).at(-2)
    expect([...(line?.clientIds ?? [])].sort()).toEqual([...others].sort())
  })

  it('closes when everyone is marked, once; its facilitators may still correct it, a nurse not', async () => {
    const { house, here } = test
    const [clientId = ''] = people
    const { markId } = await mark(clientId)
    const open = await refusalOf(house.act(me(), closeAttendance, { sessionId }))
    expect(open.code).toBe('unmarked')
    expect(open.facts.clientIds).toHaveLength(2)
    await house.act(me(), markAllPresent, { sessionId })
    const { done, refused } = await allAtOnce(5, () => house.act(me(), closeAttendance, { sessionId }))
    expect(done).toHaveLength(1)
    expect(codesOf(refused)).toEqual({ 'closed-already': 4 })
    const correction = { ...hereAt(), clientId, seen: markId, leftAt: '2026-11-25T00:00:00Z' }
    expect((await refusalOf(house.act(here.staff.nurse, markSeat, correction))).code).toBe('closed-already')
    const taken = house.act(me(), takeBackMark, { sessionId, clientId, seen: markId })
    expect((await refusalOf(taken)).code).toBe('closed-already')
    await house.act(me(), markSeat, correction)
    expect((await sheet()).people.find(person => person.clientId === clientId)).toMatchObject({ minutes: 90 })
    expect((await linesOf(test, here, 'attendance.close')).filter(line => line.kind === 'did').length).toBeGreaterThan(
      0,
    )
  })

  it('is for the group’s facilitators and for who sees the whole site', async () => {
    const { house, here, elsewhere } = test
    expect((await house.see(here.staff.nurse, sheetOf, { sessionId })).people).toHaveLength(3)
    for (const role of ['counselor', 'facilitator', 'biller', 'intake'] as const)
      expect((await refusalOf(house.see(here.staff[role], sheetOf, { sessionId }))).status).toBe(403)
    expect((await refusalOf(house.see(elsewhere.staff.director, sheetOf, { sessionId }))).status).toBe(404)
    await mark(people[0] ?? '')
    const known = await house.see(here.staff.nurse, presenceOf, { sessionId })
    expect([known.session.id, known.marks.length, known.expected.length]).toEqual([sessionId, 1, 3])
    expect((await refusalOf(house.see(here.staff.biller, presenceOf, { sessionId }))).status).toBe(403)
  })
})

describe('hours', () => {
  it('a client sees their own and nobody else’s', async () => {
    const { house, here } = test
    const [clientId = '', other = ''] = people
    await mark(clientId)
    const { weeks } = await house.see(signedInAs(here, clientId), weekHoursOf, { clientIds: [clientId] })
    expect(weeks).toMatchObject([{ clientId, credited: 180, coming: 360, prescribed: 540, standing: 'on-course' }])
    for (const clientIds of [[other], [clientId, other]])
      expect((await refusalOf(house.see(signedInAs(here, clientId), weekHoursOf, { clientIds }))).status).toBe(404)
    const span = { from: '2026-11-24', until: '2026-11-24' }
    expect(
      (await refusalOf(house.see(signedInAs(here, clientId), attendedBy, { clientId: other, ...span }))).status,
    ).toBe(404)
    const looked = (await linesOf(test, here, 'attendance.week-hours')).find(line => line.kind === 'looked')
    expect(looked).toMatchObject({ clientIds: [clientId], body: { elements: ['hours'] } })
  })

  it.each([
    ['forward', '2027-03-13', '2027-03-14T04:30:00Z', '2027-03-14T07:30:00Z'],
    ['back', '2026-10-31', '2026-11-01T03:30:00Z', '2026-11-01T06:30:00Z'],
  ])('a late block on the night the clocks go %s credits 180 minutes', async (_, onDay, from, until) => {
    const { house, here } = test
    test.at(`${onDay}T12:00:00Z`)
    const { roomId } = await house.act(here.staff.director, addRoom, {
      siteId: here.siteId,
      name: `Night ${count}`,
      seats: 9,
    })
    const late = await aGroup(test, here, {
      name: `Late ${count}`,
      roomId,
      startsOn: onDay,
      facilitatorIds: [me().personId ?? ''],
      meetings: [{ weekday: 6, starts: '23:30', lengthMinutes: 180 }],
    })
    const clientId = await aClient(test, here, { given: 'Fay', family: `Natt ${count}` }, '2026-10-01')
    await seated(test, here, { groupId: late, clientIds: [clientId], fromOn: onDay })
    const session = await sessionOn(test, here, late, onDay)
    test.at(until)
    const times = { kind: 'here' as const, arrivedAt: from, leftAt: until }
    const { minutes } = await house.act(me(), markSeat, { sessionId: session.id, clientId, ...times })
    expect(minutes).toBe(180)
    const { weeks } = await house.see(here.staff.director, weekHoursOf, { clientIds: [clientId], monday: onDay })
    expect(weeks[0]?.attended).toBe(180)
  })
})
