import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { instant, wallClock } from '#kernel/time.ts'
import { aClient, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, allAtOnce, codesOf, groupLike, linesOf, seated, sessionOn } from '#testing/program.ts'
import { addRoom, book } from '../calendar/commands.ts'
import { openTasks } from '../desk/queries.ts'
import { openChart, openStay } from '../people/commands.ts'
import { addSite } from '../people/house.ts'
import { extendHorizon, startGroup } from './commands.ts'
import { groupsOf } from './group-queries.ts'
import { rosterOf, seatsOfClient, sessionOf, weekOf } from './queries.ts'
import { endSeat, giveSeat } from './seating.ts'
import { cancelSession, setTopic } from './sessions.ts'

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
  const room = { siteId: test.here.siteId, name: `Larch ${count}`, seats: 14 }
  roomId = (await test.house.act(test.here.staff.director, addRoom, room)).roomId
})

// Each test's group meets at an hour of its own, or its facilitator would be in two places.
const group = (like: Parameters<typeof aGroup>[2] = {}) =>
  aGroup(test, test.here, {
    name: `Group ${count}`,
    roomId,
    meetings: [{ weekday: 2, starts: `${String(count).padStart(2, '0')}:00`, lengthMinutes: 45 }],
    ...like,
  })
const person = (family: string) => aClient(test, test.here, { given: 'Runa', family: `${family} ${count}` })
const seat = (groupId: string, clientId: string, fromOn = '2026-11-24') =>
  test.house.act(test.here.staff.director, giveSeat, { groupId, clientId, fromOn })
const startsOf = async (groupId: string) => {
  const { rows } = await test.owner.query<{ starts_at: Date; minutes: number }>(
    `select starts_at, extract(epoch from ends_at - starts_at)::int / 60 as minutes from timetable.session
      where organization_id = $1 and group_id = $2 order by 1`,
    [test.here.id, groupId],
  )
  return rows.map(row => ({ at: row.starts_at.toISOString(), minutes: row.minutes }))
}

