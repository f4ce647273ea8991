import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Actor } from '#kernel/actor.ts'
import { aClient, refusalOf, staffMember, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, linesOf, seated, sessionOn } from '#testing/program.ts'
import { aSign, aTablet, sent, type TestTablet } from '#testing/tablets.ts'
import { addRoom } from '../calendar/commands.ts'
import { markSeat } from './commands.ts'
import { hereNow } from './here.ts'
import { historyOf } from './queries.ts'

let test: TestHouse
let tablet: TestTablet
let own: Actor
let sessionId = ''
let [ada, bo, cleo, dag] = ['', '', '', '']
beforeAll(async () => {
  test = await testHouse()
  const { here, elsewhere, house } = test
  own = await staffMember(house, here, 'facilitator')
  const facilitatorIds = [own.personId ?? '']
  const { roomId } = await house.act(here.staff.director, addRoom, { siteId: here.siteId, name: 'Willow', seats: 14 })
  const groupId = await aGroup(test, here, { name: 'Evening group', roomId, facilitatorIds })
  sessionId = (await sessionOn(test, here, groupId)).id
  ada = await aClient(test, here, { given: 'Ada', family: 'Strand' })
  bo = await aClient(test, here, { given: 'Bo', family: 'Strand' })
  cleo = await aClient(test, here, { given: 'Cleo', family: 'Strand' })
  dag = await aClient(test, here, { given: 'Dag', family: 'Strand' })
  await seated(test, here, { groupId, clientIds: [ada, bo, cleo] })
  tablet = await aTablet(test, here, { name: 'Front door' })
  const theirGroup = await aGroup(test, elsewhere)
  const theirs = await aClient(test, elsewhere, { given: 'Odd', family: 'Utan' })
  await seated(test, elsewhere, { groupId: theirGroup, clientIds: [theirs] })
  const door = await aTablet(test, elsewhere, { name: 'Front door' })
  test.at('2026-11-24T22:25:00Z')
  await sent(test, door, [aSign(theirs, '2026-11-24T22:25:00Z')])
})
afterAll(() => test.close())

const board = (who: Actor = test.here.staff.director) => test.house.see(who, hereNow, { siteId: test.here.siteId })
const names = (list: readonly { name: string }[]) => list.map(each => each.name.split(' ')[0])
const mark = (clientId: string, rest: object) =>
  test.house.act(own, markSeat, { sessionId, clientId, kind: 'here', ...rest })

it('who is in the house is told session by session, by a mark or by a sign, and the rest in no session', async () => {
  test.at('2026-11-24T22:28:00Z')
  await sent(test, tablet, [aSign(ada, '2026-11-24T22:20:00Z'), aSign(dag, '2026-11-24T22:22:00Z')])
  // Before it begins they are in the house and in no session.
  const before = await board()
  expect(before).toMatchObject({ sessions: [], clients: 2, staff: 0 })
  expect(names(before.elsewhere)).toEqual(['Ada', 'Dag'])
  test.at('2026-11-24T22:45:00Z')
  await mark(bo, { arrivedAt: '2026-11-24T22:40:00Z' })
  await mark(cleo, { kind: 'absent' })
  const now = await board()
  expect(now).toMatchObject({ now: '2026-11-24T22:45:00.000Z', zone: 'America/New_York', clients: 3, staff: 1 })
  expect(now.sessions).toMatchObject([{ id: sessionId, title: 'Evening group', room: 'Willow', unseen: 0 }])
  expect(now.sessions[0]?.here).toMatchObject([
    { clientId: ada, since: '2026-11-24T22:20:00.000Z' },
    { clientId: bo, since: '2026-11-24T22:40:00.000Z' },
  ])
  expect(names(now.elsewhere)).toEqual(['Dag'])
})

it('who left is not in it any more, nor who takes part by video', async () => {
  test.at('2026-11-24T23:00:00Z')
  await sent(test, tablet, [aSign(dag, '2026-11-24T22:59:00Z', { kind: 'out' })])
  const [first] = (await board()).sessions
  expect(names(first?.here ?? [])).toEqual(['Ada', 'Bo'])
  expect((await board()).elsewhere).toEqual([])
  const { marks } = await test.house.see(own, historyOf, { sessionId, clientId: bo })
  const seen = marks[0]?.id ?? null
  await mark(bo, { arrivedAt: '2026-11-24T22:40:00Z', mode: 'video', seen })
  expect(names((await board()).sessions[0]?.here ?? [])).toEqual(['Ada'])
  test.at('2026-11-24T23:05:00Z')
  await sent(test, tablet, [aSign(ada, '2026-11-24T23:04:00Z', { kind: 'out' })])
  expect(await board()).toMatchObject({ clients: 0, staff: 1, sessions: [{ here: [] }] })
})

it('names are for who may see them; the rest are counted, and the look is written down', async () => {
  const { here, elsewhere } = test
  test.at('2026-11-24T23:10:00Z')
  await sent(test, tablet, [aSign(ada, '2026-11-24T23:08:00Z'), aSign(dag, '2026-11-24T23:09:00Z')])
  const theirs = await board(own)
  expect(theirs).toMatchObject({ clients: 2, elsewhere: [], unseenElsewhere: 1, sessions: [{ unseen: 0 }] })
  const other = await board(here.staff.facilitator)
  expect(other).toMatchObject({ clients: 2, unseenElsewhere: 1, sessions: [{ here: [], unseen: 1 }] })
  expect(JSON.stringify(other)).not.toContain('Ada')
  expect((await linesOf(test, here, 'attendance.here-now')).at(-2)?.clientIds).toEqual([ada])
  expect(JSON.stringify(await board())).not.toContain(elsewhere.canary)
  expect((await refusalOf(board(elsewhere.staff.director))).code).toBe('not-here')
  expect((await refusalOf(board(here.staff.biller))).status).toBe(403)
})
