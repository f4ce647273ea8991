import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '#kernel/actor.ts'
import { aClient, refusalOf, staffMember, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, allAtOnce, codesOf, seated, sessionOn } from '#testing/program.ts'
import { tellAbsence } from '../timetable/absences.ts'
import { weekOf } from '../timetable/queries.ts'
import { bookSession, cancelSession } from '../timetable/sessions.ts'
import { closeAttendance, markAllPresent, markSeat, redateSession } from './commands.ts'
import { weekHoursOf } from './hours.ts'
import { sheetOf, sheetsOf } from './queries.ts'

// Sessions booked by name: marked as those of a group are, counted by their service, and set to their true time.

let test: TestHouse
let leader: Actor
let clientId = ''
let count = 0
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())

// Each test has a counselor of its own and one client; the session is Tuesday 24 November, 10:00 to 10:50 in New York.
beforeEach(async () => {
  count++
  test.at('2026-11-23T13:00:00Z')
  leader = await staffMember(test.house, test.here, 'counselor')
  clientId = await aClient(test, test.here, { given: 'Ada', family: `Strand ${count}` })
})

const startsAt = '2026-11-24T15:00:00Z'
const endsAt = '2026-11-24T15:50:00Z'
async function booked(more: { service?: string; staff?: Actor } = {}): Promise<string> {
  const { staff = leader, service = 'individual' } = more
  const { sessionIds } = await test.house.act(test.here.staff.director, bookSession, {
    service,
    siteId: test.here.siteId,
    startsAt,
    lengthMinutes: 50,
    mode: 'video',
    staffIds: [staff.personId ?? ''],
    clientIds: [clientId],
    override: null,
  })
  return sessionIds[0] ?? ''
}
const week = async () =>
  (await test.house.see(test.here.staff.director, weekHoursOf, { clientIds: [clientId] })).weeks[0]
const here = { kind: 'here' as const, arrivedAt: startsAt }

describe('a session booked by name', () => {
  it('is marked and closed by who leads it, and its minutes count', async () => {
    const { house } = test
    const sessionId = await booked()
    expect(await week()).toMatchObject({ credited: 0, coming: 50 })
    test.at(endsAt)
    await house.act(leader, markSeat, { sessionId, clientId, ...here, arrivedAt: '2026-11-24T15:08:00Z' })
    await house.act(leader, closeAttendance, { sessionId })
    const sheet = await house.see(leader, sheetOf, { sessionId })
    expect(sheet.session).toMatchObject({ group: 'Individual session', format: 'one', groupId: null })
    expect(sheet.people).toMatchObject([{ clientId, standing: 'late', minutes: 42, isNew: false }])
    expect(await week()).toMatchObject({ credited: 42, coming: 0 })
  })

  it('takes the no-show with its reason, and credits nothing', async () => {
    const sessionId = await booked()
    test.at(endsAt)
    await test.house.act(leader, markSeat, { sessionId, clientId, kind: 'absent', reason: 'no call' })
    const { people } = await test.house.see(leader, sheetOf, { sessionId })
    expect(people).toMatchObject([{ standing: 'absent', minutes: 0, mark: { reason: 'no call' } }])
    expect(await week()).toMatchObject({ credited: 0, coming: 0 })
  })

  it('of a service that does not count shows its minutes and adds none to the week', async () => {
    const { house } = test
    const manager = await staffMember(house, test.here, 'case-manager')
    const sessionId = await booked({ service: 'case-management', staff: manager })
    expect(await week()).toMatchObject({ coming: 0 })
    test.at(endsAt)
    await house.act(manager, markSeat, { sessionId, clientId, ...here })
    const sheet = await house.see(manager, sheetOf, { sessionId })
    expect(sheet).toMatchObject({ session: { counts: false }, people: [{ minutes: 50 }] })
    expect(await week()).toMatchObject({ credited: 0, coming: 0 })
  })

  it('is not marked by a case manager or prescriber who does not lead it', async () => {
    const sessionId = await booked()
    test.at(endsAt)
    for (const role of ['case-manager', 'prescriber'] as const) {
      const who = test.here.staff[role]
      const refused = await refusalOf(test.house.act(who, markSeat, { sessionId, clientId, ...here }))
      expect(refused.code, role).toBe('not-yours')
    }
  })

  it('stands on the list with whom it is, for who leads it alone', async () => {
    const { house } = test
    const sessionId = await booked()
    test.at(endsAt)
    const lineOf = async (who: Actor) =>
      (await house.see(who, sheetsOf, {})).sessions.find(session => session.id === sessionId)
    expect((await lineOf(leader))?.with).toEqual([expect.stringContaining(`Ada Strand ${count}`)])
    expect((await lineOf(test.here.staff.director))?.with).toEqual([])
  })
})

