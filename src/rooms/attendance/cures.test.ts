import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#kernel/actor.ts'
import { day, plusDays, plusMinutes } from '#kernel/time.ts'
import { anEvening } from '#testing/evenings.ts'
import { aClient, licensedStaff, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, linesOf, sessionOn, signedInAs } from '#testing/program.ts'
import { addRoom } from '../calendar/commands.ts'
import { tellAbsence } from '../timetable/absences.ts'
import { markSeat } from './commands.ts'
import { weekHoursOf } from './hours.ts'
import { type LedgerSession, weekLedger } from './ledger.ts'
import { makeUps } from './make-ups.ts'
import { cures } from './offers.ts'

let test: TestHouse
let [ada, bo, cy] = ['', '', '']
let thursdayId = ''
const director = () => test.here.staff.director

// An evening group on Tuesday, Wednesday and Saturday: Ada missed Tuesday, Cy is at court on Saturday. It is Wednesday.
beforeAll(async () => {
  test = await testHouse()
  const { house, here } = test
  test.at('2026-11-24T22:00:00Z')
  const evening = await anEvening(test, here, { name: 'Evening', given: ['Ada', 'Bo', 'Cy'] })
  ;[ada = '', bo = '', cy = ''] = evening.people
  const { roomId } = await house.act(director(), addRoom, { siteId: here.siteId, name: 'Larch', seats: 30 })
  const leader = await licensedStaff(test, here, 'facilitator')
  const groupId = await aGroup(test, here, {
    ...{ name: 'Thursday', roomId, facilitatorIds: [leader.personId] },
    meetings: [{ weekday: 4, starts: '09:00', lengthMinutes: 180 }],
  })
  thursdayId = (await sessionOn(test, here, groupId, '2026-11-26')).id
  test.at('2026-11-25T01:30:00Z')
  for (const clientId of [ada, bo, cy]) {
    const mark = clientId === ada ? { kind: 'absent' as const } : { kind: 'here' as const, arrivedAt: evening.startsAt }
    await house.act(director(), markSeat, { sessionId: evening.sessionId, clientId, ...mark })
  }
  await house.act(director(), tellAbsence, {
    ...{ clientId: cy, reason: 'court', excused: true },
    ...{ fromAt: '2026-11-28T12:00:00Z', untilAt: '2026-11-29T12:00:00Z' },
  })
  test.at('2026-11-25T15:00:00Z')
})
afterAll(() => test.close())

const curesOf = (clientIds: string[], who: Actor = director()) => test.house.see(who, cures, { clientIds })

describe('what would still save the weeks of many', () => {
  it('is what each would be offered alone, asked for all of them at once', async () => {
    const found = await curesOf([cy, ada, bo])
    expect(found.cures.map(each => each.clientId)).toEqual([cy, ada, bo])
    for (const { clientId, missing, fits, sessions } of found.cures) {
      const alone = await test.house.see(director(), makeUps, { clientId })
      expect({ missing, fits, ids: sessions.map(each => each.sessionId) }).toEqual({
        missing: alone.missing,
        fits: alone.fits.length,
        ids: alone.together,
      })
    }
    const [saturday, tuesday, nothing] = found.cures
    expect(saturday).toMatchObject({ missing: 180, sessions: [{ sessionId: thursdayId, minutes: 180 }] })
    expect(tuesday).toMatchObject({ missing: 180, sessions: [{ sessionId: thursdayId }] })
    expect(nothing).toMatchObject({ missing: 0, sessions: [] })
  })

  it('is a look at each of them', async () => {
    await curesOf([ada, bo])
    const [looked] = (await linesOf(test, test.here, 'attendance.cures'))
      .filter(line => line.kind === 'looked')
      .slice(-1)
    expect([...(looked?.clientIds ?? [])].sort()).toEqual([ada, bo].sort())
  })

  it('is not told of somebody elsewhere, nor to who books no make-ups', async () => {
    const theirs = await aClient(test, test.elsewhere, { given: 'Ida', family: 'Away' })
    expect((await refusalOf(curesOf([ada, theirs]))).code).toBe('not-here')
    expect((await refusalOf(curesOf([ada], test.here.staff.biller))).status).toBe(403)
    expect(JSON.stringify(await curesOf([ada]))).not.toContain(test.elsewhere.canary)
  })

  it('is nothing once the week is over', async () => {
    const found = await test.house.see(director(), cures, { clientIds: [ada], monday: '2026-11-16' })
    expect(found.cures).toMatchObject([{ clientId: ada, fits: 0, sessions: [] }])
  })
})

describe('why a week ends short', () => {
  const causesFor = async (who: Actor, clientId: string) =>
    (await test.house.see(who, weekHoursOf, { clientIds: [clientId] })).weeks[0]?.causes

  it('says on which days, and what takes them away as they told it', async () => {
    expect(await causesFor(director(), ada)).toEqual([
      { kind: 'missed', minutes: 180, on: ['2026-11-24'], reasons: [] },
    ])
    const court = { kind: 'away', minutes: 180, on: ['2026-11-28'], reasons: ['court'] }
    expect(await causesFor(director(), cy)).toEqual([court])
    expect(await causesFor(signedInAs(test.here, cy), cy)).toEqual([court])
  })

  it('does not tell billing what takes somebody away', async () => {
    expect(await causesFor(test.here.staff.biller, cy)).toEqual([
      { kind: 'away', minutes: 180, on: ['2026-11-28'], reasons: [] },
    ])
  })

  it('is no week without sessions, when all of them were missed', () => {
    const monday = day('2026-11-23')
    const on = (days: number): LedgerSession => ({
      ...{ onDay: plusDays(monday, days), breaks: [], counting: { counts: true, breakUncountedFrom: 15 }, away: null },
      startsAt: test.now(),
      endsAt: plusMinutes(test.now(), 180),
      presence: { kind: 'absent', arrivedAt: null, leftAt: null },
    })
    const at = { monday, now: test.now(), fullDay: 180, notComing: false }
    expect(weekLedger([on(1), on(2)], 540, at).standing).toBe('cannot-be-met')
    expect(weekLedger([], 540, at).standing).toBe('nothing-booked')
  })
})
