import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { InputOf } from '#kernel/door.ts'
import { day, plusDays } from '#kernel/time.ts'
import { aClient, refusalOf, staffMember, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, linesOf, seated, sessionOn } from '#testing/program.ts'
import { addRoom, closeDays, reopenDays, setHours, setUnavailable } from '../calendar/commands.ts'
import { addLicense } from '../people/house.ts'
import { clientOf } from '../people/queries.ts'
import { extendHorizon } from './commands.ts'
import { overrides } from './group-queries.ts'
import { keepApart } from './keep-apart.ts'
import { check } from './plan-queries.ts'
import { clientWeek, rosterOf, seatsOfClient, sessionOf, weekOf } from './queries.ts'
import { bookSession, cancelSession, changeSession } from './sessions.ts'

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
  roomId = await aRoom('Rowan')
})

const director = () => test.here.staff.director
const aRoom = async (name: string) =>
  (await test.house.act(director(), addRoom, { siteId: test.here.siteId, name: `${name} ${count}`, seats: 14 })).roomId
const person = (family: string) => aClient(test, test.here, { given: 'Signe', family: `${family} ${count}` })
/** Somebody with a license, whom no other test books. */
const leader = async (expiresOn = '2027-12-31') => {
  const actor = await staffMember(test.house, test.here, 'case-manager')
  const license = { credential: 'LADC', number: `T-${count}`, state: 'NH', validFrom: '2024-01-01', expiresOn }
  await test.house.act(test.here.program, addLicense, { staffId: actor.personId ?? '', ...license })
  return actor.personId ?? ''
}
const group = async (like: Parameters<typeof aGroup>[2] = {}) =>
  aGroup(test, test.here, {
    name: `Week ${count}`,
    roomId,
    facilitatorIds: [await leader()],
    meetings: [{ weekday: 4, starts: '14:00', lengthMinutes: 60 }],
    ...like,
  })
type Booking = { clientIds: string[]; staffIds: string[] } & Partial<InputOf<typeof bookSession>>
const bookInput = (like: Booking) => ({
  service: 'individual' as const,
  siteId: test.here.siteId,
  startsAt: '2026-11-25T15:00:00Z',
  lengthMinutes: 50,
  roomId,
  ...like,
})
const visit = (like: Booking) => test.house.act(director(), bookSession, bookInput(like))
const daysOf = async (groupId: string) => {
  const { rows } = await test.owner.query<{ on_day: string; starts: string; canceled: boolean }>(
    `select on_day::text, to_char(starts_at at time zone 'America/New_York', 'HH24:MI') as starts,
      canceled_at is not null as canceled from timetable.session where group_id = $1 order by starts_at`,
    [groupId],
  )
  return rows
}
/** What is booked for whom at a moment: how often each of these is held. */
const heldAt = async (moment: string, ...ids: string[]) => {
  const { rows } = await test.owner.query<{ id: string }>(
    `select resource_id as id from calendar.booking where resource_id = any ($1::uuid[]) and released_at is null
      and starts_at <= $2 and ends_at > $2`,
    [ids, moment],
  )
  return ids.map(id => rows.filter(row => row.id === id).length)
}

