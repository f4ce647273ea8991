import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { InputOf } from '#kernel/door.ts'
import { aClient, licensedStaff, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, allAtOnce, codesOf, seated, sessionOn } from '#testing/program.ts'
import { addRoom, closeDays } from '../calendar/commands.ts'
import { mergeCharts } from '../people/commands.ts'
import { addSite } from '../people/house.ts'
import { changeGroup, endGroup, extendHorizon, followClosures } from './commands.ts'
import { groupOf } from './group-queries.ts'
import { offerSeat } from './offers.ts'
import { rosterOf, sessionOf } from './queries.ts'
import { endSeat, giveSeat, moveClient } from './seating.ts'
import { bookSession, cancelSession, changeSession } from './sessions.ts'
import { joinWaitlist } from './waitlist.ts'

// What an attacker would try, and what would surprise a tired person.

let test: TestHouse
let count = 0
let roomId = ''
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())
beforeEach(async () => {
  count++
  test.at('2026-11-24T22:00:00Z')
  const room = { siteId: test.here.siteId, name: `Rowan ${count}`, seats: 14 }
  roomId = (await test.house.act(director(), addRoom, room)).roomId
})

const director = () => test.here.staff.director
const person = (family: string) => aClient(test, test.here, { given: 'Signe', family: `${family} ${count}` })
const licensed = (role: 'facilitator' | 'case-manager' = 'facilitator') => licensedStaff(test, test.here, role)
const leader = async () => (await licensed('case-manager')).personId
const group = async (like: Parameters<typeof aGroup>[2] = {}) =>
  aGroup(test, test.here, {
    name: `Edge ${count}`,
    roomId,
    facilitatorIds: [await leader()],
    meetings: [{ weekday: 4, starts: '14:00', lengthMinutes: 60 }],
    ...like,
  })
type Booking = { clientIds: string[]; staffIds: string[] } & Partial<InputOf<typeof bookSession>>
const visit = (like: Booking) =>
  test.house.act(director(), bookSession, {
    service: 'individual',
    siteId: test.here.siteId,
    startsAt: '2026-11-25T15:00:00Z',
    lengthMinutes: 50,
    roomId,
    ...like,
  })
const merged = async (clientId: string, aliasId: string) => {
  await test.owner.query("update people.stay set ends_on = '2026-11-24', end_reason = 'test' where client_id = $1", [
    aliasId,
  ])
  const sure = { ...director(), confirmedAt: test.now() }
  await test.house.act(sure, mergeCharts, { clientId, aliasId, reason: 'same person at the desk' })
}
const versionOf = async (id: string) => (await test.house.see(director(), sessionOf, { id })).version
const bookingsOf = async (...ids: string[]) =>
  (
    await test.owner.query<{ starts_at: Date }>(
      'select starts_at from calendar.booking where resource_id = any ($1::uuid[]) and released_at is null',
      [ids],
    )
  ).rows.length
const seatsOf = async (clientId: string) =>
  (
    await test.owner.query<{ group_id: string }>(
      'select group_id from timetable.seat where client_id = $1 and until_on is null',
      [clientId],
    )
  ).rows.map(row => row.group_id)

describe('a held seat', () => {
  it('is not taken by naming the offer that holds it for another', async () => {
    const { house, here } = test
    const groupId = await group({ capacity: 1 })
    const [first, other] = [await person('Ada'), await person('Bo')]
    const { waitingId } = await house.act(here.staff.intake, joinWaitlist, { groupId, clientId: first })
    const fromOn = '2026-11-24'
    const { offerId } = await house.act(here.staff.intake, offerSeat, { waitingId, clientId: first, fromOn })
    const seat = { groupId, clientId: other, fromOn, offerId }
    expect((await refusalOf(house.act(here.staff.intake, giveSeat, seat))).code).toBe('group-full')
    test.at('2027-01-04T22:00:00Z')
    expect(await house.act(here.staff.intake, giveSeat, { ...seat, fromOn: '2027-01-05' })).toMatchObject({
      seatsLeft: 0,
    })
  })

  it('is not taken away by giving the group fewer seats', async () => {
    const { house, here } = test
    const groupId = await group({ capacity: 2 })
    await seated(test, here, { groupId, clientIds: [await person('Ada')] })
    const clientId = await person('Bo')
    const { waitingId } = await house.act(here.staff.intake, joinWaitlist, { groupId, clientId })
    await house.act(here.staff.intake, offerSeat, { waitingId, clientId, fromOn: '2026-11-30' })
    const { version } = await house.see(director(), groupOf, { id: groupId })
    const fewer = { groupId, version, name: `Edge ${count}`, capacity: 1 }
    expect(await refusalOf(house.act(director(), changeGroup, fewer))).toMatchObject({ code: 'seats-taken' })
  })
})

