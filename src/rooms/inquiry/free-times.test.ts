import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { query } from '#kernel/door.ts'
import { type Instant, instant } from '#kernel/time.ts'
import { addRoom, setHours } from '#rooms/calendar/commands.ts'
import { addSite } from '#rooms/people/house.ts'
import {
  journalOf,
  licensedStaff,
  refusalOf,
  type TestHouse,
  type TestOrganization,
  testHouse,
} from '#testing/house.ts'
import { aContact } from '#testing/inquiries.ts'
import { withDoors } from '#testing/things.ts'
import { bookAssessment } from './appointments.ts'
import { type FreeTime, freeTimes, spread } from './free-times.ts'
import { slots } from './slot-search.ts'

describe('times of several sites', () => {
  const at = (siteId: string, ...hours: number[]): FreeTime[] =>
    hours.map(hour => ({ siteId, inPerson: true, startsAt: instant(Date.UTC(2026, 10, 25, hour)) }))
  const said = (times: readonly FreeTime[]) =>
    times.map(each => `${each.siteId}${new Date(each.startsAt).getUTCHours()}`)

  it.each([
    ['none', [], []],
    ['none of one site', [at('a'), at('b', 9)], ['b9']],
    ['all, while they are few', [at('a', 9, 12), at('b', 10)], ['a9', 'b10', 'a12']],
    ['the soonest of each first', [at('a', 9, 10, 11, 12), at('b', 18)], ['a9', 'a10', 'a11', 'b18']],
    [
      'of more sites than there are places',
      [at('a', 13), at('b', 12), at('c', 11), at('d', 10), at('e', 9)],
      ['e9', 'd10', 'c11', 'b12'],
    ],
    ['the same time at two', [at('b', 9), at('a', 9)], ['a9', 'b9']],
  ] as const)('%s', (_case, sites, says) => {
    expect(said(spread(sites, 4))).toEqual(says)
  })
})

let test: TestHouse
beforeAll(async () => {
  test = await testHouse()
  test.at('2026-11-24T22:00:00Z')
})
afterAll(() => test.close())

/** Passes the inner door as the program, as the public pages do. */
const asked = query({
  name: 'testing.free-times',
  says: 'Ask for free times as a later room does.',
  who: ['program'],
  input: freeTimes.input,
  discloses: [],
  run: (work, input) => work.ask(freeTimes, input),
  shows: () => [],
})
const timesOf = async (in_: TestOrganization) => (await withDoors(test, [asked]).see(in_.program, asked, {})).times

describe('free times for everybody', () => {
  it('are none where nobody may assess, by video where there is no room, and those of the phone', async () => {
    const { house, here, elsewhere } = test
    const { siteId } = await house.act(here.program, addSite, { name: 'Alder', zone: 'America/New_York' })
    const there = async () => (await timesOf(here)).filter(each => each.siteId === siteId)
    expect(await there()).toEqual([])
    const counselor = await licensedStaff(test, { ...here, siteId }, 'counselor')
    await house.act(here.program, addRoom, { siteId, name: 'canary booth', seats: 1 })
    expect((await there()).map(each => each.inPerson)).toEqual([false, false, false])

    const { roomId } = await house.act(here.program, addRoom, { siteId, name: 'canary room', seats: 2 })
    const phone = await house.see(here.staff.intake, slots, { siteId })
    const inPerson = (startsAt: Instant) => ({ siteId, startsAt, inPerson: true })
    expect(await there()).toEqual(phone.slots.map(each => inPerson(each.startsAt)))

    // Looking holds nothing; what is booked is free no longer, here alone.
    const before = await timesOf(elsewhere)
    const [first] = phone.slots
    const { id: contactId } = await aContact(test, here)
    const time = { siteId, staffId: counselor.personId, roomId, startsAt: first?.startsAt ?? '' }
    const booked = { id: crypto.randomUUID(), contactId, mode: 'in-person' as const, ...time }
    await house.act(here.staff.intake, bookAssessment, booked)
    expect((await there()).map(each => each.startsAt)).not.toContain(first?.startsAt)
    expect(await timesOf(elsewhere)).toEqual(before)
    expect(before.map(each => each.siteId)).not.toContain(siteId)
  })

  it('come from every site by its own hours, at most six, in order', async () => {
    const { house, here } = test
    const { siteId } = await house.act(here.program, addSite, { name: 'Birch', zone: 'America/New_York' })
    await house.act(here.program, setHours, { siteId, hours: [{ weekday: 1, opens: '09:00', closes: '14:00' }] })
    await licensedStaff(test, { ...here, siteId }, 'counselor')
    const times = await timesOf(here)
    expect(times).toHaveLength(6)
    expect(new Set(times.map(each => each.siteId)).size).toBe(3)
    expect(times.find(each => each.siteId === siteId)?.startsAt).toBe('2026-11-30T14:00:00.000Z')
    expect(times.map(each => each.startsAt)).toEqual(times.map(each => each.startsAt).toSorted())
  })

  it('name nobody, no room, and are asked through other rooms alone, without a line in the journal', async () => {
    const { house, here } = test
    const before = (await journalOf(test, here)).filter(line => line.verb !== 'testing.free-times').length
    const told = await timesOf(here)
    for (const each of told) expect(Object.keys(each).sort()).toEqual(['inPerson', 'siteId', 'startsAt'])
    const refusal = await refusalOf(house.pass(freeTimes, { caller: { actor: here.staff.intake }, input: {} }))
    expect(refusal.status).toBe(403)
    const after = (await journalOf(test, here)).filter(line => line.kind !== 'refused').length
    expect(after).toBe(before)
  })
})
