import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Actor, nobody } from '#kernel/actor.ts'
import { setHours } from '#rooms/calendar/commands.ts'
import { bookAssessment, endAssessment, moveAssessment } from '#rooms/inquiry/appointments.ts'
import { save } from '#rooms/inquiry/contacts.ts'
import { joinContacts } from '#rooms/inquiry/endings.ts'
import { addSite } from '#rooms/people/house.ts'
import { timesIn } from '#testing/calendars.ts'
import { licensedStaff, type TestHouse, type TestOrganization, testHouse } from '#testing/house.ts'
import { aContact } from '#testing/inquiries.ts'
import { aGroup, linesOf } from '#testing/program.ts'
import { feedOf, makeFeed } from './feeds.ts'
import { weekOf } from './queries.ts'

// Assessments are booked at the front door; here they are seen among the sessions.

let test: TestHouse
let counselor: Actor & { personId: string }

beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())
beforeEach(async () => {
  test.at('2026-11-24T22:00:00Z')
  counselor = await licensedStaff(test, test.here, 'counselor')
})

const wednesday = '2026-11-25T15:00:00.000Z'
type Like = { startsAt?: string; siteId?: string; mode?: 'in-person' | 'video'; staffId?: string }

/** An assessment of somebody new, whose every word carries the canary. */
async function assessed(like: Like = {}, in_: TestOrganization = test.here) {
  const { id: contactId, code } = await aContact(test, in_)
  const words = { caller: `${in_.canary} Rosa`, callerPhone: '205-555-0176', need: `${in_.canary} need` }
  await test.house.act(in_.staff.intake, save, { id: contactId, version: 1, ...words })
  const slot = {
    ...{ siteId: in_.siteId, mode: 'in-person' as const, startsAt: wednesday, staffId: counselor.personId },
    roomId: like.mode === 'video' ? null : in_.roomId,
    ...like,
  }
  const id = crypto.randomUUID()
  await test.house.act(in_.staff.intake, bookAssessment, { id, contactId, ...slot })
  return { id, contactId, code, slot }
}
type Asked = { monday?: string; siteId?: string; mine?: boolean; on?: string; weeks?: number; groupId?: string }
const week = async (who: Actor, asked: Asked = {}) =>
  (await test.house.see(who, weekOf, { monday: '2026-11-23', ...asked })).assessments
const own = async (who: Actor, asked: Asked = {}) =>
  (await week(who, asked)).filter(each => each.staffId === counselor.personId)

