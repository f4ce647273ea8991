import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aClient, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, allAtOnce, codesOf, groupLike, linesOf, sessionOn } from '#testing/program.ts'
import { me } from '../people/queries.ts'
import { extendHorizon, startGroup } from '../timetable/commands.ts'
import { giveSeat } from '../timetable/seating.ts'
import { addRoom, book, free, occupy, release } from './commands.ts'
import { bookings, roomsFree, roomsOf } from './queries.ts'

let test: TestHouse
let count = 0
let roomId = ''
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())
beforeEach(async () => {
  count++
  roomId = (
    await test.house.act(test.here.staff.director, addRoom, {
      siteId: test.here.siteId,
      name: `Birch ${count}`,
      seats: 14,
    })
  ).roomId
})

const span = (kind: 'room' | 'staff' | 'client', resourceId: string, startsAt: string, endsAt: string) => ({
  kind,
  resourceId,
  startsAt,
  endsAt,
})
const held = async (resourceId: string, at: string) => {
  const { rows } = await test.owner.query<{ count: number }>(
    `select count(*)::int as count from calendar.booking where organization_id = $1 and resource_id = $2
      and released_at is null and starts_at <= $3 and ends_at > $3`,
    [test.here.id, resourceId, at],
  )
  return rows[0]?.count
}

describe('a hundred at once', () => {
  it.each(['room', 'staff', 'client'] as const)('for one %s: exactly one, and the rest are told', async kind => {
    const { house, here } = test
    const resourceId = {
      room: roomId,
      staff: here.staff.nurse.personId ?? '',
      client: await aClient(test, here, { given: 'Ottilie', family: `Raum ${count}` }),
    }[kind]
    const at = (minute: number) => `2026-12-07T15:${String(minute).padStart(2, '0')}:00Z`
    const { done, refused } = await allAtOnce(100, turn =>
      house.act(here.staff.director, book, {
        spans: [span(kind, resourceId, at(turn % 50), '2026-12-07T16:30:00Z')],
      }),
    )
    expect(done).toHaveLength(1)
    expect(codesOf(refused)).toEqual({ 'double-booked': 99 })
    expect(await held(resourceId, '2026-12-07T16:00:00Z')).toBe(1)
    const lines = (await linesOf(test, here, 'calendar.book')).slice(-100)
    expect(lines.filter(line => line.kind === 'did')).toHaveLength(1)
    expect(lines.filter(line => line.body.outcome === 'double-booked')).toHaveLength(99)
  })

  it('for one room and facilitator, by bookings and by groups that start: exactly one', async () => {
    const { house, here } = test
    const staffId = here.staff.prescriber.personId ?? ''
    const meetings = [{ weekday: 1, starts: '10:00', lengthMinutes: 60 }]
    const like = { startsOn: '2026-12-07', meetings, roomId, facilitatorIds: [staffId] }
    const { done, refused } = await allAtOnce(40, at =>
      at % 4 === 0
        ? house.act(here.staff.director, startGroup, groupLike(here, { ...like, name: `Race ${count} ${at}` }))
        : house.act(here.staff.director, book, {
            spans: [
              span(
                at % 4 === 1 ? 'staff' : 'room',
                at % 4 === 1 ? staffId : roomId,
                '2026-12-07T15:30:00Z',
                '2026-12-07T17:00:00Z',
              ),
            ],
          }),
    )
    expect(done.length).toBeGreaterThan(0)
    expect(Object.keys(codesOf(refused))).toEqual(['double-booked'])
    for (const id of [roomId, staffId]) expect(await held(id, '2026-12-07T15:40:00Z')).toBe(1)
  })

  it('for one client, by bookings and by seats in two groups that overlap: exactly one', async () => {
    const { house, here } = test
    const clientId = await aClient(test, here, { given: 'Pelle', family: 'Nord' })
    const second = await house.act(here.staff.director, addRoom, {
      siteId: here.siteId,
      name: `Ash ${count}`,
      seats: 9,
    })
    const at = (starts: string) => [{ weekday: 4, starts, lengthMinutes: 90 }]
    const groups = [
      await aGroup(test, here, {
        name: 'Early',
        roomId,
        meetings: at('17:00'),
        service: 'vocational',
        facilitatorIds: [here.staff.nurse.personId ?? ''],
      }),
      await aGroup(test, here, { name: 'Late', roomId: second.roomId, meetings: at('18:00') }),
    ]
    const { done, refused } = await allAtOnce(30, turn =>
      turn % 3 === 2
        ? house.act(here.staff.director, book, {
            spans: [span('client', clientId, '2026-12-10T22:30:00Z', '2026-12-11T00:00:00Z')],
          })
        : house.act(here.staff.director, giveSeat, { groupId: groups[turn % 3] ?? '', clientId, fromOn: '2026-11-26' }),
    )
    expect(done).toHaveLength(1)
    for (const { code } of refused) expect(['double-booked', 'seated']).toContain(code)
    expect(await held(clientId, '2026-12-10T23:15:00Z')).toBe(1)
  })

  it('for the hour the horizon reaches tonight: the group or the booking, never both', async () => {
    const { house, here } = test
    const meetings = [{ weekday: 5, starts: '09:00', lengthMinutes: 60 }]
    const staffId = here.staff['case-manager'].personId ?? ''
    await aGroup(test, here, {
      name: 'Horizon',
      service: 'vocational',
      roomId,
      meetings,
      facilitatorIds: [staffId],
    })
    test.at('2026-12-12T05:00:00Z')
    const { done } = await allAtOnce(20, at =>
      at % 5 === 0
        ? house.act(here.program, extendHorizon, {})
        : house.act(here.staff.director, book, {
            spans: [span('room', roomId, '2027-01-29T14:30:00Z', '2027-01-29T15:30:00Z')],
          }),
    )
    expect(done.length).toBeGreaterThan(0)
    expect(await held(roomId, '2027-01-29T14:45:00Z')).toBe(1)
    test.at('2026-11-24T22:00:00Z')
  })
})

