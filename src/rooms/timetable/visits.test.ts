import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '#kernel/actor.ts'
import { plusMinutes } from '#kernel/time.ts'
import { aClient, licensedStaff, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { allAtOnce, codesOf, groupLike, linesOf, seated } from '#testing/program.ts'
import { everyDay, override, thursday, visitsIn } from '#testing/visits.ts'
import { today } from '../../today.ts'
import { addRoom, setUnavailable } from '../calendar/commands.ts'
import { endStay, mergeCharts, openChart } from '../people/commands.ts'
import { addTrack } from '../people/house.ts'
import { clientOf } from '../people/queries.ts'
import { tellAbsence } from './absences.ts'
import { startGroup } from './commands.ts'
import { overrides } from './group-queries.ts'
import { rosterOf, sessionOf } from './queries.ts'
import { followStays, giveSeat, moveClient } from './seating.ts'
import { bookSession, cancelSession, changeSession } from './sessions.ts'

let test: TestHouse
let count = 0
let roomId = ''
let leader: Actor & { personId: string }
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())
// Each test has a room and a facilitator of its own.
beforeEach(async () => {
  count++
  test.at('2026-11-24T22:00:00Z')
  const room = { siteId: test.here.siteId, name: `Larch ${count}`, seats: 30 }
  roomId = (await test.house.act(director(), addRoom, room)).roomId
  leader = await licensedStaff(test, test.here, 'facilitator')
})

const {
  director,
  person,
  crowd,
  group,
  session,
  meeting,
  comes,
  leaves,
  rosterAt,
  heldBy,
  apart,
  look,
  kindsFor,
  tagged,
} = visitsIn(() => ({ test, count, roomId, leader }))