describe('an individual session', () => {
  it('is booked every week at the same hour on the wall, for client, staff and room', async () => {
    const { house, here } = test
    const [clientId, staffId] = [await person('Uma'), await leader()]
    const booked = await visit({ clientIds: [clientId], staffIds: [staffId], weeks: 20 })
    expect(booked.sessionIds).toHaveLength(20)
    const { sessions } = await house.see(here.staff.counselor, seatsOfClient, {
      clientId,
      from: '2026-11-24',
      until: '2027-05-01',
    })
    expect(sessions.map(each => each.onDay)).toEqual(
      Array.from({ length: 20 }, (_, at) => plusDays(day('2026-11-25'), at * 7)),
    )
    expect(sessions.at(-1)).toMatchObject({ startsAt: '2027-04-07T14:00:00.000Z', group: 'Individual session' })
    expect(await heldAt('2027-04-07T14:30:00Z', clientId, staffId, roomId)).toEqual([1, 1, 1])
    expect((await linesOf(test, here, 'timetable.book-session')).at(-1)).toMatchObject({ clientIds: [clientId] })
  })

  it('leaves weeks out in whose way something is, and names them, when asked to', async () => {
    const [clientId, staffId] = [await person('Vera'), await leader()]
    await visit({ clientIds: [await person('Wim')], staffIds: [staffId], startsAt: '2026-12-09T15:00:00Z' })
    const all = { clientIds: [clientId], staffIds: [staffId], weeks: 3 }
    const refused = await refusalOf(visit(all))
    expect(refused).toMatchObject({ code: 'double-booked', facts: { overridable: false } })
    const { sessionIds, leftOut } = await visit({ ...all, leaveOut: true })
    expect({ booked: sessionIds.length, leftOut }).toEqual({ booked: 2, leftOut: ['2026-12-09'] })
  })

  it('is not put into somebody’s working hours but by who may, with a reason that the director reads', async () => {
    const { house, here } = test
    const [clientId, staffId] = [await person('Xenia'), await leader()]
    const weekly = {
      weekdays: [3],
      starts: '08:00',
      ends: '16:00',
      zone: 'America/New_York',
      fromOn: '2026-11-01',
      untilOn: null,
    }
    const work = { kind: 'client' as const, resourceId: clientId, reason: 'work' as const, weekly, once: null }
    await house.act(here.staff.counselor, setUnavailable, work)
    const at = bookInput({ clientIds: [clientId], staffIds: [staffId] })
    const refused = await refusalOf(house.act(here.staff.counselor, bookSession, at))
    expect(refused).toMatchObject({ code: 'client-unavailable', facts: { overridable: true } })
    const override = { conflicts: ['client-unavailable' as const], reason: 'the employer agreed' }
    await house.act(here.staff.counselor, bookSession, { ...at, override })
    const { overrides: listed } = await house.see(director(), overrides, {})
    expect(listed[0]).toMatchObject({
      conflicts: ['client-unavailable'],
      reason: 'the employer agreed',
      client: { id: clientId },
      by: expect.stringContaining('counselor'),
    })
  })

  it('is held by who is qualified, and never on a license that has ended', async () => {
    const { here } = test
    const clientId = await person('Yrsa')
    const nurse = here.staff.nurse.personId ?? ''
    expect((await refusalOf(visit({ clientIds: [clientId], staffIds: [nurse] }))).code).toBe('not-qualified')
    const lapsed = await leader('2026-11-23')
    const refused = await refusalOf(visit({ clientIds: [clientId], staffIds: [lapsed] }))
    expect(refused).toMatchObject({ code: 'license-expired', facts: { overridable: false } })
    expect(refused.message).toContain('2026-11-23')
  })

  it('is for one client, and shown to who holds it though they are of no care team', async () => {
    const { house, here } = test
    const other = await staffMember(house, here, 'facilitator')
    const license = { credential: 'LADC', number: 'own', state: 'NH', validFrom: '2024-01-01', expiresOn: '2027-12-31' }
    await house.act(here.program, addLicense, { staffId: other.personId ?? '', ...license })
    const [clientId, second] = [await person('Zoe'), await person('Zita')]
    const staffIds = [other.personId ?? '']
    expect((await refusalOf(visit({ clientIds: [clientId, second], staffIds }))).code).toBe('one-client')
    expect((await house.see(other, clientWeek, { monday: '2026-11-23' })).clients).toEqual([])
    const { sessionIds } = await visit({ clientIds: [clientId], staffIds })
    const { seats } = await house.see(other, rosterOf, { sessionId: sessionIds[0] ?? '' })
    expect(seats.map(seat => seat.clientId)).toEqual([clientId])
    const { clients } = await house.see(other, clientWeek, { monday: '2026-11-23' })
    expect(clients).toMatchObject([{ clientId, sessionIds }])
    expect((await refusalOf(house.see(other, clientOf, { id: second }))).status).toBe(404)
  })

  it('of a family brings no two together who are kept apart, in no week of a series', async () => {
    const { house, here } = test
    const [clientId, otherId] = [await person('Ada'), await person('Bo')]
    await house.act(here.staff.counselor, keepApart, { clientId, otherId, reason: 'a court order' })
    const both = { service: 'family' as const, clientIds: [clientId, otherId], staffIds: [await leader()], weeks: 2 }
    for (const leaveOut of [false, true])
      expect(await refusalOf(visit({ ...both, leaveOut }))).toMatchObject({ code: 'keep-apart' })
    expect((await visit({ ...both, clientIds: [clientId] })).sessionIds).toHaveLength(2)
  })

  it('is moved and canceled from here on with its series', async () => {
    const { house, here } = test
    const [clientId, staffId] = [await person('Asta'), await leader()]
    const { sessionIds } = await visit({ clientIds: [clientId], staffIds: [staffId], weeks: 4 })
    const [, second = '', third = ''] = sessionIds
    await house.act(here.staff.counselor, changeSession, {
      sessionId: second,
      version: 1,
      scope: 'from-here-on',
      startsAt: '2026-12-03T20:00:00Z',
    })
    const own = { clientId, from: '2026-11-24', until: '2027-02-01' }
    const days = async () =>
      (await house.see(here.staff.counselor, seatsOfClient, own)).sessions.map(each => each.onDay)
    expect(await days()).toEqual(['2026-11-25', '2026-12-03', '2026-12-10', '2026-12-17'])
    expect(await heldAt('2026-12-09T15:10:00Z', clientId, staffId)).toEqual([0, 0])
    expect(await heldAt('2026-12-10T20:10:00Z', clientId, staffId)).toEqual([1, 1])
    const canceling = { sessionId: third, version: 2, scope: 'from-here-on' as const, reason: 'works again' }
    expect((await house.act(here.staff.counselor, cancelSession, canceling)).sessionIds).toHaveLength(2)
    expect(await days()).toEqual(['2026-11-25', '2026-12-03'])
    expect(await heldAt('2026-12-10T20:10:00Z', clientId, staffId)).toEqual([0, 0])
  })
})