describe('a roster', () => {
  it('never holds more than its seats, whoever comes and goes at once', async () => {
    const { house, here } = test
    const groupId = await group({ capacity: 5 })
    const clients: string[] = []
    for (let at = 0; at < 12; at++) clients.push(await person(`Vidar${at}`))
    const seats = new Map<string, string>()
    for (const clientId of clients.slice(0, 4)) seats.set(clientId, (await seat(groupId, clientId)).seatId)
    const { refused } = await allAtOnce(40, async at => {
      const clientId = clients[(at * 7) % 12] ?? ''
      const seatId = seats.get(clientId)
      if (at % 3 === 0 && seatId)
        return house.act(here.staff.director, endSeat, { seatId, clientId, untilOn: '2026-11-30' })
      return seat(groupId, clientId, at % 2 === 0 ? '2026-11-24' : '2026-12-01')
    })
    for (const code of Object.keys(codesOf(refused))) expect(['group-full', 'seated', 'not-seated']).toContain(code)
    const { rows } = await test.owner.query<{ most: number; booked: number; seated: number }>(
      `with days as (select d::date as d from generate_series('2026-11-24'::date, '2027-02-01', '1 day') d)
        select max((select count(*) from timetable.seat s where s.group_id = $1 and s.during @> d))::int as most,
          (select count(*)::int from calendar.booking b join timetable.session s on s.id = b.held_by
            where s.group_id = $1 and b.kind = 'client' and b.released_at is null) as booked,
          (select count(*)::int from timetable.seat a join timetable.session s on s.group_id = a.group_id
            and a.during @> s.on_day where a.group_id = $1 and s.ends_at > '2026-11-24T22:00Z') as seated from days`,
      [groupId],
    )
    expect(rows[0]?.most).toBeLessThanOrEqual(5)
    expect(rows[0]?.booked).toBe(rows[0]?.seated)
    expect((await linesOf(test, here, 'timetable.give-seat')).some(line => line.body.outcome === 'group-full')).toBe(
      true,
    )
  })

  it('keeps that somebody left and came back', async () => {
    const { house, here } = test
    const groupId = await group({ startsOn: '2026-11-23' })
    const clientId = await person('Solveig')
    const { seatId } = await seat(groupId, clientId)
    expect((await refusalOf(seat(groupId, clientId, '2026-12-08'))).code).toBe('seated')
    const left = await house.act(here.staff.director, endSeat, { seatId, clientId, untilOn: '2026-12-01' })
    expect(left.freed).toBeGreaterThan(5)
    const early = await refusalOf(house.act(here.staff.director, endSeat, { seatId, clientId, untilOn: '2026-11-23' }))
    expect(early.code).toBe('dates-crossed')
    expect(
      (await refusalOf(house.act(here.staff.director, endSeat, { seatId, clientId, untilOn: '2026-12-01' }))).code,
    ).toBe('not-seated')
    await seat(groupId, clientId, '2026-12-15')
    const span = { clientId, from: '2026-11-24', until: '2026-12-22' }
    const { seats, sessions } = await house.see(here.staff.counselor, seatsOfClient, span)
    expect(sessions.map(each => each.onDay)).toEqual(['2026-11-24', '2026-12-01', '2026-12-15', '2026-12-22'])
    expect(seats).toMatchObject([
      { fromOn: '2026-12-15', untilOn: null },
      { fromOn: '2026-11-24', untilOn: '2026-12-01' },
    ])
  })

  it('takes who is in a stay, from a day to a later day, in a group that is here', async () => {
    const { house, here, elsewhere } = test
    const groupId = await group()
    const born = { legalGiven: 'Ulf', legalFamily: 'Berg', bornOn: '1988-08-08' }
    const { clientId: noStay } = await house.act(here.program, openChart, born)
    expect((await refusalOf(seat(groupId, noStay))).code).toBe('no-stay')
    const clientId = await person('Signe')
    expect((await refusalOf(seat(groupId, clientId, '2026-11-01'))).code).toBe('no-stay')
    const crossed = { groupId, clientId, fromOn: '2026-12-01', untilOn: '2026-11-30' }
    expect((await refusalOf(house.act(here.staff.director, giveSeat, crossed))).code).toBe('dates-crossed')
    const foreign = await aGroup(test, elsewhere, { name: `Foreign ${count}` })
    expect((await refusalOf(seat(foreign, clientId))).status).toBe(404)
    expect(
      (await refusalOf(house.act(here.staff.facilitator, giveSeat, { groupId, clientId, fromOn: '2026-12-01' })))
        .status,
    ).toBe(403)
  })

  it('shows a reader whom they may see and counts the rest', async () => {
    const { house, here } = test
    const groupId = await group()
    const mine = await person('Mine')
    const born = { legalGiven: 'Not', legalFamily: 'Mine', bornOn: '1981-08-08' }
    const { clientId: other } = await house.act(here.program, openChart, born)
    await house.act(here.program, openStay, {
      clientId: other,
      siteId: here.siteId,
      programId: here.programId,
      startsOn: '2026-11-02',
      reason: 'placed',
    })
    await seated(test, here, { groupId, clientIds: [mine, other], fromOn: '2026-12-01' })
    const { id: sessionId } = await sessionOn(test, here, groupId, '2026-12-01')
    const counselor = await house.see(here.staff.counselor, rosterOf, { sessionId })
    const seats = [{ clientId: mine, chartIds: [mine], fromOn: '2026-12-01', visit: null, absence: null }]
    expect(counselor).toEqual({ seats, unseen: 1 })
    const facilitator = await house.see(here.staff.facilitator, rosterOf, { sessionId })
    expect(facilitator.seats.map(each => each.clientId).sort()).toEqual([mine, other].sort())
    expect(facilitator.unseen).toBe(0)
  })
})