describe('a visit', () => {
  it('is expected like a seat, on that day alone, until it is off and frees the booking', async () => {
    const { groupId, ...at } = await meeting('Guests', 9)
    const [seat, guest] = [await person('Seat'), await person('Guest')]
    await seated(test, test.here, { groupId, clientIds: [seat] })
    expect(await comes(at.id, guest)).toEqual({ sessionId: at.id, clientIds: [guest] })
    const roster = await rosterAt(at.id)
    expect(roster).toHaveLength(2)
    expect(roster).toEqual(
      expect.arrayContaining([
        { clientId: seat, chartIds: [seat], fromOn: '2026-11-24', visit: null, absence: null },
        { clientId: guest, chartIds: [guest], fromOn: thursday, visit: 'make-up', absence: null },
      ]),
    )
    expect(await session(groupId)).toMatchObject({ expected: 2 })
    expect(await session(groupId, '2026-12-03')).toMatchObject({ expected: 1 })
    // Who leads the session sees who comes to it.
    expect((await test.house.see(leader, rosterOf, { sessionId: at.id })).unseen).toBe(0)
    expect(await heldBy(at.id, guest)).toEqual([at.startsAt])
    expect((await refusalOf(comes(at.id, guest))).code).toBe('seated')
    expect((await refusalOf(comes(at.id, seat))).code).toBe('seated')

    expect((await refusalOf(leaves(at.id, seat))).code).toBe('not-a-visit')
    await leaves(at.id, guest)
    expect(await rosterAt(at.id)).toMatchObject([{ clientId: seat }])
    expect(await heldBy(at.id, guest)).toEqual([])
    expect(await heldBy(at.id, seat)).toEqual([at.startsAt])
    expect((await refusalOf(leaves(at.id, guest))).code).toBe('not-a-visit')
    await comes(at.id, guest)
    for (const [verb, lines] of [
      ['timetable.join-session', 2],
      ['timetable.leave-session', 1],
    ] as const) {
      const own = (await linesOf(test, test.here, verb)).filter(line => line.clientIds.includes(guest))
      expect(own.map(line => line.kind)).toEqual(Array(lines).fill('did'))
    }
  })

  it('never fills a session past its places, however many come at once', async () => {
    const { groupId, ...at } = await meeting('Small', 9, { capacity: 4 })
    const people = await crowd(9)
    await seated(test, test.here, { groupId, clientIds: people.slice(0, 1) })
    const { done, refused } = await allAtOnce(8, each => comes(at.id, people[each + 1] ?? ''))
    expect(done).toHaveLength(3)
    expect(codesOf(refused)).toEqual({ 'session-full': 5 })
    expect(refused[0]?.facts).toMatchObject({ overridable: true })
    expect(await session(groupId)).toMatchObject({ expected: 4 })
  })

  it('comes with others in one act, all of them or nobody', async () => {
    const { groupId, ...at } = await meeting('Several', 9, { capacity: 2 })
    const [ada, bo, cleo] = [await person('Ada'), await person('Bo'), await person('Cleo')]
    const all = (clientIds: string[]) => comes(at.id, '', { clientIds })
    expect((await refusalOf(all([ada, bo, cleo]))).code).toBe('session-full')
    expect(await session(groupId)).toMatchObject({ expected: 0 })
    await apart(ada, bo)
    expect((await refusalOf(all([ada, bo]))).code).toBe('keep-apart')
    // Twice the same person takes one place.
    expect(await all([ada, ada, cleo])).toEqual({ sessionId: at.id, clientIds: [ada, cleo] })
  })

  it('has the place of somebody who told us that they will not come, and gives back its own', async () => {
    const { groupId, ...at } = await meeting('Away', 9, { capacity: 1 })
    const [seat, guest, late] = [await person('Seat'), await person('Guest'), await person('Late')]
    await seated(test, test.here, { groupId, clientIds: [seat] })
    expect((await refusalOf(comes(at.id, guest))).code).toBe('session-full')
    const told = { fromAt: at.startsAt, untilAt: at.endsAt, reason: 'court' as const, excused: true }
    await test.house.act(director(), tellAbsence, { clientId: seat, ...told })
    await comes(at.id, guest)
    expect((await refusalOf(comes(at.id, late))).code).toBe('session-full')
    await test.house.act(director(), tellAbsence, { clientId: guest, ...told })
    await comes(at.id, late)
    // Who told us that they are away is not asked back for a make-up; at the door they are here, and take a place.
    const { id, startsAt } = await meeting('Door', 11, { capacity: 1 })
    await test.house.act(director(), tellAbsence, {
      ...told,
      clientId: seat,
      fromAt: startsAt,
      untilAt: plusMinutes(startsAt, 60),
    })
    expect((await refusalOf(comes(id, seat))).code).toBe('client-unavailable')
    test.at(startsAt)
    await comes(id, seat, { because: 'walk-in' })
    expect((await refusalOf(comes(id, late, { because: 'walk-in' }))).code).toBe('session-full')
  })

  it('is for who is of the cohort, unless a director says why', async () => {
    const at = await meeting('Women', 9, { cohort: 'women' })
    const [woman, man] = [await person('Wanda'), await person('Manfred')]
    await tagged(woman, ['woman'])
    await comes(at.id, woman)
    expect((await refusalOf(comes(at.id, man))).code).toBe('not-in-cohort')
    const over = { override: override('not-in-cohort') }
    const counselor = test.here.staff.counselor
    expect(await refusalOf(comes(at.id, man, { who: counselor, ...over }))).toMatchObject({
      code: 'may-not-override',
      status: 403,
    })
    await comes(at.id, man, over)
    const { overrides: kept } = await test.house.see(director(), overrides, {})
    const own = kept.filter(each => each.sessionId === at.id)
    expect(own).toMatchObject([{ doing: 'timetable.join-session', conflicts: ['not-in-cohort'], client: { id: man } }])
  })

  it('of a cohort by the day of the stay is held against the day of the session', async () => {
    const groupId = await group('Early', 9, { cohort: 'early-recovery', meetings: everyDay('09:00') })
    // The thirtieth day of this stay is Friday 27 November.
    const clientId = await aClient(test, test.here, { given: 'Early', family: `Visit ${count}` }, '2026-10-29')
    const [kinds = []] = await kindsFor(clientId, groupId)
    expect(kinds).toEqual([[], [], [], ['not-in-cohort'], ['not-in-cohort']])
  })

  it('goes to no closed group, and never beyond what the service allows', async () => {
    const hours = { roomId, facilitatorIds: [leader.personId], meetings: everyDay('09:00') }
    const closed = { ...groupLike(test.here, { name: `Closed ${count}`, ...hours }), open: false }
    const { groupId } = await test.house.act(director(), startGroup, closed)
    const clientId = await person('Late')
    expect((await refusalOf(comes((await session(groupId)).id, clientId))).code).toBe('group-closed')
    const at = await meeting('Open', 11, { capacity: 16 })
    const people = await crowd(16)
    await comes(at.id, '', { clientIds: people })
    const over = { override: override('over-limit', 'session-full') }
    expect(await refusalOf(comes(at.id, clientId, over))).toMatchObject({
      code: 'over-limit',
      facts: { overridable: false },
    })
  })

  it('goes past the places when the facilitator says why, and the director reads it', async () => {
    const { groupId, ...at } = await meeting('Full', 9, { capacity: 1 })
    const other = await group('Own', 11)
    const [seat, guest] = [await person('Seat'), await person('Guest')]
    await seated(test, test.here, { groupId, clientIds: [seat] })
    await seated(test, test.here, { groupId: other, clientIds: [guest] })
    const input = { because: 'walk-in' as const, who: leader }
    test.at(at.startsAt)
    expect(await refusalOf(comes(at.id, guest, input))).toMatchObject({ code: 'session-full' })
    await comes(at.id, guest, { ...input, override: override('session-full') })
    const { rows } = await test.owner.query('select * from timetable.override where session_id = $1', [at.id])
    expect(rows).toMatchObject([
      {
        by_staff: leader.personId,
        doing: 'timetable.join-session',
        group_id: groupId,
        client_id: guest,
        conflicts: ['session-full'],
        reason: 'agreed with everybody in it',
      },
    ])
  })
})

