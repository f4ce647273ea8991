import { afterAll, beforeAll, expect, it } from 'vitest'
import { aClient, refusalOf, staffMember, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, linesOf, seated } from '#testing/program.ts'
import { groupOf } from './group-queries.ts'
import { endSeat } from './seating.ts'

let test: TestHouse
let groupId = ''
let ada = ''
let ben = ''
beforeAll(async () => {
  test = await testHouse()
  const { here } = test
  groupId = await aGroup(test, here)
  ada = await aClient(test, here, { given: 'Ada', family: 'Strand' })
  ben = await aClient(test, here, { given: 'Ben', family: 'Strand' })
  await seated(test, here, { groupId, clientIds: [ada] })
  await seated(test, here, { groupId, clientIds: [ben], fromOn: '2026-12-01' })
})
afterAll(() => test.close())

it('shows who has a seat from when to when, whose seat is still to come, and when the group meets next', async () => {
  const { house, here } = test
  const group = await house.see(here.staff.director, groupOf, { id: groupId })
  expect(group.seats).toMatchObject([
    { clientId: ada, fromOn: '2026-11-24', untilOn: null },
    { clientId: ben, fromOn: '2026-12-01', untilOn: null },
  ])
  expect(group).toMatchObject({ taken: 1, unseen: 0, capacity: 12, today: '2026-11-24' })
  expect(group.next?.startsAt).toBe('2026-11-24T22:30:00.000Z')
  expect((await linesOf(test, here, 'timetable.group')).at(-1)).toMatchObject({ kind: 'looked', clientIds: [ada, ben] })
})

it('counts, and does not name, whom somebody may not see', async () => {
  const { house, here } = test
  const stranger = await staffMember(house, here, 'facilitator')
  const group = await house.see(stranger, groupOf, { id: groupId })
  expect(group).toMatchObject({ seats: [], unseen: 2, taken: 1 })
  expect(JSON.stringify(group)).not.toContain('Strand')
})

it('forgets a seat that has ended, and is not there for another organization', async () => {
  const { house, here, elsewhere } = test
  const before = await house.see(here.staff.director, groupOf, { id: groupId })
  const seat = before.seats.find(each => each.clientId === ada)
  await house.act(here.staff.director, endSeat, { seatId: seat?.id ?? '', clientId: ada, untilOn: '2026-11-25' })
  test.at('2026-11-27T15:00:00Z')
  const after = await house.see(here.staff.director, groupOf, { id: groupId })
  expect(after.seats.map(each => each.clientId)).toEqual([ben])
  expect((await refusalOf(house.see(elsewhere.staff.director, groupOf, { id: groupId }))).status).toBe(404)
})