describe('the horizon', () => {
  it('reached twice adds nothing', async () => {
    const { house, here } = test
    const groupId = await group({ meetings: [{ weekday: 1, starts: '06:00', lengthMinutes: 30 }] })
    test.at('2026-11-26T05:00:00Z')
    await house.act(here.program, extendHorizon, {})
    const before = await startsOf(groupId)
    const { done } = await allAtOnce(4, () => house.act(here.program, extendHorizon, {}))
    expect(done.map(each => each.sessions)).toEqual([0, 0, 0, 0])
    expect(await startsOf(groupId)).toEqual(before)
    test.at('2026-12-01T05:00:00Z')
    expect((await house.act(here.program, extendHorizon, {})).sessions).toBeGreaterThan(0)
    const after = await startsOf(groupId)
    expect(after.slice(0, before.length)).toEqual(before)
    expect(after.at(-1)?.at.slice(0, 10)).toBe('2027-01-25')
  })

  it('books who is seated, and who takes a seat meanwhile is booked for every session all the same', async () => {
    const { house, here } = test
    const groupId = await group({ meetings: [{ weekday: 1, starts: '07:00', lengthMinutes: 30 }] })
    const clients = [await person('First'), await person('Second'), await person('Third')]
    test.at('2026-12-15T05:00:00Z')
    await allAtOnce(4, at =>
      at === 0 ? house.act(here.program, extendHorizon, {}) : seat(groupId, clients[at - 1] ?? '', '2026-12-15'),
    )
    const { rows } = await test.owner.query<{ missing: number; sessions: number }>(
      `select count(*)::int as sessions, count(*) filter (where b.id is null)::int as missing
        from timetable.seat a join timetable.session s on s.group_id = a.group_id and a.during @> s.on_day
        left join calendar.booking b on b.held_by = s.id and b.resource_id = a.client_id and b.released_at is null
        where a.group_id = $1`,
      [groupId],
    )
    expect(rows[0]?.missing).toBe(0)
    expect(rows[0]?.sessions).toBeGreaterThan(20)
  })

  it('crosses the year and both clock changes at the same hour on the wall, and three hours stay three', async () => {
    const { house, here } = test
    const meetings = [
      { weekday: 3, starts: '17:30', lengthMinutes: 180 },
      { weekday: 6, starts: '23:30', lengthMinutes: 180 },
    ]
    test.at('2026-10-20T12:00:00Z')
    const groupId = await group({
      startsOn: '2026-10-20',
      meetings,
      service: 'vocational',
      facilitatorIds: [here.staff.nurse.personId ?? ''],
    })
    for (const night of ['2026-12-12', '2027-02-04', '2027-03-20']) {
      test.at(`${night}T05:00:00Z`)
      await house.act(here.program, extendHorizon, {})
    }
    const sessions = await startsOf(groupId)
    expect(new Set(sessions.map(each => each.minutes))).toEqual(new Set([180]))
    const clocks = sessions.map(each => wallClock('America/New_York', instant(each.at)).slice(11))
    expect(new Set(clocks)).toEqual(new Set(['17:30', '23:30']))
    const at = sessions.map(each => each.at)
    expect(at).toContain('2026-11-01T03:30:00.000Z')
    expect(at).toContain('2026-12-30T22:30:00.000Z')
    expect(at).toContain('2027-03-14T04:30:00.000Z')
    expect(at).toContain('2027-03-17T21:30:00.000Z')
    expect(at.length).toBe(new Set(at).size)
  })

  it('goes on when something is in the way: the rest is planned, and the director is told', async () => {
    const { house, here } = test
    const meetings = [{ weekday: 7, starts: '08:00', lengthMinutes: 60 }]
    const groupId = await group({ meetings })
    const other = await group({
      name: `Next door ${count}`,
      meetings: [{ weekday: 7, starts: '09:00', lengthMinutes: 60 }],
    })
    const [here_, away] = [await person('Stays'), await person('Elsewhere')]
    await seated(test, here, { groupId, clientIds: [here_, away] })
    const hour = (day: string) => ({ startsAt: `${day}T13:30:00Z`, endsAt: `${day}T13:45:00Z` })
    const hold = { kind: 'room' as const, resourceId: roomId, ...hour('2027-01-24') }
    const visit = { kind: 'client' as const, resourceId: away, ...hour('2027-01-31') }
    await house.act(here.staff.director, book, { spans: [hold, visit] })
    test.at('2026-12-08T05:00:00Z')
    await house.act(here.program, extendHorizon, {})
    const on = async (day: string) => {
      const { rows } = await test.owner.query<{ canceled: boolean; held: string[] }>(
        `select s.canceled_at is not null as canceled, array(select b.resource_id::text from calendar.booking b
          where b.held_by = s.id and b.kind = 'client' and b.released_at is null) as held
          from timetable.session s where s.group_id = $1 and s.on_day = $2`,
        [groupId, day],
      )
      return rows[0]
    }
    expect(await on('2027-01-24')).toEqual({ canceled: true, held: [] })
    expect(await on('2027-01-31')).toEqual({ canceled: false, held: [here_] })
    expect((await startsOf(other)).at(-1)?.at.slice(0, 10)).toBe('2027-01-31')
    const { tasks } = await house.see(here.staff.director, openTasks, {})
    const told = tasks.filter(task => task.title === `Something is in the way of Group ${count}`)
    expect(told).toMatchObject([{ because: expect.stringContaining('2027-01-24, 2027-01-31') }])
    await house.act(here.program, extendHorizon, {})
    expect((await house.see(here.staff.director, openTasks, {})).tasks).toHaveLength(tasks.length)
  })

  it('keeps each site’s own clock', async () => {
    const { house, here } = test
    const { siteId } = await house.act(here.program, addSite, { name: `Aspen ${count}`, zone: 'America/Denver' })
    const west = await house.act(here.program, addRoom, { siteId, name: 'Spruce', seats: 8 })
    const meetings = [{ weekday: 7, starts: '17:30', lengthMinutes: 60 }]
    const east = await group({ meetings })
    const nurse = here.staff.nurse.personId ?? ''
    const service = 'vocational'
    const other = await group({ name: 'West', service, siteId, roomId: west.roomId, meetings, facilitatorIds: [nurse] })
    expect((await startsOf(east))[0]?.at).toBe('2026-11-29T22:30:00.000Z')
    expect((await startsOf(other))[0]?.at).toBe('2026-11-30T00:30:00.000Z')
    const { sessions, zone } = await house.see(here.staff.director, weekOf, { siteId, monday: '2026-11-24' })
    expect({ zone, days: sessions.map(each => each.onDay) }).toEqual({ zone: 'America/Denver', days: ['2026-11-29'] })
  })
})

