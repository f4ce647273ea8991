import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { query } from '#kernel/door.ts'
import { momentSchema } from '#kernel/fields.ts'
import { aClient, refusalOf, staffMember, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, allAtOnce, linesOf, seated, sessionOn } from '#testing/program.ts'
import { withDoors } from '#testing/things.ts'
import { addRoom } from '../calendar/commands.ts'
import { joinCareTeam, mergeCharts } from '../people/commands.ts'
import { absencesOf, recordRemote, remotesOf, tellAbsence, withdrawAbsence } from './absences.ts'
import { absencesIn } from './absences-store.ts'
import { rosterOf } from './queries.ts'
import { cancelSession } from './sessions.ts'

/** What the room itself reads of absences: later doors show it with their rosters. */
const known = query({
  name: 'timetable.known-beforehand',
  says: 'What is known of clients before a session.',
  who: ['director'],
  input: z.strictObject({
    clientIds: z.array(z.uuid()),
    from: momentSchema,
    until: momentSchema,
  }),
  discloses: [],
  run: async (work, input) => ({
    absences: await absencesIn(work, input.clientIds, input),
  }),
  shows: () => [],
})

let test: TestHouse
let count = 0
let roomId = ''
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())
beforeEach(async () => {
  count++
  test.at('2026-11-24T22:00:00Z')
  const room = { siteId: test.here.siteId, name: `Birch ${count}`, seats: 14 }
  roomId = (await test.house.act(test.here.staff.director, addRoom, room)).roomId
})

// Each test's group meets at an hour of its own, or its facilitator would be in two places.
const hour = () => String(count + 7).padStart(2, '0')
const group = () =>
  aGroup(test, test.here, {
    name: `Group ${count}`,
    roomId,
    meetings: [2, 4].map(weekday => ({ weekday, starts: `${hour()}:00`, lengthMinutes: 60 })),
  })
const person = (given: string) => aClient(test, test.here, { given, family: `Bakke ${count}` })
const tell = (clientId: string, fromAt: string, untilAt: string) =>
  test.house.act(test.here.staff.intake, tellAbsence, { clientId, fromAt, untilAt, reason: 'court', excused: true })
const inside = async (clientIds: string[], from: string, until: string) =>
  (await withDoors(test, [known]).see(test.here.staff.director, known, { clientIds, from, until })).absences

describe('an absence told in advance', () => {
  it('says how many sessions lie in it, and stands until it is taken back', async () => {
    const groupId = await group()
    const clientId = await person('Tor')
    await seated(test, test.here, { groupId, clientIds: [clientId] })
    // From the middle of Thursday's session to the start of Tuesday's: one of them is touched, the other only met.
    const fromAt = `2026-11-26T${hour()}:30:00-05:00`
    const untilAt = `2026-12-01T${hour()}:00:00-05:00`
    const { absenceId, sessions } = await tell(clientId, fromAt, untilAt)
    expect(sessions).toBe(1)
    const { absences } = await test.house.see(test.here.staff.counselor, absencesOf, { clientId })
    expect(absences).toMatchObject([
      { id: absenceId, reason: 'court', excused: true, toldTo: 'canaryhere intake Staff', withdrawnAt: null },
    ])
    const session = `2026-11-26T${hour()}:00:00-05:00`
    expect(await inside([clientId], session, fromAt)).toEqual([])
    expect(await inside([clientId], fromAt, untilAt)).toMatchObject([{ clientId, id: absenceId, excused: true }])
    expect(await inside([clientId], untilAt, `2026-12-02T00:00:00Z`)).toEqual([])
    const back = { absenceId, clientId }
    const { done, refused } = await allAtOnce(4, () =>
      test.house.act(test.here.staff.facilitator, withdrawAbsence, back),
    )
    expect([done.length, ...refused.map(each => each.status)]).toEqual([1, 404, 404, 404])
    expect(await inside([clientId], fromAt, untilAt)).toEqual([])
    const after = await test.house.see(test.here.staff.counselor, absencesOf, { clientId })
    expect(after.absences).toMatchObject([{ id: absenceId, withdrawnAt: test.now() }])
    const lines = await linesOf(test, test.here, tellAbsence.name)
    expect(lines.at(-1)).toMatchObject({ kind: 'did', clientIds: [clientId] })
    expect(JSON.stringify(lines)).not.toContain('court')
  })

  it('counts the hours of a clock-change night as they pass', async () => {
    test.at('2027-03-10T12:00:00Z')
    const clientId = await person('Sol')
    const staffId = (await staffMember(test.house, test.here, 'facilitator')).personId ?? ''
    const night = { name: `Night ${count}`, roomId, startsOn: '2027-03-10', facilitatorIds: [staffId] }
    const groupId = await aGroup(test, test.here, {
      ...night,
      meetings: [{ weekday: 7, starts: '01:30', lengthMinutes: 60 }],
    })
    await seated(test, test.here, { groupId, clientIds: [clientId], fromOn: '2027-03-10' })
    // 01:30 to 03:30 on the wall is one hour on the night of 14 March.
    expect((await tell(clientId, '2027-03-14T03:00:00-04:00', '2027-03-14T03:30:00-04:00')).sessions).toBe(1)
    expect((await tell(clientId, '2027-03-14T03:30:00-04:00', '2027-03-14T04:30:00-04:00')).sessions).toBe(0)
  })

  it('begins before it ends, is not over, and lasts no longer than a season', async () => {
    const clientId = await person('Tor')
    const crossed = await refusalOf(tell(clientId, '2026-11-26T10:00:00Z', '2026-11-26T10:00:00Z'))
    expect(crossed).toMatchObject({ code: 'dates-crossed', status: 422 })
    expect((await refusalOf(tell(clientId, '2026-11-24T20:00:00Z', '2026-11-24T22:00:00Z'))).code).toBe('over')
    expect((await refusalOf(tell(clientId, '2026-11-25T00:00:00Z', '2027-02-24T00:00:00Z'))).code).toBe('dates-crossed')
    const { sessions } = await tell(clientId, '2026-11-24T20:00:00Z', '2026-11-24T22:01:00Z')
    expect(sessions).toBe(0)
  })

  it('is of the person, by whichever chart it was told and asked', async () => {
    const [kept, alias] = [await person('Tor'), await person('Thor')]
    const { absenceId } = await tell(alias, '2026-11-26T10:00:00Z', '2026-11-27T10:00:00Z')
    await test.owner.query("update people.stay set ends_on = '2026-11-24', end_reason = 'test' where client_id = $1", [
      alias,
    ])
    const director = { ...test.here.staff.director, confirmedAt: test.now() }
    await test.house.act(director, mergeCharts, { clientId: kept, aliasId: alias, reason: 'same person at the desk' })
    const groupId = await group()
    await seated(test, test.here, { groupId, clientIds: [kept] })
    const { id: sessionId } = await sessionOn(test, test.here, groupId, '2026-11-26')
    const { seats } = await test.house.see(director, rosterOf, { sessionId })
    expect(seats).toMatchObject([{ clientId: kept, absence: { reason: 'court' } }])
    for (const clientId of [kept, alias]) {
      expect((await test.house.see(director, absencesOf, { clientId })).absences).toHaveLength(1)
      expect(await inside([clientId], '2026-11-26T00:00:00Z', '2026-11-27T00:00:00Z')).toMatchObject([
        { clientId, id: absenceId },
      ])
    }
    await test.house.act(director, withdrawAbsence, { absenceId, clientId: kept })
    expect(await inside([alias], '2026-11-26T00:00:00Z', '2026-11-27T00:00:00Z')).toEqual([])
  })

  it('of another organization is not there', async () => {
    const stranger = await aClient(test, test.elsewhere, { given: 'Ida', family: `Far ${count}` })
    const span = { fromAt: '2026-11-26T10:00:00Z', untilAt: '2026-11-27T10:00:00Z' }
    const words = { clientId: stranger, ...span, reason: 'work', excused: false } as const
    const { absenceId } = await test.house.act(test.elsewhere.staff.intake, tellAbsence, words)
    expect((await refusalOf(tell(stranger, span.fromAt, span.untilAt))).status).toBe(404)
    const mine = await person('Tor')
    const back = test.house.act(test.here.staff.director, withdrawAbsence, { absenceId, clientId: mine })
    expect((await refusalOf(back)).status).toBe(404)
    expect(await inside([stranger], span.fromAt, span.untilAt)).toEqual([])
  })
})

