import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aClient, refusalOf, staffMember, type TestHouse, testHouse } from '#testing/house.ts'
import { addRoom, closeDays } from '../calendar/commands.ts'
import { addLicense } from '../people/house.ts'
import { check } from './plan-queries.ts'
import { bookSession } from './sessions.ts'

let test: TestHouse
let roomId = ''
beforeAll(async () => {
  test = await testHouse()
  roomId = (await test.house.act(director(), addRoom, { siteId: test.here.siteId, name: 'Birch', seats: 4 })).roomId
})
afterAll(() => test.close())

const director = () => test.here.staff.director
const staffId = (role: 'counselor' | 'nurse') => test.here.staff[role].personId ?? ''
/** Fridays at 3 pm in New York, over the days after Thanksgiving. */
const asked = () => ({
  service: 'individual',
  siteId: test.here.siteId,
  startsAt: '2026-11-27T20:00:00Z',
  endsAt: '2026-11-27T21:00:00Z',
  roomId,
  staffIds: [staffId('counselor')],
})

describe('what is asked while a session is planned', () => {
  it('looks at every week at the hour on the wall, and says in how many something is', async () => {
    const { house, here } = test
    const days = { siteId: here.siteId, fromOn: '2026-12-25', untilOn: '2027-01-01', name: 'Winter holidays' }
    await house.act(director(), closeDays, days)
    const { conflicts } = await house.see(director(), check, { ...asked(), weeks: 8 })
    expect(conflicts).toMatchObject([{ kind: 'closed', times: 2, startsAt: '2026-12-25T20:00:00.000Z' }])
    expect((await house.see(director(), check, { ...asked(), weeks: 4 })).conflicts).toEqual([])
  })

  it('keeps the hour when the clocks change between two weeks', async () => {
    const { house, here } = test
    const clientIds = [await aClient(test, here, { given: 'Eli', family: 'Clock' })]
    // 3 pm on Friday 19 March is 19:00 in UTC, an hour earlier than the week before the change.
    const busy = { startsAt: '2027-03-19T19:00:00Z', lengthMinutes: 60, staffIds: [staffId('counselor')], clientIds }
    await house.act(director(), bookSession, { service: 'individual', siteId: here.siteId, ...busy })
    const winter = { ...asked(), startsAt: '2027-03-12T20:00:00Z', endsAt: '2027-03-12T21:00:00Z', weeks: 2 }
    const { conflicts } = await house.see(director(), check, winter)
    expect(conflicts).toMatchObject([{ kind: 'double-booked', startsAt: '2027-03-19T19:00:00.000Z' }])
  })

  it('tells who may lead it and who is free, only when asked', async () => {
    const { house, here } = test
    expect((await house.see(director(), check, asked())).leaders).toEqual([])
    const other = await staffMember(house, here, 'case-manager')
    const license = { credential: 'LADC', number: 'C-1', state: 'NH', validFrom: '2024-01-01', expiresOn: '2026-11-30' }
    await house.act(here.program, addLicense, { staffId: other.personId ?? '', ...license })
    const clientIds = [await aClient(test, here, { given: 'Fay', family: 'Friday' })]
    const booked = { startsAt: '2026-12-04T20:00:00Z', lengthMinutes: 60, staffIds: [staffId('counselor')], clientIds }
    await house.act(director(), bookSession, { service: 'individual', siteId: here.siteId, ...booked })
    const on = async (startsAt: string, endsAt: string) => {
      const { leaders } = await house.see(director(), check, { ...asked(), startsAt, endsAt, leaders: true })
      return new Map(leaders.map(({ staffId, may, free }) => [staffId, { may, free }]))
    }
    const now = await on('2026-11-27T20:00:00Z', '2026-11-27T21:00:00Z')
    expect(now.get(staffId('counselor'))).toEqual({ may: true, free: true })
    expect(now.get(staffId('nurse'))).toEqual({ may: false, free: true })
    expect(now.get(other.personId ?? '')).toEqual({ may: true, free: true })
    const then = await on('2026-12-04T20:30:00Z', '2026-12-04T21:30:00Z')
    expect(then.get(staffId('counselor'))).toEqual({ may: true, free: false })
    expect(then.get(other.personId ?? '')).toEqual({ may: false, free: true })
  })

  it('names nobody of another organization, and is not for who books nothing', async () => {
    const { house, here, elsewhere } = test
    const { leaders } = await house.see(director(), check, { ...asked(), leaders: true })
    const theirs = Object.values(elsewhere.staff).map(each => each.personId)
    expect(leaders.filter(each => theirs.includes(each.staffId))).toEqual([])
    expect((await refusalOf(house.see(here.staff.biller, check, asked()))).status).toBe(403)
    const theirSite = { ...asked(), siteId: elsewhere.siteId }
    expect((await refusalOf(house.see(director(), check, theirSite))).status).toBe(404)
  })
})
