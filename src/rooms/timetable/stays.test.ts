import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aClient, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, linesOf, seated } from '#testing/program.ts'
import { endStay } from '../people/commands.ts'
import { clientOf } from '../people/queries.ts'
import { seatsOfClient } from './queries.ts'
import { followStays, giveSeat } from './seating.ts'

let test: TestHouse
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())

const group = (name: string, hour: number) =>
  aGroup(test, test.here, {
    name,
    meetings: [{ weekday: 2, starts: `${String(hour).padStart(2, '0')}:00`, lengthMinutes: 45 }],
  })
const person = (family: string) => aClient(test, test.here, { given: 'Runa', family })
const seat = (groupId: string, clientId: string, fromOn = '2026-11-24') =>
  test.house.act(test.here.staff.director, giveSeat, { groupId, clientId, fromOn })

describe('the end of a stay', () => {
  const heldAfter = async (clientId: string, moment: string) => {
    const { rows } = await test.owner.query<{ before: number; after: number }>(
      `select count(*) filter (where starts_at < $2)::int as before,
          count(*) filter (where starts_at >= $2)::int as after
        from calendar.booking where resource_id = $1 and released_at is null`,
      [clientId, moment],
    )
    return rows[0]
  }
  const leave = async (clientId: string, endsOn: string) => {
    const { stay } = await test.house.see(test.here.staff.counselor, clientOf, { id: clientId })
    const { id: stayId = '', version = 0 } = stay ?? {}
    const input = { clientId, stayId, version, endsOn, reason: 'completed' }
    await test.house.act(test.here.staff.counselor, endStay, input)
  }
  const span = { from: '2026-11-25', until: '2027-01-31' }

  it('ends the seats given in it and frees what was booked after it, once', async () => {
    const { house, here } = test
    const groupId = await group('Leaves', 9)
    const later = await group('Later', 11)
    const [clientId, other] = [await person('Leaves'), await person('Remains')]
    await seated(test, here, { groupId, clientIds: [clientId, other] })
    await seat(later, clientId, '2026-12-14')
    const others = await heldAfter(other, '2026-12-09T00:00Z')
    await leave(clientId, '2026-12-08')
    expect((await heldAfter(clientId, '2026-12-09T00:00Z'))?.after).toBeGreaterThan(5)

    await test.jobs.sealAndHear()
    const of = { ...span, clientId }
    const { seats, sessions } = await house.see(here.staff.counselor, seatsOfClient, of)
    expect(seats).toMatchObject([{ groupId, fromOn: '2026-11-24', untilOn: '2026-12-08' }])
    expect(sessions.at(-1)?.onDay).toBe('2026-12-08')
    const booked = await heldAfter(clientId, '2026-12-09T00:00Z')
    expect(booked).toEqual({ before: sessions.length, after: 0 })
    expect(await heldAfter(other, '2026-12-09T00:00Z')).toEqual(others)
    const lines = () => linesOf(test, here, 'timetable.follow-stays')
    const [line, ...more] = (await lines()).filter(each => each.clientIds.includes(clientId))
    expect(line).toMatchObject({ kind: 'did', clientIds: [clientId], body: { actor: { kind: 'program' } } })
    expect(more).toEqual([])

    await test.jobs.sealAndHear()
    expect((await lines()).filter(each => each.clientIds.includes(clientId))).toHaveLength(1)
    expect(await house.act(here.program, followStays, { clientId })).toEqual({ seats: 0, visits: 0 })
    expect((await house.see(here.staff.counselor, seatsOfClient, of)).seats).toEqual(seats)
    expect(await heldAfter(clientId, '2026-12-09T00:00Z')).toEqual(booked)
    expect((await refusalOf(house.act(here.staff.director, followStays, { clientId }))).status).toBe(403)
  })

  it('that is set already is the last day of a seat given before it', async () => {
    const { house, here } = test
    const groupId = await group('Soon', 13)
    const clientId = await person('Soon')
    await leave(clientId, '2026-12-08')
    await test.jobs.sealAndHear()
    await seat(groupId, clientId)
    const { seats } = await house.see(here.staff.counselor, seatsOfClient, { ...span, clientId })
    expect(seats).toMatchObject([{ fromOn: '2026-11-24', untilOn: '2026-12-08' }])
    expect((await heldAfter(clientId, '2026-12-09T00:00Z'))?.after).toBe(0)
  })
})