describe('a move', () => {
  it('is made once, by whoever is first, and names what it leaves once', async () => {
    const { house, here } = test
    const at = (hour: number) => [{ weekday: 5, starts: `${String(hour).padStart(2, '0')}:00`, lengthMinutes: 60 }]
    const from = await group({ name: `From ${count}`, meetings: at(9) })
    const to = [
      await group({ name: `A ${count}`, meetings: at(11) }),
      await group({ name: `B ${count}`, meetings: at(13) }),
    ]
    const clientId = await person('Cleo')
    const { seatId } = await house.act(director(), giveSeat, { groupId: from, clientId, fromOn: '2026-11-24' })
    const move = { clientId, fromOn: '2026-12-01', leave: [seatId, seatId], reason: 'works by day now' }
    const { done, refused } = await allAtOnce(2, turn =>
      house.act(turn === 0 ? director() : here.staff.intake, moveClient, { ...move, take: [to[turn] ?? ''] }),
    )
    expect(done).toEqual([{ seatIds: [expect.any(String)], left: 1 }])
    expect(codesOf(refused)).toEqual({ 'not-seated': 1 })
    expect(await seatsOf(clientId)).toHaveLength(1)
  })
})

describe('one person with two charts', () => {
  it('is booked as who they are, and never in two places at once', async () => {
    const [kept, alias, staffId] = [await person('Dana'), await person('Dena'), await leader()]
    const before = await visit({ clientIds: [alias], staffIds: [staffId] })
    await merged(kept, alias)
    const twice = visit({ clientIds: [kept], staffIds: [await leader()], roomId: null })
    expect((await refusalOf(twice)).code).toBe('double-booked')
    const { sessionIds } = await visit({ clientIds: [alias], staffIds: [staffId], startsAt: '2026-11-26T15:00:00Z' })
    expect(await bookingsOf(kept)).toBe(1)
    const both = { service: 'family' as const, clientIds: [kept, alias, kept], startsAt: '2026-11-27T15:00:00Z' }
    const one = await visit({ ...both, staffIds: [staffId, staffId] })
    expect((await test.house.see(director(), rosterOf, { sessionId: one.sessionIds[0] ?? '' })).seats).toHaveLength(1)
    for (const id of [...before.sessionIds, ...sessionIds, ...one.sessionIds])
      await test.house.act(director(), cancelSession, { sessionId: id, version: await versionOf(id), reason: 'over' })
    expect(await bookingsOf(kept, alias, staffId)).toBe(0)
  })

  it('gets and leaves a seat by either id', async () => {
    const { house, here } = test
    const groupId = await group()
    const [kept, alias] = [await person('Edda'), await person('Etta')]
    const before = await house.act(director(), giveSeat, { groupId, clientId: alias, fromOn: '2026-11-24' })
    await merged(kept, alias)
    const end = { seatId: before.seatId, clientId: kept, untilOn: '2026-11-25' }
    await house.act(here.staff.intake, endSeat, end)
    expect(await bookingsOf(alias)).toBe(0)
    await house.act(here.staff.intake, giveSeat, { groupId, clientId: alias, fromOn: '2026-11-26' })
    expect(await seatsOf(kept)).toEqual([groupId])
  })
})

describe('an individual session', () => {
  it('that was canceled is not brought back into the past', async () => {
    const { house } = test
    const { sessionIds } = await visit({ clientIds: [await person('Ivo')], staffIds: [await leader()] })
    const sessionId = sessionIds[0] ?? ''
    await house.act(director(), cancelSession, { sessionId, version: 1, reason: 'asked for' })
    test.at('2026-11-25T22:00:00Z')
    const version = await versionOf(sessionId)
    const back = { sessionId, version, reason: 'it took place' }
    expect((await refusalOf(house.act(director(), changeSession, back))).code).toBe('over')
  })

  it('of a series that is canceled while the series moves stays canceled, or moves first', async () => {
    const { house } = test
    for (let turn = 0; turn < 4; turn++) {
      const startsAt = `2026-11-25T1${turn + 2}:00:00Z`
      const booked = {
        clientIds: [await person(`Jo ${turn}`)],
        staffIds: [await leader()],
        startsAt,
        lengthMinutes: 30,
      }
      const { sessionIds } = await visit({ ...booked, weeks: 4 })
      const [first = '', , third = ''] = sessionIds
      const { done } = await allAtOnce(2, at =>
        at === 0
          ? house.act(director(), cancelSession, { sessionId: third, version: 1, reason: 'asked for' })
          : house.act(director(), changeSession, {
              sessionId: first,
              version: 1,
              scope: 'from-here-on',
              lengthMinutes: 25,
            }),
      )
      const canceled = done.some(each => each.sessionIds.length === 1)
      expect((await house.see(director(), sessionOf, { id: third })).state).toBe(canceled ? 'canceled' : 'planned')
    }
  })
})

