import { afterAll, beforeAll, expect, it } from 'vitest'
import { aClient, refusalOf, staffMember, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, seated, sessionOn } from '#testing/program.ts'
import { closeAttendance, markAllPresent, markSeat } from './commands.ts'
import { sheetOf, sheetsOf } from './queries.ts'

let test: TestHouse
let sessionId = ''
let people: string[] = []
beforeAll(async () => {
  test = await testHouse()
  const { here } = test
  const groupId = await aGroup(test, here)
  people = [
    await aClient(test, here, { given: 'Ada', family: 'Strand' }),
    await aClient(test, here, { given: 'Ben', family: 'Strand' }),
  ]
  await seated(test, here, { groupId, clientIds: people })
  sessionId = (await sessionOn(test, here, groupId)).id
  test.at('2026-11-25T01:40:00Z')
})
afterAll(() => test.close())

const lineFor = async (staff: 'facilitator' | 'director' | 'counselor') => {
  const { sessions } = await test.house.see(test.here.staff[staff], sheetsOf, {})
  return sessions.find(session => session.id === sessionId)
}

it('tells how far each sheet of the week is, and whose it is', async () => {
  const { house, here } = test
  const [clientId = ''] = people
  const first = { sessionId, clientId, kind: 'here' as const, arrivedAt: '2026-11-24T22:30:00Z' }
  expect(await lineFor('facilitator')).toMatchObject({ mine: true, closed: false, marked: 0, expected: 2 })
  const { markId } = await house.act(here.staff.facilitator, markSeat, first)
  await house.act(here.staff.facilitator, markSeat, { ...first, leftAt: '2026-11-25T01:00:00Z', seen: markId })
  expect(await lineFor('director')).toMatchObject({ mine: false, closed: false, marked: 1 })
  await house.act(here.staff.facilitator, markAllPresent, { sessionId })
  await house.act(here.staff.facilitator, closeAttendance, { sessionId })
  expect(await lineFor('counselor')).toMatchObject({ mine: false, closed: true, marked: 2 })
  const elsewhere = await house.see(test.elsewhere.staff.director, sheetsOf, {})
  expect(elsewhere.sessions).toEqual([])
})

it('opens a sheet to its facilitators, nurses and directors; another counselor is told who takes it', async () => {
  const { house, here } = test
  const stranger = await staffMember(house, here, 'counselor')
  const refused = await refusalOf(house.see(stranger, sheetOf, { sessionId }))
  expect(refused).toMatchObject({ code: 'not-yours', status: 403 })
  expect((await house.see(here.staff.nurse, sheetOf, { sessionId })).people).toHaveLength(2)
})