describe('what was told in advance', () => {
  const court = { fromAt: '2026-11-24T14:00:00Z', untilAt: '2026-11-24T18:00:00Z', reason: 'court' as const }

  it('is offered on the sheet and marked by nobody but who looks at it', async () => {
    const { house } = test
    const sessionId = await booked()
    await house.act(leader, tellAbsence, { clientId, ...court, excused: true })
    expect(await week()).toMatchObject({ coming: 0, likely: 0 })
    test.at(endsAt)
    const sheet = () => house.see(leader, sheetOf, { sessionId })
    expect((await sheet()).people).toMatchObject([
      { standing: 'not-marked', absence: { reason: 'court', excused: true }, mark: null },
    ])
    expect(await house.act(leader, markAllPresent, { sessionId })).toEqual({ marked: [], away: 1 })
    expect((await refusalOf(house.act(leader, closeAttendance, { sessionId }))).code).toBe('unmarked')
    const reason = 'Told in advance: court'
    const { markId } = await house.act(leader, markSeat, { sessionId, clientId, kind: 'excused', reason })
    await house.act(leader, closeAttendance, { sessionId })
    // They came all the same: the correction is credited.
    await house.act(leader, markSeat, { sessionId, clientId, ...here, seen: markId })
    expect(await week()).toMatchObject({ credited: 50, likely: 50 })
  })

  it('leaves the others of a group to be marked at once', async () => {
    const { house } = test
    const groupId = await aGroup(test, test.here, { name: `Told ${count}`, facilitatorIds: [leader.personId ?? ''] })
    const other = await aClient(test, test.here, { given: 'Ben', family: `Strand ${count}` })
    await seated(test, test.here, { groupId, clientIds: [clientId, other] })
    await house.act(test.here.staff.director, tellAbsence, {
      clientId,
      fromAt: '2026-11-24T22:00:00Z',
      untilAt: '2026-11-25T02:00:00Z',
      reason: 'work',
      excused: false,
    })
    const { id: sessionId } = await sessionOn(test, test.here, groupId)
    expect(await week()).toMatchObject({ coming: 360 })
    test.at('2026-11-24T22:40:00Z')
    expect(await house.act(leader, markAllPresent, { sessionId })).toEqual({ marked: [other], away: 1 })
  })
})

describe('a session that took place at another time', () => {
  const later = { startsAt: '2026-11-24T17:00:00Z', lengthMinutes: 45, reason: 'began two hours late' }

  it('gets its true time from who led it, and is marked by that', async () => {
    const { house } = test
    const sessionId = await booked()
    test.at('2026-11-24T18:00:00Z')
    const { startsAt: from, endsAt: until } = await house.act(leader, redateSession, { sessionId, ...later })
    expect([from, until]).toEqual(['2026-11-24T17:00:00.000Z', '2026-11-24T17:45:00.000Z'])
    const planned = await refusalOf(house.act(leader, markSeat, { sessionId, clientId, ...here }))
    expect(planned.code).toBe('outside-session')
    await house.act(leader, markSeat, { sessionId, clientId, kind: 'here', arrivedAt: from })
    expect(await week()).toMatchObject({ credited: 45 })
    const { sessions } = await house.see(test.here.staff.director, weekOf, {})
    expect(sessions.find(session => session.id === sessionId)).toMatchObject({ changeReason: later.reason })
  })

  it('stays where it is once somebody is marked, until the mark is taken back', async () => {
    const { house } = test
    const sessionId = await booked()
    test.at('2026-11-24T18:00:00Z')
    await house.act(leader, markSeat, { sessionId, clientId, ...here })
    expect((await refusalOf(house.act(leader, redateSession, { sessionId, ...later }))).code).toBe('attendance-taken')
  })

  it('is set by who leads it or a director, to a time that is over and in nobody’s way', async () => {
    const { house, elsewhere } = test
    const sessionId = await booked()
    test.at('2026-11-24T18:00:00Z')
    const asked = (who: Actor, more: object = {}) =>
      refusalOf(house.act(who, redateSession, { sessionId, ...later, ...more }))
    const stranger = await staffMember(house, test.here, 'counselor')
    expect((await asked(stranger)).code).toBe('not-yours')
    expect((await asked(elsewhere.staff.director)).status).toBe(404)
    expect((await asked(leader, { startsAt: '2026-11-24T19:00:00Z' })).code).toBe('not-over')
    test.at('2026-11-23T13:00:00Z')
    await house.act(test.here.staff.director, bookSession, {
      service: 'individual',
      siteId: test.here.siteId,
      startsAt: '2026-11-24T17:30:00Z',
      lengthMinutes: 50,
      mode: 'phone',
      staffIds: [leader.personId ?? ''],
      clientIds: [await aClient(test, test.here, { given: 'Cleo', family: `Strand ${count}` })],
    })
    test.at('2026-11-24T20:00:00Z')
    expect((await asked(leader)).code).toBe('double-booked')
    await house.act(test.here.staff.director, redateSession, { sessionId, ...later, startsAt: '2026-11-24T16:30:00Z' })
  })

  it('is never moved away under a mark that is made at the same moment', async () => {
    const { house } = test
    const sessionId = await booked()
    test.at('2026-11-24T18:00:00Z')
    const { done, refused } = await allAtOnce(6, at =>
      at % 2 === 0
        ? house.act(leader, redateSession, { sessionId, ...later })
        : house.act(leader, markSeat, { sessionId, clientId, ...here }),
    )
    const sheet = await house.see(leader, sheetOf, { sessionId })
    const moved = sheet.session.startsAt === '2026-11-24T17:00:00.000Z'
    // A mark of the planned time and the new time never stand together.
    expect(sheet.people.some(person => person.mark !== null) && moved).toBe(false)
    expect(done).toHaveLength(moved ? 3 : 1)
    expect(Object.keys(codesOf(refused))).toEqual([moved ? 'outside-session' : expect.any(String)])
  })

  it('that was canceled and took place all the same takes place again', async () => {
    const { house } = test
    const sessionId = await booked()
    const director = test.here.staff.director
    const { sessions } = await house.see(director, weekOf, {})
    const version = sessions.find(session => session.id === sessionId)?.version ?? 0
    await house.act(director, cancelSession, { sessionId, version, reason: 'thought to be off' })
    test.at('2026-11-24T18:00:00Z')
    await house.act(leader, redateSession, { sessionId, ...later })
    await house.act(leader, markSeat, { sessionId, clientId, kind: 'here', arrivedAt: later.startsAt })
    expect(await week()).toMatchObject({ credited: 45 })
  })
})