describe('closed days', () => {
  it('cancel what was only ever let outside the opening hours or on another closed day', async () => {
    const { house, here } = test
    await house.act(director(), closeDays, {
      siteId: null,
      fromOn: '2027-02-03',
      untilOn: '2027-02-03',
      name: 'Inventory',
    })
    const override = { conflicts: ['closed' as const], reason: 'they asked for it' }
    const like = { clientIds: [await person('Mia')], staffIds: [await leader()], startsAt: '2027-01-27T15:00:00Z' }
    const { sessionIds } = await visit({ ...like, weeks: 3, override })
    await house.act(director(), closeDays, { siteId: null, fromOn: '2027-01-27', untilOn: '2027-02-03', name: 'Storm' })
    await house.act(here.program, followClosures, {})
    const states = []
    for (const id of sessionIds) states.push((await house.see(director(), sessionOf, { id })).state)
    expect(states).toEqual(['canceled', 'planned', 'planned'])
  })
})

describe('a group', () => {
  it('meets until the day on which it ends, however far that is', async () => {
    const { house, here } = test
    const groupId = await group()
    await house.act(director(), endGroup, { groupId, lastOn: '2027-03-11', reason: 'the grant ends' })
    test.at('2027-02-10T05:00:00Z')
    await house.act(here.program, extendHorizon, {})
    const { rows } = await test.owner.query<{ last: string }>(
      'select max(on_day)::text as last from timetable.session where group_id = $1',
      [groupId],
    )
    expect(rows).toEqual([{ last: '2027-03-11' }])
  })

  it('that began long ago does not bring years of sessions that nobody kept', async () => {
    const groupId = await group({ startsOn: '2019-01-07' })
    const { rows } = await test.owner.query<{ first: string }>(
      'select min(on_day)::text as first from timetable.session where group_id = $1',
      [groupId],
    )
    expect(rows).toEqual([{ first: '2026-11-19' }])
  })

  it('changes its pattern once, though two change it from different sessions on', async () => {
    const { house, here } = test
    const groupId = await group()
    const [first, third] = [
      await sessionOn(test, here, groupId, '2026-11-26'),
      await sessionOn(test, here, groupId, '2026-12-10'),
    ]
    const apart = { sessionId: third.id, version: third.version, startsAt: '2026-12-11T19:00:00Z' }
    await house.act(director(), changeSession, apart)
    const version = await versionOf(third.id)
    await allAtOnce(2, at =>
      house.act(director(), changeSession, {
        sessionId: at === 0 ? first.id : third.id,
        version: at === 0 ? first.version : version,
        scope: 'from-here-on',
        lengthMinutes: 50 + at,
      }),
    )
    const { rows } = await test.owner.query(
      `select 1 from timetable.meeting where group_id = $1 and coalesce(until_on, 'infinity') > '2027-01-01'`,
      [groupId],
    )
    expect(rows).toHaveLength(1)
  })

  it('and an hour meet in rooms of their own site', async () => {
    const { house, here } = test
    const { siteId } = await house.act(here.program, addSite, { name: `Far ${count}`, zone: 'America/Denver' })
    const far = (await house.act(director(), addRoom, { siteId, name: 'Far away', seats: 9 })).roomId
    expect((await refusalOf(group({ roomId: far }))).code).toBe('other-site')
    const like = { clientIds: [await person('Noa')], staffIds: [await leader()] }
    expect((await refusalOf(visit({ ...like, roomId: far }))).code).toBe('other-site')
    const { sessionIds } = await visit(like)
    const moved = { sessionId: sessionIds[0] ?? '', version: 1, roomId: far }
    expect((await refusalOf(house.act(director(), changeSession, moved))).code).toBe('other-site')
  })
})