describe('a session', () => {
  it('that is canceled frees everyone, and a seat given later books the others', async () => {
    const { house, here } = test
    const groupId = await group({ meetings: [{ weekday: 4, starts: '10:00', lengthMinutes: 60 }] })
    const [first, later] = [await person('Alma'), await person('Bror')]
    await seat(groupId, first)
    const { id: sessionId, version } = await sessionOn(test, here, groupId, '2026-12-03')
    const cancel = { sessionId, version, reason: 'snow' }
    await house.act(here.staff.director, cancelSession, cancel)
    expect((await refusalOf(house.act(here.staff.director, cancelSession, cancel))).status).toBe(412)
    const { rows } = await test.owner.query('select from calendar.booking where held_by = $1 and released_at is null', [
      sessionId,
    ])
    expect(rows).toHaveLength(0)
    const hour = { startsAt: '2026-12-03T15:00:00Z', endsAt: '2026-12-03T16:00:00Z' }
    const spans = [
      { ...hour, kind: 'room' as const, resourceId: roomId },
      { ...hour, kind: 'staff' as const, resourceId: here.staff.facilitator.personId ?? '' },
      { ...hour, kind: 'client' as const, resourceId: first },
    ]
    await house.act(here.staff.director, book, { spans })
    const given = await seat(groupId, later, '2026-11-27')
    const open = (await startsOf(groupId)).filter(each => each.at > '2026-11-27').length - 1
    expect(given.sessions).toBe(open)
    expect(await house.see(here.staff.director, sessionOf, { id: sessionId })).toMatchObject({
      state: 'canceled',
      cancelReason: 'snow',
    })
    expect((await linesOf(test, here, 'timetable.cancel-session')).map(line => line.body.outcome)).toEqual([
      'done',
      'changed-meanwhile',
    ])
  })

  it('that is over is not canceled', async () => {
    const { house, here } = test
    const groupId = await group({ meetings: [{ weekday: 4, starts: '11:00', lengthMinutes: 60 }] })
    const { id: sessionId, version } = await sessionOn(test, here, groupId, '2026-11-26')
    test.at('2026-11-26T17:00:00Z')
    expect(
      (await refusalOf(house.act(here.staff.director, cancelSession, { sessionId, version, reason: 'late' }))).code,
    ).toBe('over')
  })

  it('gets its topic from its own facilitators, from the newest version', async () => {
    const { house, here } = test
    const groupId = await group({ meetings: [{ weekday: 5, starts: '10:00', lengthMinutes: 60 }] })
    const { id: sessionId, version } = await sessionOn(test, here, groupId, '2026-11-27')
    const topic = { sessionId, version, topic: 'Urges' }
    const stranger = { ...here.staff.facilitator, personId: here.staff.nurse.personId }
    expect((await refusalOf(house.act(stranger, setTopic, topic))).status).toBe(403)
    const { done, refused } = await allAtOnce(10, at =>
      house.act(here.staff.facilitator, setTopic, { ...topic, topic: `Topic ${at}` }),
    )
    expect(done).toEqual([{ version: version + 1 }])
    expect(codesOf(refused)).toEqual({ 'changed-meanwhile': 9 })
    const session = await house.see(here.staff.nurse, sessionOf, { id: sessionId })
    expect(session.topic).toMatch(/^Topic \d$/)
    expect((await refusalOf(house.see(test.elsewhere.staff.director, sessionOf, { id: sessionId }))).status).toBe(404)
  })
})