describe('where somebody is while they join from afar', () => {
  const location = 'sister’s kitchen, 4 Elm Row'
  const remote = (sessionId: string, clientId: string) =>
    ({ sessionId, clientId, mode: 'video', location, agreed: true }) as const
  const kept = async (sessionId: string, clientId: string) => {
    const { director } = test.here.staff
    return (await test.house.see(director, remotesOf, { clientId, sessionIds: [sessionId] })).remotes
  }

  it('is recorded by who leads the session, and the later word holds', async () => {
    const { house, here } = test
    const groupId = await group()
    const clientId = await person('Tor')
    await seated(test, here, { groupId, clientIds: [clientId] })
    const { id: sessionId } = await sessionOn(test, here, groupId, '2026-11-26')
    await house.act(here.staff.facilitator, recordRemote, remote(sessionId, clientId))
    await house.act(here.staff.nurse, recordRemote, { ...remote(sessionId, clientId), mode: 'phone', agreed: false })
    expect(await kept(sessionId, clientId)).toMatchObject([{ sessionId, mode: 'phone', location, agreed: false }])
    const other = await person('Liv')
    expect(await kept(sessionId, other)).toEqual([])
    const strangers = await refusalOf(house.see(test.elsewhere.staff.director, remotesOf, { clientId, sessionIds: [] }))
    expect(strangers.status).toBe(404)
    const lines = await linesOf(test, here, recordRemote.name)
    expect(lines.at(-1)).toMatchObject({ kind: 'did', clientIds: [clientId] })
    expect(JSON.stringify(lines)).not.toContain('kitchen')
  })

  it('is not for who leads another session, nor for who is not expected, nor when it is canceled', async () => {
    const { house, here } = test
    const groupId = await group()
    const [clientId, other] = [await person('Tor'), await person('Liv')]
    await seated(test, here, { groupId, clientIds: [clientId] })
    const { id: sessionId, version } = await sessionOn(test, here, groupId, '2026-11-26')
    const stranger = await staffMember(house, here, 'facilitator')
    const team = { clientId, staffId: stranger.personId ?? '', duty: 'counselor' } as const
    await house.act(here.staff.director, joinCareTeam, team)
    const notTheirs = await refusalOf(house.act(stranger, recordRemote, remote(sessionId, clientId)))
    expect(notTheirs).toMatchObject({ code: 'not-yours', status: 403 })
    const notThere = await refusalOf(house.act(here.staff.director, recordRemote, remote(sessionId, other)))
    expect(notThere.code).toBe('not-on-roster')
    const elsewhere = await refusalOf(
      house.act(test.elsewhere.staff.director, recordRemote, remote(sessionId, clientId)),
    )
    expect(elsewhere.status).toBe(404)
    await house.act(here.staff.director, cancelSession, { sessionId, version, reason: 'water in the hall' })
    const canceled = await refusalOf(house.act(here.staff.director, recordRemote, remote(sessionId, clientId)))
    expect(canceled.code).toBe('canceled')
    expect(await kept(sessionId, clientId)).toEqual([])
  })
})