describe('an assessment in the week', () => {
  it('is its code, who holds it, where and when: the way to its inquiry only for who may read that', async () => {
    const { here } = test
    const { id, contactId, code } = await assessed()
    const line = {
      ...{ id, code, siteId: here.siteId, zone: 'America/New_York', onDay: '2026-11-25', mode: 'in-person' },
      ...{ startsAt: wednesday, endsAt: '2026-11-25T16:30:00.000Z', roomId: here.roomId, room: `${here.canary} Maple` },
      ...{ staffId: counselor.personId, staff: `${here.canary} counselor Staff`, site: `${here.canary} Elm Street` },
    }
    for (const role of ['intake', 'counselor', 'director'] as const)
      expect(await own(here.staff[role])).toEqual([{ ...line, contactId }])
    for (const role of ['facilitator', 'nurse', 'prescriber', 'case-manager', 'biller', 'auditor'] as const) {
      const seen = await own(here.staff[role])
      expect(seen).toEqual([{ ...line, contactId: null }])
      expect(JSON.stringify(seen)).not.toMatch(new RegExp(`Rosa|555-0176|need|${contactId}`))
    }
    expect(JSON.stringify(await week(test.elsewhere.staff.director))).not.toContain(code)
    const looks = await linesOf(test, here, 'timetable.week')
    expect(JSON.stringify(looks)).not.toContain(code)
    await test.house.act(here.staff.intake, endAssessment, { id, version: 1, ended: 'canceled' })
  })

  it('stands on its day by the clock of its site, in a week, in some, or on one day', async () => {
    const { house, here } = test
    const { siteId } = await house.act(here.program, addSite, { name: `canaryhere Guam`, zone: 'Pacific/Guam' })
    // In Guam it is Wednesday morning; in New York it is Tuesday evening.
    await assessed({ siteId, mode: 'video', startsAt: '2026-11-24T23:30:00.000Z' })
    await assessed({ mode: 'video', startsAt: '2026-11-30T15:00:00.000Z' })
    const days = async (asked: Asked) => (await own(here.staff.intake, asked)).map(each => [each.onDay, each.room])
    expect(await days({})).toEqual([['2026-11-25', 'Video']])
    expect(await days({ weeks: 2 })).toEqual([
      ['2026-11-25', 'Video'],
      ['2026-11-30', 'Video'],
    ])
    expect(await days({ on: '2026-11-24' })).toEqual([])
    expect(await days({ on: '2026-11-25' })).toHaveLength(1)
    expect(await days({ weeks: 2, siteId })).toEqual([['2026-11-25', 'Video']])
    expect(await days({ weeks: 2, siteId: here.siteId })).toEqual([['2026-11-30', 'Video']])
  })

  it('is among one’s own, and in no group’s sessions', async () => {
    const { here } = test
    await assessed({ mode: 'video' })
    expect(await week(counselor, { mine: true })).toHaveLength(1)
    expect(await week(here.staff.facilitator, { mine: true })).toEqual([])
    const groupId = await aGroup(test, here, { name: 'No assessment' })
    expect(await week(here.staff.director, { groupId })).toEqual([])
  })

  it('goes where it is moved, goes when it is given up, and stays when they came', async () => {
    const { house, here } = test
    const { id, slot } = await assessed({ mode: 'video' })
    const newId = crypto.randomUUID()
    const moved = { ...slot, startsAt: '2026-11-26T15:00:00.000Z' }
    await house.act(here.staff.intake, moveAssessment, { id, version: 1, newId, ...moved })
    expect(await own(counselor)).toMatchObject([{ id: newId, onDay: '2026-11-26' }])
    test.at('2026-11-26T17:00:00Z')
    await house.act(here.staff.intake, endAssessment, { id: newId, version: 1, ended: 'kept' })
    expect(await own(counselor)).toMatchObject([{ id: newId }])
    const other = await assessed({ mode: 'video', startsAt: '2026-11-27T15:00:00.000Z' })
    await house.act(here.staff.intake, endAssessment, { id: other.id, version: 1, ended: 'canceled' })
    expect(await own(counselor)).toMatchObject([{ id: newId }])
  })

  it('goes by the code of the inquiry that was kept, when two become one', async () => {
    const { house, here } = test
    const { contactId } = await assessed({ mode: 'video' })
    const kept = await aContact(test, here)
    await house.act(here.staff.intake, joinContacts, { id: contactId, version: 2, into: kept.id })
    expect(await own(here.staff.intake)).toMatchObject([{ code: kept.code, contactId: kept.id }])
  })

  it('is shown on a closed day and outside the hours too: that is where it is to be moved from', async () => {
    const { house, here } = test
    const { id } = await assessed({ mode: 'video' })
    const hours = [{ weekday: 1, opens: '09:00', closes: '11:00' }]
    await house.act(here.staff.director, setHours, { siteId: here.siteId, hours })
    expect(await own(counselor)).toMatchObject([{ id }])
    await house.act(here.staff.director, setHours, { siteId: here.siteId, hours: [] })
  })
})

describe('an assessment in the calendar of a phone', () => {
  const read = async (secret: string) => {
    const feed = await test.house.see(nobody, feedOf, { secret })
    if (feed.kind === 'nothing') throw new Error('this secret opens nothing')
    return feed.text
  }
  const linkOf = async (who: Actor) =>
    /\/calendar\/(.*)\.ics$/.exec((await test.house.act(who, makeFeed, {})).address)?.[1] ?? ''

  it('is an appointment in a room, of nobody; moved, the old one is canceled', async () => {
    const { house, here } = test
    const { id, code, slot } = await assessed()
    const secret = await linkOf(counselor)
    const room = `${here.canary} Maple`
    const times = timesIn(await read(secret))
    expect(times).toEqual([
      {
        ...{ id, title: `Appointment, ${room}`, place: `${room}, ${here.canary} Elm Street` },
        ...{ from: wednesday, until: '2026-11-25T16:30:00.000Z', canceled: false, sequence: 1 },
      },
    ])
    const newId = crypto.randomUUID()
    const moved = { ...slot, mode: 'video' as const, roomId: null, startsAt: '2026-11-26T15:00:00Z' }
    await house.act(here.staff.intake, moveAssessment, { id, version: 1, newId, ...moved })
    const text = await read(secret)
    expect(timesIn(text)).toMatchObject([
      { id, canceled: true, sequence: 2 },
      { id: newId, title: 'Appointment, Video', canceled: false },
    ])
    expect(text).not.toMatch(new RegExp(`${code}|Rosa|need|assess|inquir|recover|treat`, 'i'))
    expect(timesIn(await read(await linkOf(await licensedStaff(test, here, 'counselor'))))).toEqual([])
  })
})