describe('a visit and the hour', () => {
  it('does not overlap what is booked, and keeps out what would overlap it', async () => {
    const at = await meeting('Hour', 9)
    const clientId = await person('Busy')
    const hour = {
      service: 'individual',
      siteId: test.here.siteId,
      startsAt: plusMinutes(at.startsAt, 30),
      lengthMinutes: 60,
      mode: 'video' as const,
      staffIds: [(await licensedStaff(test, test.here, 'counselor')).personId],
      clientIds: [clientId],
    }
    const { sessionIds } = await test.house.act(director(), bookSession, hour)
    expect(await refusalOf(comes(at.id, clientId))).toMatchObject({
      code: 'double-booked',
      facts: { overridable: false },
    })
    expect((await refusalOf(comes(sessionIds[0] ?? '', clientId))).code).toBe('not-a-group')
    expect((await refusalOf(leaves(sessionIds[0] ?? '', clientId))).code).toBe('not-a-visit')
    const { version } = await test.house.see(director(), sessionOf, { id: sessionIds[0] ?? '' })
    const cancel = { sessionId: sessionIds[0] ?? '', version, reason: 'by phone instead' }
    await test.house.act(director(), cancelSession, cancel)
    await comes(at.id, clientId)
    expect((await refusalOf(test.house.act(director(), bookSession, hour))).code).toBe('double-booked')
  })

  it('asks about work only before, and not at the door', async () => {
    const at = await meeting('Works', 9)
    const clientId = await person('Works')
    await test.house.act(director(), setUnavailable, {
      kind: 'client',
      resourceId: clientId,
      reason: 'work',
      once: { startsAt: at.startsAt, endsAt: at.endsAt },
    })
    expect((await refusalOf(comes(at.id, clientId))).code).toBe('client-unavailable')
    test.at(plusMinutes(at.startsAt, -61))
    expect((await refusalOf(comes(at.id, clientId, { because: 'walk-in' }))).code).toBe('too-early')
    test.at(plusMinutes(at.startsAt, -60))
    await comes(at.id, clientId, { because: 'walk-in' })
    expect(await rosterAt(at.id)).toMatchObject([{ visit: 'walk-in' }])
  })

  it('is made up before it begins, and walked in also when the sheet is filled in after', async () => {
    const at = await meeting('Over', 9)
    const clientId = await person('Late')
    test.at(at.startsAt)
    expect((await refusalOf(comes(at.id, clientId))).code).toBe('over')
    test.at(plusMinutes(at.endsAt, 600))
    await comes(at.id, clientId, { because: 'walk-in' })
    expect(await heldBy(at.id, clientId)).toEqual([at.startsAt])
  })

  it('is within a stay', async () => {
    const at = await meeting('Stay', 9)
    const born = { legalGiven: 'No', legalFamily: `Stay ${count}`, bornOn: '1981-08-08' }
    const { clientId } = await test.house.act(test.here.program, openChart, born)
    expect((await refusalOf(comes(at.id, clientId))).code).toBe('no-stay')
    expect((await look([clientId])).clients).toEqual([{ clientId, sessions: [] }])
  })

  it('moves with the session, and is freed and refused when it is canceled', async () => {
    const { groupId, ...at } = await meeting('Moves', 9)
    const [clientId, other] = [await person('Goes'), await person('Other')]
    await comes(at.id, clientId)
    const startsAt = plusMinutes(at.startsAt, 24 * 60)
    const moved = await test.house.act(director(), changeSession, { sessionId: at.id, version: at.version, startsAt })
    expect(await heldBy(at.id, clientId)).toEqual([startsAt])
    expect(await rosterAt(at.id)).toMatchObject([{ clientId, fromOn: '2026-11-27', visit: 'make-up' }])
    const cancel = { sessionId: at.id, version: moved.version, reason: 'a burst pipe' }
    await test.house.act(director(), cancelSession, cancel)
    expect(await heldBy(at.id, clientId)).toEqual([])
    expect((await refusalOf(comes(at.id, other))).code).toBe('canceled')
    const { sessions } = await look([other])
    expect(sessions.filter(each => each.groupId === groupId)).toEqual([])
  })
})

