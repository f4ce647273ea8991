import { afterAll, beforeAll, expect, it } from 'vitest'
import { aClient, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { seated, sessionOn } from '#testing/program.ts'
import { startGroup } from '../timetable/commands.ts'
import { addCurriculum } from '../timetable/curricula.ts'
import { seatsOfClient } from '../timetable/queries.ts'
import { endSeat } from '../timetable/seating.ts'
import { markSeat } from './commands.ts'
import { topicsOf } from './topics.ts'

let test: TestHouse
let clientId = ''
let groupId = ''
beforeAll(async () => {
  test = await testHouse()
  const { house, here } = test
  test.at('2026-11-23T13:00:00Z')
  const { director } = here.staff
  const titles = ['Triggers', 'Sleep', 'Asking for help', 'Weekends', 'Work']
  const { curriculumId } = await house.act(director, addCurriculum, {
    name: 'First weeks',
    topics: titles.map(title => ({ title, homework: null })),
  })
  const group = await house.act(director, startGroup, {
    siteId: here.siteId,
    roomId: here.roomId,
    name: 'First weeks',
    curriculumId,
    capacity: 12,
    startsOn: '2026-11-23',
    facilitatorIds: [here.staff.facilitator.personId ?? ''],
    meetings: [2, 3, 4].map(weekday => ({ weekday, starts: '10:00', lengthMinutes: 60 })),
  })
  groupId = group.groupId
  clientId = await aClient(test, here, { given: 'Ada', family: 'Strand' })
  await seated(test, here, { groupId, clientIds: [clientId] })
})
afterAll(() => test.close())

const topics = async () => {
  const { curricula } = await test.house.see(test.here.staff.counselor, topicsOf, { clientId })
  return curricula.map(({ name, groups, topics: all }) => ({
    name,
    groups,
    topics: all.map(({ title, takenOn, comesOn }) => [title, takenOn, comesOn]),
  }))
}
async function marked(onDay: string, kind: 'here' | 'absent') {
  const { id: sessionId, startsAt } = await sessionOn(test, test.here, groupId, onDay)
  const arrivedAt = kind === 'here' ? startsAt : null
  await test.house.act(test.here.staff.facilitator, markSeat, { sessionId, clientId, kind, arrivedAt })
}

it('a topic is taken by who was marked here in a session about it; the others come, or are missing', async () => {
  test.at('2026-11-25T17:00:00Z')
  await marked('2026-11-24', 'here')
  await marked('2026-11-25', 'absent')
  expect(await topics()).toEqual([
    {
      name: 'First weeks',
      groups: ['First weeks'],
      topics: [
        ['Triggers', '2026-11-24', '2026-12-03'],
        ['Sleep', null, '2026-12-08'],
        ['Asking for help', null, '2026-11-26'],
        ['Weekends', null, '2026-12-01'],
        ['Work', null, '2026-12-02'],
      ],
    },
  ])
})

it('what was taken stays taken when the seat has ended, and what is left is missing', async () => {
  const { house, here, elsewhere } = test
  const { seats } = await house.see(here.staff.director, seatsOfClient, {
    clientId,
    from: '2026-11-23',
    until: '2026-11-29',
  })
  for (const seat of seats)
    await house.act(here.staff.director, endSeat, { seatId: seat.id, clientId, untilOn: '2026-11-25' })
  const [left] = await topics()
  expect(left?.topics).toContainEqual(['Triggers', '2026-11-24', null])
  expect(left?.topics).toContainEqual(['Work', null, null])
  expect((await refusalOf(house.see(elsewhere.staff.director, topicsOf, { clientId }))).status).toBe(404)
})