describe('a session of a group', () => {
  const planned = ['2026-12-03', '2026-12-10', '2026-12-17', '2026-12-24']
  it('moves alone: the pattern stays, and the night adds nothing in its place', async () => {
    const { house, here } = test
    const groupId = await group()
    const clientId = await person('Brit')
    await seated(test, here, { groupId, clientIds: [clientId] })
    const { id: sessionId, version } = await sessionOn(test, here, groupId, '2026-12-03')
    const change = { sessionId, version, startsAt: '2026-12-04T16:00:00Z', reason: 'the room is painted' }
    await house.act(director(), changeSession, change)
    await house.act(here.program, extendHorizon, {})
    const days = (await daysOf(groupId)).map(each => each.on_day)
    expect(days.filter(on => on > '2026-11-30' && on < '2026-12-26')).toEqual(['2026-12-04', ...planned.slice(1)])
    expect(await heldAt('2026-12-03T19:10:00Z', roomId, clientId)).toEqual([0, 0])
    expect(await heldAt('2026-12-04T16:10:00Z', roomId, clientId)).toEqual([1, 1])
    expect(await house.see(here.staff.biller, sessionOf, { id: sessionId })).toMatchObject({
      moved: true,
      plannedOn: '2026-12-03',
      onDay: '2026-12-04',
      changeReason: 'the room is painted',
    })
    expect((await refusalOf(house.act(director(), changeSession, change))).status).toBe(412)
    expect((await refusalOf(house.act(here.staff.counselor, changeSession, { ...change, version: 3 }))).status).toBe(
      403,
    )
  })

  it('moves from here on: the pattern with it, what was moved by itself stays', async () => {
    const { house, here } = test
    const groupId = await group()
    const alone = await sessionOn(test, here, groupId, '2026-12-17')
    const { id: sessionId, version } = await sessionOn(test, here, groupId, '2026-12-10')
    const to = { startsAt: '2026-12-18T15:00:00Z', reason: '' }
    await house.act(director(), changeSession, { sessionId: alone.id, version: alone.version, ...to })
    const onwards = { sessionId, version, scope: 'from-here-on' as const, startsAt: '2026-12-08T18:30:00Z' }
    const { sessionIds } = await house.act(director(), changeSession, { ...onwards, lengthMinutes: 90 })
    expect(sessionIds).not.toContain(alone.id)
    await house.act(here.program, extendHorizon, {})
    const rows = (await daysOf(groupId)).filter(each => each.on_day > '2026-11-30' && each.on_day < '2027-01-01')
    expect(rows.map(each => `${each.on_day} ${each.starts}`)).toEqual([
      '2026-12-03 14:00',
      '2026-12-08 13:30',
      '2026-12-18 10:00',
      '2026-12-22 13:30',
      '2026-12-29 13:30',
    ])
    expect(await heldAt('2026-12-22T19:50:00Z', roomId)).toEqual([1])
  })

  it('moves nowhere that something is in the way, and nothing is half moved', async () => {
    const { house, here } = test
    const groupId = await group()
    const clientId = await person('Cato')
    await seated(test, here, { groupId, clientIds: [clientId] })
    const elsewhere = await aRoom('Aside')
    const other = { clientIds: [clientId], staffIds: [await leader()], startsAt: '2026-12-04T16:00:00Z' }
    await visit({ ...other, roomId: elsewhere })
    const { id: sessionId, version } = await sessionOn(test, here, groupId, '2026-12-03')
    const asked = { sessionId, startsAt: '2026-12-04T16:30:00Z' }
    const { conflicts, roomsFree } = await house.see(director(), check, asked)
    expect(conflicts).toMatchObject([{ kind: 'double-booked', subject: null }])
    expect(roomsFree.map(room => room.id)).toContain(roomId)
    expect(roomsFree.map(room => room.id)).not.toContain(elsewhere)
    const refused = await refusalOf(house.act(director(), changeSession, { ...asked, version }))
    expect(refused.code).toBe('double-booked')
    const now = await sessionOn(test, here, groupId, '2026-12-03')
    expect(now).toMatchObject({ id: sessionId, version })
    expect(await heldAt('2026-12-03T19:10:00Z', roomId, clientId)).toEqual([1, 1])
  })

  it('ends with its pattern when it is canceled from here on', async () => {
    const { house, here } = test
    const groupId = await group()
    const { id: sessionId, version } = await sessionOn(test, here, groupId, '2026-12-10')
    const canceling = { sessionId, version, scope: 'from-here-on' as const, reason: 'the hour is given up' }
    await house.act(director(), cancelSession, canceling)
    await house.act(here.program, extendHorizon, {})
    const open = (await daysOf(groupId)).filter(each => !each.canceled).map(each => each.on_day)
    expect(open.at(-1)).toBe('2026-12-03')
    expect(await heldAt('2026-12-17T19:10:00Z', roomId)).toEqual([0])
  })
})