describe('a visit and the roster', () => {
  it('keeps apart who is to be kept apart, whichever of them comes first and by which chart', async () => {
    const { groupId, ...at } = await meeting('Apart', 9)
    const [ada, bo, alias] = [await person('Ada'), await person('Bo'), await person('Bosse')]
    await apart(ada, alias)
    await merged(bo, alias)
    await comes(at.id, ada)
    const refused = await refusalOf(comes(at.id, bo))
    expect(refused.code).toBe('keep-apart')
    expect(JSON.stringify([refused.message, refused.facts])).not.toContain(ada)
    const [own, told] = [await kindsFor(bo, groupId), JSON.stringify(await look([bo]))]
    expect(own).toEqual([[['keep-apart']]])
    expect(told).not.toContain(ada)
    // A seat from before that day meets the visitor; one from after does not.
    const seat = { groupId, clientId: bo, fromOn: '2026-11-25' }
    expect((await refusalOf(test.house.act(director(), giveSeat, seat))).code).toBe('keep-apart')
    await test.house.act(director(), giveSeat, { ...seat, fromOn: '2026-11-27' })
    const shares = async () =>
      (await test.house.see(director(), today, {})).lines.filter(line => line.what.endsWith(`share Apart ${count}`))
    expect(await shares()).toEqual([])
    const guest = await person('Guest')
    await comes(at.id, guest)
    const { sharing } = await apart(guest, ada)
    expect(sharing).toEqual([`Apart ${count}`])
    expect(await shares()).toHaveLength(1)
  })

  it('becomes the seat that is given for that day', async () => {
    const { groupId, ...at } = await meeting('Stays on', 9)
    const clientId = await person('Stays')
    await comes(at.id, clientId)
    await test.house.act(director(), giveSeat, { groupId, clientId, fromOn: '2026-11-25' })
    expect(await rosterAt(at.id)).toMatchObject([{ clientId, fromOn: '2026-11-25', visit: null }])
    expect(await heldBy(at.id, clientId)).toEqual([at.startsAt])
    expect(await session(groupId)).toMatchObject({ expected: 1 })
    expect((await refusalOf(leaves(at.id, clientId))).code).toBe('not-a-visit')
  })

  it('ends with the stay, and not with a move to another track', async () => {
    const groupId = await group('Ends', 9)
    const [within, after] = [await session(groupId), await session(groupId, '2026-12-03')]
    const clientId = await person('Leaves')
    for (const at of [within, after]) await comes(at.id, clientId)
    const { programId, siteId } = test.here
    const morning = { programId, siteId, name: `Morning ${count}`, partOfDay: 'day' as const }
    const { trackId } = await test.house.act(test.here.program, addTrack, morning)
    const move = { clientId, trackId, fromOn: '2026-11-24', leave: [], take: [], reason: 'works by night now' }
    await test.house.act(director(), moveClient, move)
    expect(await test.house.act(test.here.program, followStays, { clientId })).toEqual({ seats: 0, visits: 0 })
    expect(await rosterAt(after.id)).toMatchObject([{ clientId, visit: 'make-up' }])
    const { stay } = await test.house.see(director(), clientOf, { id: clientId })
    const { id: stayId = '', version = 0 } = stay ?? {}
    const end = { clientId, stayId, version, endsOn: '2026-12-02', reason: 'completed' }
    await test.house.act(test.here.staff.counselor, endStay, end)
    await test.jobs.sealAndHear()
    expect(await heldBy(within.id, clientId)).toEqual([within.startsAt])
    expect(await heldBy(after.id, clientId)).toEqual([])
    expect(await rosterAt(within.id)).toMatchObject([{ clientId, visit: 'make-up' }])
    expect(await rosterAt(after.id)).toEqual([])
  })
})

async function merged(clientId: string, aliasId: string): Promise<void> {
  await test.owner.query("update people.stay set ends_on = '2026-11-24', end_reason = 'test' where client_id = $1", [
    aliasId,
  ])
  const sure = { ...director(), confirmedAt: test.now() }
  await test.house.act(sure, mergeCharts, { clientId, aliasId, reason: 'same person at the desk' })
}
