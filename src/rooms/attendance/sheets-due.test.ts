import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Actor } from '#kernel/actor.ts'
import { aClient, staffMember, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, seated, sessionOn } from '#testing/program.ts'
import { aSign, aTablet, sent, type TestTablet } from '#testing/tablets.ts'
import { today } from '../../today.ts'
import { closeAttendance, markSeat } from './commands.ts'
import { syncMarks } from './sync.ts'

let test: TestHouse
let tablet: TestTablet
let groupId = ''
let sessionId = ''
let [ada, bo, stranger] = ['', '', '']
beforeAll(async () => {
  test = await testHouse()
  const { here, elsewhere } = test
  groupId = await aGroup(test, here)
  sessionId = (await sessionOn(test, here, groupId)).id
  ada = await aClient(test, here, { given: 'Ada', family: 'Strand' })
  bo = await aClient(test, here, { given: 'Bo', family: 'Strand' })
  stranger = await aClient(test, here, { given: 'Cleo', family: 'Vik' })
  await seated(test, here, { groupId, clientIds: [ada, bo] })
  tablet = await aTablet(test, here, { name: 'Front door' })
  await aTablet(test, elsewhere, { name: 'Front door' })
})
afterAll(() => test.close())

const ofSheets = async (who: Actor) =>
  (await test.house.see(who, today, {})).lines.filter(line => line.link.startsWith('/staff/attendance'))
const waiting = async (who: Actor) => (await ofSheets(who)).filter(line => line.verb === 'Choose')

it('rows on which two statements disagree are told to who leads the session, also after it is closed', async () => {
  const { here, elsewhere, house } = test
  const { facilitator, counselor } = here.staff
  // They came and went: both stretches lie in the session, and nobody has marked them.
  test.at('2026-11-24T23:40:00Z')
  await sent(test, tablet, [
    aSign(ada, '2026-11-24T22:30:00Z'),
    aSign(ada, '2026-11-24T22:50:00Z', { kind: 'out' }),
    aSign(ada, '2026-11-24T23:30:00Z'),
  ])
  const line = {
    room: 'attendance',
    what: `Choose on one row: ${here.canary} relapse prevention`,
    dueAt: '2026-11-25T02:30:00.000Z',
    link: `/staff/attendance/${sessionId}`,
  }
  expect(await waiting(facilitator)).toMatchObject([line])
  expect(await waiting(counselor)).toEqual([])
  expect(await waiting(elsewhere.staff.facilitator)).toEqual([])
  const mark = { sessionId, kind: 'here' as const, arrivedAt: '2026-11-24T22:30:00Z', leftAt: null }
  await house.act(facilitator, markSeat, { ...mark, clientId: ada })
  await house.act(facilitator, markSeat, { ...mark, clientId: bo })
  expect(await waiting(facilitator)).toEqual([])
  test.at('2026-11-25T01:35:00Z')
  await house.act(facilitator, closeAttendance, { sessionId })
  expect(await ofSheets(facilitator)).toEqual([])
  // A tablet that had no network sends hours later what it took: half an hour after the mark.
  test.at('2026-11-25T03:00:00Z')
  await sent(test, tablet, [aSign(bo, '2026-11-24T23:00:00Z')])
  expect(await waiting(facilitator)).toMatchObject([line])
  // What follows of it is the leader's: nobody else's Today has it, and it names nobody.
  expect(JSON.stringify(await waiting(facilitator))).not.toContain(bo)
})

it('marks that found no place wait for who made them', async () => {
  const { here, house } = test
  const { facilitator } = here.staff
  test.at('2026-11-25T03:10:00Z')
  const [seenAt, deviceAt] = ['2026-11-24T23:00:00Z', '2026-11-24T23:05:00Z']
  const offline = {
    kind: 'here' as const,
    arrivedAt: '2026-11-24T22:30:00Z',
    leftAt: null,
    deviceAt,
    offsetMs: 0,
    seenAt,
  }
  const marks = [stranger, ada].map(clientId => ({ ...offline, id: crypto.randomUUID(), sessionId, clientId }))
  const { results } = await house.act(facilitator, syncMarks, { deviceId: crypto.randomUUID(), marks })
  expect(results.map(each => each.kind).sort()).toEqual(['kept-aside', 'taken'])
  const aside = async (who: Actor) => (await ofSheets(who)).filter(line => line.link === '/staff/attendance')
  expect(await aside(facilitator)).toMatchObject([
    { what: 'One mark made without a network found no place', dueAt: '2026-11-25T04:10:00.000Z' },
  ])
  expect(await aside(await staffMember(house, here, 'facilitator'))).toEqual([])
  expect(await aside(here.staff.biller)).toEqual([])
})