describe('closed days', () => {
  it('cancel what lies on them with their name, and give it back', async () => {
    const { house, here } = test
    const groupId = await group()
    const clientId = await person('Dag')
    await seated(test, here, { groupId, clientIds: [clientId] })
    const days = { siteId: here.siteId, fromOn: '2026-12-24', untilOn: '2026-12-25', name: 'Winter holidays' }
    const { closureId } = await house.act(director(), closeDays, days)
    await test.jobs.sealAndHear()
    const on = async () => (await daysOf(groupId)).find(each => each.on_day === '2026-12-24')
    expect(await on()).toMatchObject({ canceled: true })
    expect(await heldAt('2026-12-24T19:10:00Z', roomId, clientId)).toEqual([0, 0])
    const { closures, sessions } = await house.see(here.staff.biller, weekOf, { monday: '2026-12-21' })
    expect(closures).toMatchObject([{ name: 'Winter holidays', fromOn: '2026-12-24' }])
    expect(sessions.find(each => each.groupId === groupId)).toMatchObject({
      canceledKind: 'closed',
      cancelReason: 'Closed: Winter holidays',
    })
    await house.act(director(), reopenDays, { closureId })
    await test.jobs.sealAndHear()
    expect(await on()).toMatchObject({ canceled: false })
    expect(await heldAt('2026-12-24T19:10:00Z', roomId, clientId)).toEqual([1, 1])
  })

  it('bring no session into being, and opening hours refuse what lies outside them', async () => {
    const { house, here } = test
    const days = { siteId: null, fromOn: '2026-12-31', untilOn: '2027-01-01', name: 'New Year' }
    const { closureId } = await house.act(director(), closeDays, days)
    const groupId = await group()
    expect((await daysOf(groupId)).map(each => each.on_day)).not.toContain('2026-12-31')
    await house.act(director(), reopenDays, { closureId })
    await test.jobs.sealAndHear()
    expect((await daysOf(groupId)).map(each => each.on_day)).toContain('2026-12-31')
    const hours = [1, 2, 3, 4, 5].map(weekday => ({ weekday, opens: '08:00', closes: '21:00' }))
    await house.act(director(), setHours, { siteId: here.siteId, hours })
    const late = { clientIds: [await person('Egil')], staffIds: [await leader()], startsAt: '2026-11-26T01:30:00Z' }
    expect(await refusalOf(visit(late))).toMatchObject({ code: 'closed', facts: { overridable: true } })
    await house.act(director(), setHours, { siteId: here.siteId, hours: [] })
    expect((await visit(late)).sessionIds).toHaveLength(1)
  })
})

it('another organization’s sessions are not here', async () => {
  const { house, here, elsewhere } = test
  const groupId = await group()
  const { id: sessionId, version, startsAt } = await sessionOn(test, here, groupId, '2026-12-03')
  const them = elsewhere.staff.director
  expect((await refusalOf(house.see(them, check, { sessionId, startsAt }))).status).toBe(404)
  expect((await refusalOf(house.act(them, changeSession, { sessionId, version, startsAt }))).status).toBe(404)
  expect((await refusalOf(house.act(them, cancelSession, { sessionId, version, reason: 'no' }))).status).toBe(404)
  const week = await house.see(them, weekOf, { monday: '2026-11-30' })
  expect(JSON.stringify(week)).not.toContain(here.canary)
})