describe('a booking', () => {
  const bookRoom = (from: string, until: string) =>
    test.house.act(test.here.staff.director, book, { spans: [span('room', roomId, from, until)] })

  it('says what is in its way', async () => {
    await bookRoom('2026-12-01T15:00:00Z', '2026-12-01T16:00:00Z')
    const refused = await refusalOf(bookRoom('2026-12-01T15:59:00Z', '2026-12-01T17:00:00Z'))
    expect(refused.message).toBe('The room is taken at this time.')
    expect(refused.facts.inTheWay).toEqual([
      { kind: 'room', resourceId: roomId, startsAt: '2026-12-01T15:00:00.000Z', endsAt: '2026-12-01T16:00:00.000Z' },
    ])
  })

  it('may begin the moment another ends, on the nights the clocks change too', async () => {
    for (const [from, between, until] of [
      ['2026-12-02T15:00:00Z', '2026-12-02T16:00:00Z', '2026-12-02T17:00:00Z'],
      ['2026-11-01T04:00:00Z', '2026-11-01T06:00:00Z', '2026-11-01T08:00:00Z'],
      ['2027-03-14T06:00:00Z', '2027-03-14T07:00:00Z', '2027-03-14T09:00:00Z'],
    ] as const) {
      await bookRoom(from, between)
      await bookRoom(between, until)
      expect((await refusalOf(bookRoom(from, until))).code).toBe('double-booked')
    }
  })

  it('tells one o’clock from the one o’clock after it when the clocks go back', async () => {
    await bookRoom('2026-11-01T01:00:00-04:00', '2026-11-01T02:00:00-04:00')
    await bookRoom('2026-11-01T01:00:00-05:00', '2026-11-01T02:00:00-05:00')
    expect((await refusalOf(bookRoom('2026-11-01T05:30:00Z', '2026-11-01T05:45:00Z'))).code).toBe('double-booked')
  })

  it('is all of its spans or none', async () => {
    const { house, here } = test
    await bookRoom('2026-12-03T15:00:00Z', '2026-12-03T16:00:00Z')
    const staffId = here.staff.biller.personId ?? ''
    const both = [
      span('staff', staffId, '2026-12-03T15:00:00Z', '2026-12-03T16:00:00Z'),
      span('room', roomId, '2026-12-03T15:00:00Z', '2026-12-03T16:00:00Z'),
    ]
    expect((await refusalOf(house.act(here.staff.director, book, { spans: both }))).code).toBe('double-booked')
    expect(await held(staffId, '2026-12-03T15:30:00Z')).toBe(0)
  })

  it('is free again once released', async () => {
    const { house, here } = test
    const { heldBy } = await bookRoom('2026-12-04T15:00:00Z', '2026-12-04T16:00:00Z')
    const hours = { siteId: here.siteId, startsAt: '2026-12-04T15:30:00Z', endsAt: '2026-12-04T15:45:00Z' }
    const free = async () =>
      (await house.see(here.staff.nurse, roomsFree, hours)).rooms.some(room => room.id === roomId)
    expect(await free()).toBe(false)
    const window = { siteId: here.siteId, from: '2026-12-04T00:00:00Z', until: '2026-12-05T00:00:00Z' }
    expect((await house.see(here.staff.nurse, bookings, window)).bookings.map(each => each.heldBy)).toContain(heldBy)
    await house.act(here.staff.director, release, { heldBy: [heldBy] })
    expect(await free()).toBe(true)
    await bookRoom('2026-12-04T15:00:00Z', '2026-12-04T16:00:00Z')
    expect((await linesOf(test, here, 'calendar.release')).at(-1)).toMatchObject({ kind: 'did' })
  })

  it('that a session holds is freed with the session alone, by nobody from outside', async () => {
    const { house, here } = test
    const meetings = [{ weekday: 5, starts: '14:00', lengthMinutes: 60 }]
    const facilitatorIds = [here.staff.auditor.personId ?? '']
    const service = 'vocational'
    const groupId = await aGroup(test, here, { name: `Held ${count}`, service, roomId, meetings, facilitatorIds })
    const { id: sessionId, startsAt, endsAt } = await sessionOn(test, here, groupId, '2026-11-27')
    const own = { ...span('room', roomId, startsAt, endsAt), heldBy: sessionId }
    for (const actor of [here.staff.director, here.program, { ...here.staff.director, scope: ['everything'] }]) {
      const freeing = house.act(actor, free, { heldByKind: 'session', heldBy: [sessionId] })
      expect((await refusalOf(freeing)).status).toBe(403)
      const occupying = house.act(actor, occupy, { heldByKind: 'session', spans: [own] })
      expect((await refusalOf(occupying)).status).toBe(403)
    }
    await house.act(here.staff.director, release, { heldBy: [sessionId] })
    expect(await held(roomId, startsAt)).toBe(1)
    const { mayDo } = await house.see(here.staff.director, me, {})
    expect(mayDo).toContain('calendar.book')
    expect(mayDo).not.toContain('calendar.free')
  })

  it('ends after it starts, within a day', async () => {
    for (const until of ['2026-12-05T15:00:00Z', '2026-12-05T14:00:00Z', '2026-12-06T15:01:00Z'])
      expect((await refusalOf(bookRoom('2026-12-05T15:00:00Z', until))).code).toBe('bad-span')
  })

  it('of a client nobody here may see is not here', async () => {
    const { house, here, elsewhere } = test
    const theirs = await aClient(test, elsewhere, { given: 'Sten', family: 'Oster' })
    const spans = [span('client', theirs, '2026-12-06T15:00:00Z', '2026-12-06T16:00:00Z')]
    expect((await refusalOf(house.act(here.staff.director, book, { spans }))).status).toBe(404)
    expect((await refusalOf(house.act(here.staff.biller, book, { spans }))).status).toBe(403)
  })
})

it('rooms are named once at a site, and another organization’s are never shown', async () => {
  const { house, here, elsewhere } = test
  const again = { siteId: here.siteId, name: `birch ${count}`, seats: 3 }
  expect((await refusalOf(house.act(here.staff.director, addRoom, again))).code).toBe('name-taken')
  expect(
    (await refusalOf(house.act(here.staff.director, addRoom, { ...again, siteId: elsewhere.siteId }))).status,
  ).toBe(404)
  const { rooms } = await house.see(here.staff.auditor, roomsOf, {})
  expect(rooms.map(room => room.id)).toContain(roomId)
  expect(JSON.stringify(rooms)).not.toContain(elsewhere.canary)
  const free = { siteId: elsewhere.siteId, startsAt: '2026-12-04T15:30:00Z', endsAt: '2026-12-04T15:45:00Z' }
  expect((await house.see(here.staff.director, roomsFree, free)).rooms).toEqual([])
})
