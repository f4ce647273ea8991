import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aClient, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, linesOf, seated } from '#testing/program.ts'
import { addRoom } from '../calendar/commands.ts'
import { changeClient } from '../people/commands.ts'
import { clientOf } from '../people/queries.ts'
import { seatsOfClient } from './queries.ts'
import { giveSeat, moveClient } from './seating.ts'

let test: TestHouse
let count = 0
let roomId = ''
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())
beforeEach(async () => {
  count++
  const room = { siteId: test.here.siteId, name: `Rowan ${count}`, seats: 14 }
  roomId = (await test.house.act(director(), addRoom, room)).roomId
})

const director = () => test.here.staff.director
const person = (family: string) => aClient(test, test.here, { given: 'Signe', family: `${family} ${count}` })
// Each test's groups meet in weeks of their own hour, or their facilitator would be in two places.
const group = (like: Parameters<typeof aGroup>[2] = {}) =>
  aGroup(test, test.here, {
    name: `Week ${count}`,
    roomId,
    meetings: [{ weekday: 4, starts: `${String(9 + count).padStart(2, '0')}:00`, lengthMinutes: 60 }],
    ...like,
  })
/** What is booked for somebody at a moment: how often they are held. */
const heldAt = async (moment: string, id: string) => {
  const { rows } = await test.owner.query(
    `select 1 from calendar.booking where resource_id = $1 and released_at is null
      and starts_at <= $2 and ends_at > $2`,
    [id, moment],
  )
  return [rows.length]
}

describe('a seat', () => {
  const tagged = async (clientId: string, tags: string[]) => {
    const { house, here } = test
    const { legalGiven, legalFamily, bornOn, version } = await house.see(here.staff.counselor, clientOf, {
      id: clientId,
    })
    const names = { legalGiven, legalFamily, bornOn }
    await house.act(here.staff.counselor, changeClient, { clientId, version, ...names, tags })
  }
  it('of a cohort takes who is of it, and others only by a director with a reason', async () => {
    const { house, here } = test
    const groupId = await group({ cohort: 'women' })
    const [woman, veteran] = [await person('Frida'), await person('Gorm')]
    await tagged(woman, ['woman'])
    await tagged(veteran, ['veteran'])
    await seated(test, here, { groupId, clientIds: [woman] })
    const seat = { groupId, clientId: veteran, fromOn: '2026-11-24' }
    const refused = await refusalOf(house.act(here.staff.intake, giveSeat, seat))
    expect(refused).toMatchObject({ code: 'not-in-cohort', facts: { overridable: true } })
    const override = { conflicts: ['not-in-cohort' as const], reason: 'asked for and agreed in the group' }
    const may = await refusalOf(house.act(here.staff.intake, giveSeat, { ...seat, override }))
    expect(may).toMatchObject({ code: 'may-not-override', status: 403 })
    expect(await house.act(director(), giveSeat, { ...seat, override })).toMatchObject({ seatsLeft: 10 })
    expect((await linesOf(test, here, 'timetable.give-seat')).at(-1)?.clientIds).toEqual([veteran])
  })

  it('never grows past what its service allows, whoever asks', async () => {
    const { house, here } = test
    const refused = await refusalOf(group({ capacity: 17 }))
    expect(refused).toMatchObject({ code: 'over-limit', facts: { overridable: false } })
    const groupId = await group({ capacity: 1 })
    await seated(test, here, { groupId, clientIds: [await person('Hild')] })
    const seat = { groupId, clientId: await person('Ivar'), fromOn: '2026-11-24' }
    const over = { conflicts: ['group-full' as const], reason: 'their sister sits in the other one' }
    expect((await refusalOf(house.act(director(), giveSeat, seat))).code).toBe('group-full')
    expect(await house.act(director(), giveSeat, { ...seat, override: over })).toMatchObject({ seatsLeft: 0 })
  })

  it('moves from day to evening in one act, the stay with its seats, or not at all', async () => {
    const { house, here } = test
    const groupId = await group()
    const staying = await group({
      name: `Stays ${count}`,
      meetings: [{ weekday: 6, starts: '09:00', lengthMinutes: 60 }],
    })
    const evening = await group({
      name: `Evening ${count}`,
      capacity: 1,
      meetings: [{ weekday: 4, starts: '18:00', lengthMinutes: 60 }],
    })
    const clientId = await person('Jorun')
    await seated(test, here, { groupId, clientIds: [clientId] })
    await seated(test, here, { groupId: staying, clientIds: [clientId] })
    const own = { clientId, from: '2026-11-24', until: '2026-12-31' }
    const before = await house.see(here.staff.counselor, seatsOfClient, own)
    const leave = before.seats.filter(each => each.groupId === groupId).map(each => each.id)
    const { trackId } = here
    const move = { clientId, trackId, fromOn: '2026-12-01', leave, take: [evening], reason: 'works by day now' }
    const other = await person('Kari')
    await seated(test, here, { groupId: evening, clientIds: [other], fromOn: '2026-12-05' })
    expect((await refusalOf(house.act(here.staff.counselor, moveClient, move))).code).toBe('group-full')
    expect((await house.see(here.staff.counselor, seatsOfClient, own)).seats).toEqual(before.seats)
    const override = { conflicts: ['group-full' as const], reason: 'both agreed' }
    await house.act(director(), moveClient, { ...move, override })
    const { seats } = await house.see(here.staff.counselor, seatsOfClient, own)
    expect(seats.map(each => [each.group, each.fromOn, each.untilOn])).toEqual(
      expect.arrayContaining([
        [`Week ${count}`, '2026-11-24', '2026-11-30'],
        [`Evening ${count}`, '2026-12-01', null],
        [`Stays ${count}`, '2026-11-24', null],
      ]),
    )
    expect(await heldAt('2026-12-03T17:10:00Z', clientId)).toEqual([0])
    expect(await heldAt('2026-12-03T23:10:00Z', clientId)).toEqual([1])
  })
})