describe('a group', () => {
  it('starts with rooms, people and names that are free and here', async () => {
    const { house, here, elsewhere } = test
    const start = (like: Parameters<typeof groupLike>[1]) =>
      house.act(here.staff.director, startGroup, groupLike(here, { name: `Odd ${count}`, roomId, meetings, ...like }))
    const meetings = [{ weekday: 6, starts: '08:00', lengthMinutes: 60 }]
    const nurse = here.staff.nurse.personId ?? ''
    await start({ service: 'vocational', facilitatorIds: [nurse, nurse] })
    expect((await refusalOf(start({ meetings: [{ weekday: 6, starts: '08:30', lengthMinutes: 60 }] }))).code).toBe(
      'name-taken',
    )
    const taken = await refusalOf(
      start({ name: `Other ${count}`, meetings: [{ weekday: 6, starts: '08:30', lengthMinutes: 60 }] }),
    )
    expect(taken.code).toBe('double-booked')
    for (const wrong of [
      { roomId: elsewhere.roomId },
      { siteId: elsewhere.siteId },
      { facilitatorIds: [elsewhere.staff.nurse.personId ?? ''] },
    ])
      expect((await refusalOf(start({ name: `Wrong ${count}`, ...wrong }))).status).toBe(404)
    const self = [...meetings, { weekday: 6, starts: '08:30', lengthMinutes: 60 }]
    expect((await refusalOf(start({ name: `Self ${count}`, startsOn: '2027-03-01', meetings: self }))).code).toBe(
      'double-booked',
    )
    const { groups } = await house.see(here.staff.biller, groupsOf, {})
    expect(groups.find(each => each.name === `Odd ${count}`)).toMatchObject({
      taken: 0,
      facilitators: [{ lead: true }],
    })
    expect(JSON.stringify(groups)).not.toContain(elsewhere.canary)
    expect((await linesOf(test, here, 'timetable.start-group')).at(-1)?.body.outcome).toBe('double-booked')
  })
})
