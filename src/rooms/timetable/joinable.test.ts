import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '#kernel/actor.ts'
import { plusMinutes } from '#kernel/time.ts'
import { licensedStaff, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, seated, sessionOn } from '#testing/program.ts'
import { everyDay, thursday, visitsIn } from '#testing/visits.ts'
import { addRoom } from '../calendar/commands.ts'
import { joinable, joinSession } from './visits.ts'

let test: TestHouse
let count = 0
let roomId = ''
let leader: Actor & { personId: string }
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())
// Each test has a room and a facilitator of its own.
beforeEach(async () => {
  count++
  test.at('2026-11-24T22:00:00Z')
  const room = { siteId: test.here.siteId, name: `Larch ${count}`, seats: 30 }
  roomId = (await test.house.act(director(), addRoom, room)).roomId
  leader = await licensedStaff(test, test.here, 'facilitator')
})

const { director, person, crowd, group, session, meeting, comes, leaves, look, kindsFor } = visitsIn(() => ({
  test,
  count,
  roomId,
  leader,
}))

describe('what somebody could come to', () => {
  it('is every session that is to come and not theirs, with all that is in the way of each', async () => {
    const own = await group('Own', 8)
    const [fits, full] = [await group('Fits', 10), await group('Full', 12, { capacity: 1 })]
    const [women, overlaps] = [await group('Women', 14, { cohort: 'women' }), await anotherAt('Beside', 8)]
    const [clientId, other] = [await person('Missed'), await person('Other')]
    await seated(test, test.here, { groupId: own, clientIds: [clientId] })
    await seated(test, test.here, { groupId: full, clientIds: [other] })
    expect(await kindsFor(clientId, own, fits, full, women, overlaps)).toEqual([
      [],
      [[]],
      [['session-full']],
      [['not-in-cohort']],
      [['double-booked']],
    ])
    const { sessions, clients, now } = await look([clientId, other])
    expect(now).toBe(test.now())
    expect(clients.map(client => client.clientId)).toEqual([clientId, other])
    expect(sessions.find(each => each.groupId === full)).toMatchObject({ group: `Full ${count}`, placesLeft: 0 })
    expect(sessions.find(each => each.groupId === fits)).toMatchObject({
      service: 'group-therapy',
      serviceName: 'Group therapy',
      countedMinutes: 60,
      counts: true,
      onDay: thursday,
      zone: 'America/New_York',
      room: `Larch ${count}`,
      siteId: test.here.siteId,
      trackId: test.here.trackId,
      topicId: null,
      placesLeft: 12,
      facilitators: [{ staffId: leader.personId, lead: true }],
    })
    // What is offered is what the door takes.
    const { id } = await session(fits)
    await comes(id, clientId)
    expect(await kindsFor(clientId, fits)).toEqual([[]])
    expect((await look([other])).sessions.find(each => each.id === id)).toMatchObject({ placesLeft: 11 })
    const near = await test.house.see(director(), joinable, {
      clientIds: [other],
      from: test.now(),
      until: plusMinutes(test.now(), 60),
    })
    expect(near).toEqual({ now: test.now(), sessions: [], clients: [{ clientId: other, sessions: [] }] })
    const tooFar = { clientIds: [other], from: '2026-11-24T00:00:00Z', until: '2026-12-24T00:00:00Z' }
    expect((await refusalOf(test.house.see(director(), joinable, tooFar))).status).toBe(422)
  })

  /** A group of another room and facilitator at the same hour. */
  async function anotherAt(name: string, hour: number): Promise<string> {
    const room = { siteId: test.here.siteId, name: `Fir ${count}`, seats: 30 }
    const other = await test.house.act(director(), addRoom, room)
    const beside = await licensedStaff(test, test.here)
    return group(name, hour, { roomId: other.roomId, facilitatorIds: [beside.personId] })
  }

  it('costs as many statements for many people and sessions as for few', async () => {
    const few = await group('Few', 8)
    await group('Others', 9)
    const people = await crowd(12)
    await seated(test, test.here, { groupId: few, clientIds: people.slice(0, 2) })
    const cost = async (clientIds: readonly string[]) => {
      let sent = 0
      test.house.parts.pool.once('acquire', client => {
        const query = client.query.bind(client)
        const counted = (...given: Parameters<typeof query>) => {
          sent++
          return query(...given)
        }
        Object.assign(client, { query: counted })
        test.house.parts.pool.once('release', () => Object.assign(client, { query }))
      })
      const { sessions } = await look(clientIds)
      return { sent, sessions: sessions.length }
    }
    const one = await cost(people.slice(0, 1))
    for (const hour of [10, 11, 12, 13, 14, 15]) await group(`More ${hour}`, hour, { meetings: everyDay(`${hour}:00`) })
    const many = await cost(people)
    expect(many.sessions).toBeGreaterThan(one.sessions + 20)
    expect(one.sent).toBeGreaterThan(10)
    expect(many.sent).toBe(one.sent)
  })

  it('is of one organization: nothing of another is here, and nobody comes from there', async () => {
    const at = await meeting('Ours', 9)
    const { house, here, elsewhere } = test
    const theirs = await aGroup(test, elsewhere, {
      name: `${elsewhere.canary} ${count}`,
      facilitatorIds: [(await licensedStaff(test, elsewhere)).personId],
      meetings: [{ weekday: 4, starts: `${String(count % 20).padStart(2, '0')}:00`, lengthMinutes: 30 }],
    })
    const [mine, stranger] = [await person('Mine'), await person('Stranger', elsewhere)]
    const { id: foreign } = await sessionOn(test, elsewhere, theirs, thursday)
    for (const [sessionId, clientId] of [
      [foreign, mine],
      [at.id, stranger],
    ] as const) {
      expect((await refusalOf(comes(sessionId, clientId))).status).toBe(404)
      expect((await refusalOf(leaves(sessionId, clientId))).status).toBe(404)
    }
    expect((await refusalOf(look([mine, stranger]))).status).toBe(404)
    const seen = await look([mine])
    expect(seen.sessions.some(each => each.id === at.id)).toBe(true)
    expect(JSON.stringify(seen)).not.toContain(elsewhere.canary)
    expect(JSON.stringify(await look([stranger], elsewhere.staff.director))).not.toContain(here.canary)
    expect(
      (await refusalOf(house.act(director(), joinSession, { sessionId: at.id, clientIds: [mine], because: 'make-up' })))
        .status,
    ).toBe(403)
    expect((await refusalOf(look([mine], here.staff.administrator))).status).toBe(403)
  })
})
