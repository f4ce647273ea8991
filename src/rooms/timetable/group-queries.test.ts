import { afterAll, beforeAll, expect, it } from 'vitest'
import { aClient, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, seated } from '#testing/program.ts'
import { addRoom } from '../calendar/commands.ts'
import { groupsOf } from './group-queries.ts'
import { weekOf } from './queries.ts'
import { joinWaitlist } from './waitlist.ts'

let test: TestHouse
beforeAll(async () => {
  test = await testHouse()
  test.at('2026-11-24T22:00:00Z')
})
afterAll(() => test.close())

const person = (family: string) => aClient(test, test.here, { given: 'Odd', family })

it('the list says how many seats of a group are taken and how many people wait; the week can be of one group', async () => {
  const { house, here, elsewhere } = test
  const { roomId } = await house.act(here.staff.director, addRoom, { siteId: here.siteId, name: 'Rowan', seats: 20 })
  const at = (starts: string) => [{ weekday: 2, starts, lengthMinutes: 45 }]
  const full = await aGroup(test, here, { name: 'Early', roomId, capacity: 1, meetings: at('08:00') })
  const free = await aGroup(test, here, { name: 'Late', roomId, capacity: 3, meetings: at('10:00') })
  await seated(test, here, { groupId: full, clientIds: [await person('Dahl')] })
  for (const family of ['Ek', 'Lund'])
    await house.act(here.staff.intake, joinWaitlist, { groupId: full, clientId: await person(family) })
  const { groups } = await house.see(here.staff.biller, groupsOf, {})
  const counted = groups.map(({ id, taken, waiting }) => ({ id, taken, waiting }))
  expect(counted).toContainEqual({ id: full, taken: 1, waiting: 2 })
  expect(counted).toContainEqual({ id: free, taken: 0, waiting: 0 })

  const { sessions } = await house.see(here.staff.biller, weekOf, { groupId: full, weeks: 2 })
  expect(sessions.map(session => session.onDay)).toEqual(['2026-11-24', '2026-12-01'])
  expect(new Set(sessions.map(session => session.groupId))).toEqual(new Set([full]))
  expect((await house.see(elsewhere.staff.director, weekOf, { groupId: full, weeks: 2 })).sessions).toEqual([])
})
