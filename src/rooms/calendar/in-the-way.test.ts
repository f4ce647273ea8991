import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { mergeCharts } from '#rooms/people/commands.ts'
import { addSite } from '#rooms/people/house.ts'
import { aClient, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import {
  addRoom,
  book,
  closeDays,
  endUnavailable,
  reopenDays,
  setHours,
  setTravel,
  setUnavailable,
} from './commands.ts'
import { inTheWay } from './queries.ts'

let test: TestHouse
let count = 0
let roomId = ''
let staffId = ''
beforeAll(async () => {
  test = await testHouse()
  staffId = test.here.staff.facilitator.personId ?? ''
})
afterAll(() => test.close())
beforeEach(async () => {
  count++
  const room = { siteId: test.here.siteId, name: `Cedar ${count}`, seats: 9 }
  roomId = (await test.house.act(test.here.staff.director, addRoom, room)).roomId
})

type Kind = 'room' | 'staff' | 'client'
const span = (kind: Kind, resourceId: string, [startsAt, endsAt]: [string, string], siteId: string | null = null) => ({
  kind,
  resourceId,
  startsAt,
  endsAt,
  siteId,
})
const ask = async (...spans: ReturnType<typeof span>[]) =>
  (await test.house.see(test.here.staff.director, inTheWay, { spans })).inTheWay
const words = async (...spans: ReturnType<typeof span>[]) => (await ask(...spans)).map(each => each.words)
/** Ten to eleven in New York on a day of December 2026, which is three to four in UTC. */
const morning = (day: string): [string, string] => [`2026-12-${day}T15:00:00Z`, `2026-12-${day}T16:00:00Z`]

describe('what holds a span already', () => {
  it('is told by place, with its hours, and not when it is to be given up', async () => {
    const { house, here } = test
    const { heldBy } = await house.act(here.staff.director, book, {
      spans: [span('room', roomId, morning('01')), span('staff', staffId, morning('01'))],
    })
    const half: [string, string] = ['2026-12-01T15:30:00Z', '2026-12-01T17:00:00Z']
    const after: [string, string] = ['2026-12-01T16:00:00Z', '2026-12-01T17:00:00Z']
    const spans = [span('room', roomId, after), span('room', roomId, half), span('staff', staffId, half)]
    expect(await ask(...spans)).toEqual([
      {
        place: 1,
        because: 'booked',
        kind: 'room',
        resourceId: roomId,
        startsAt: '2026-12-01T15:00:00.000Z',
        endsAt: '2026-12-01T16:00:00.000Z',
        words: 'The room is taken at this time.',
      },
      expect.objectContaining({ place: 2, kind: 'staff', words: 'A facilitator is booked at this time.' }),
    ])
    const leaving = { heldByKind: 'hold', heldBy: [heldBy] }
    expect((await house.see(here.staff.director, inTheWay, { spans, leaving })).inTheWay).toEqual([])
    const other = { heldByKind: 'session', heldBy: [heldBy] }
    expect((await house.see(here.staff.director, inTheWay, { spans, leaving: other })).inTheWay).toHaveLength(2)
  })

  it('is found when it began the day before', async () => {
    const { house, here } = test
    const long: [string, string] = ['2026-12-02T16:00:00Z', '2026-12-03T16:00:00Z']
    await house.act(here.staff.director, book, { spans: [span('room', roomId, long)] })
    expect(await ask(span('room', roomId, ['2026-12-03T15:59:00Z', '2026-12-03T16:30:00Z']))).toHaveLength(1)
    expect(await ask(span('room', roomId, ['2026-12-03T16:00:00Z', '2026-12-03T16:30:00Z']))).toEqual([])
  })
})

describe('a site', () => {
  const week = (weekdays: number[], opens: string, closes: string) =>
    weekdays.map(weekday => ({ weekday, opens, closes }))
  const site = async (zone: string) =>
    (await test.house.act(test.here.program, addSite, { name: `Site ${count}`, zone })).siteId

  it('without hours is always open; with them it is closed outside, on its own wall clock', async () => {
    const { house, here } = test
    const [denver, york] = [await site('America/Denver'), here.siteId]
    const at = (siteId: string, hours: [string, string]) => span('room', roomId, hours, siteId)
    // Seven in the evening in New York, five in Denver.
    const evening: [string, string] = ['2026-12-04T00:00:00Z', '2026-12-04T01:00:00Z']
    expect(await ask(at(denver, evening), at(york, evening))).toEqual([])
    for (const siteId of [denver, york])
      await house.act(here.staff.director, setHours, { siteId, hours: week([1, 2, 3, 4, 5], '08:00', '18:00') })
    expect(await ask(at(denver, evening), at(york, evening))).toEqual([
      {
        place: 1,
        because: 'closed',
        kind: 'room',
        resourceId: roomId,
        startsAt: '2026-12-04T00:00:00.000Z',
        endsAt: '2026-12-04T01:00:00.000Z',
        words: 'Outside opening hours, 8 am to 6 pm.',
      },
    ])
    expect(await words(at(denver, ['2026-12-06T17:00:00Z', '2026-12-06T18:00:00Z']))).toEqual(['Closed on Sundays.'])
    // The hour until closing, and one minute more.
    expect(await words(at(denver, ['2026-12-04T00:00:00Z', '2026-12-04T01:01:00Z']))).toHaveLength(1)
    await house.act(here.staff.director, setHours, { siteId: york, hours: [] })
    await house.act(here.staff.director, setHours, { siteId: denver, hours: [] })
    expect(await ask(at(york, evening), at(denver, evening))).toEqual([])
  })

  it('is told to be closed once for all who would be there', async () => {
    const { house, here } = test
    const siteId = await site('America/New_York')
    await house.act(here.staff.director, closeDays, {
      siteId: null,
      fromOn: '2026-12-24',
      untilOn: '2026-12-25',
      name: 'Christmas',
    })
    const told = await ask(
      span('staff', staffId, morning('23'), siteId),
      span('room', roomId, morning('24'), siteId),
      span('staff', staffId, morning('24'), siteId),
      span('room', roomId, morning('25'), siteId),
      span('room', roomId, morning('24')),
    )
    expect(told.map(each => [each.place, each.words])).toEqual([
      [1, 'Closed: Christmas.'],
      [3, 'Closed: Christmas.'],
    ])
  })

  it('is closed on its own day, alone or with all, until it is opened again', async () => {
    const { house, here } = test
    const [honolulu, york] = [await site('Pacific/Honolulu'), here.siteId]
    const { closureId } = await house.act(here.staff.director, closeDays, {
      siteId: honolulu,
      fromOn: '2026-12-28',
      untilOn: '2026-12-28',
      name: 'Painting',
    })
    // Nine in the evening of the 28th in Honolulu, the 29th everywhere else.
    const late: [string, string] = ['2026-12-29T07:00:00Z', '2026-12-29T08:00:00Z']
    expect(await words(span('room', roomId, late, honolulu), span('room', roomId, late, york))).toEqual([
      'Closed: Painting.',
    ])
    expect(await ask(span('room', roomId, ['2026-12-29T11:00:00Z', '2026-12-29T12:00:00Z'], honolulu))).toEqual([])
    await house.act(here.staff.director, reopenDays, { closureId })
    expect(await ask(span('room', roomId, late, honolulu))).toEqual([])
    expect((await refusalOf(house.act(here.staff.director, reopenDays, { closureId }))).status).toBe(404)
  })
})

describe('somebody who is away', () => {
  it('every week is away on the wall clock, before the clocks change and after', async () => {
    const { house, here } = test
    const resourceId = here.staff.nurse.personId ?? ''
    const weekly = { weekdays: [7], starts: '01:00', ends: '02:00', zone: 'America/New_York', fromOn: '2026-10-25' }
    await house.act(here.staff.nurse, setUnavailable, { kind: 'staff', resourceId, reason: 'school', weekly })
    const at = (startsAt: string, endsAt: string) => words(span('staff', resourceId, [startsAt, endsAt]))
    const away = ['A facilitator is away at this time.']
    // One o’clock before the change, the same in the hour that comes twice, and after it.
    expect(await at('2026-10-25T05:00:00Z', '2026-10-25T06:00:00Z')).toEqual(away)
    expect(await at('2026-11-01T05:30:00Z', '2026-11-01T05:45:00Z')).toEqual(away)
    expect(await at('2026-11-01T06:30:00Z', '2026-11-01T06:45:00Z')).toEqual(away)
    expect(await at('2026-11-01T07:00:00Z', '2026-11-01T08:00:00Z')).toEqual([])
    expect(await at('2026-11-08T05:30:00Z', '2026-11-08T06:00:00Z')).toEqual([])
    expect(await at('2026-11-08T06:30:00Z', '2026-11-08T07:00:00Z')).toEqual(away)
    // In March two o’clock is skipped: the hour before it is away, the one after is not.
    expect(await at('2027-03-14T06:30:00Z', '2027-03-14T07:00:00Z')).toEqual(away)
    expect(await at('2027-03-14T07:00:00Z', '2027-03-14T07:30:00Z')).toEqual([])
    // Before the first day nothing is said.
    expect(await at('2026-10-18T05:00:00Z', '2026-10-18T06:00:00Z')).toEqual([])
  })

  it('overnight is away on both sides of midnight, and nowhere else', async () => {
    const { house, here } = test
    const resourceId = here.staff.prescriber.personId ?? ''
    const weekly = { weekdays: [5], starts: '22:00', ends: '06:00', zone: 'America/Denver', fromOn: '2026-12-04' }
    const set = { kind: 'staff' as const, resourceId, reason: 'work' as const, weekly }
    const { ids } = await house.act(here.staff.prescriber, setUnavailable, set)
    const at = async (startsAt: string, endsAt: string) =>
      (await ask(span('staff', resourceId, [startsAt, endsAt]))).length
    expect(await at('2026-12-05T05:00:00Z', '2026-12-05T06:00:00Z')).toBe(1)
    expect(await at('2026-12-05T12:00:00Z', '2026-12-05T13:00:00Z')).toBe(1)
    expect(await at('2026-12-05T13:00:00Z', '2026-12-05T14:00:00Z')).toBe(0)
    expect(await at('2026-12-04T12:00:00Z', '2026-12-04T13:00:00Z')).toBe(0)
    await house.act(here.staff.prescriber, endUnavailable, { kind: 'staff', resourceId, ids })
    expect(await at('2026-12-05T05:00:00Z', '2026-12-05T06:00:00Z')).toBe(0)
  })

  it('tells the hours of a client, and never why; what an older chart says holds for the kept one', async () => {
    const { house, here } = test
    const [kept, alias] = [
      await aClient(test, here, { given: 'Ilka', family: 'Brandt' }),
      (await aClientWithoutStay('Ilka', 'Brand')).clientId,
    ]
    const once = { startsAt: '2026-12-09T14:00:00Z', endsAt: '2026-12-09T17:00:00Z' }
    await house.act(here.staff.director, setUnavailable, { kind: 'client', resourceId: alias, reason: 'court', once })
    expect(await ask(span('client', kept, morning('09')))).toEqual([])
    await house.act(here.staff.director, mergeCharts, { clientId: kept, aliasId: alias, reason: 'the same person' })
    expect(await ask(span('client', kept, morning('09')))).toEqual([
      {
        place: 0,
        because: 'away',
        kind: 'client',
        resourceId: kept,
        startsAt: '2026-12-09T14:00:00.000Z',
        endsAt: '2026-12-09T17:00:00.000Z',
        words: 'The client is not available at this time.',
      },
    ])
  })

  async function aClientWithoutStay(legalGiven: string, legalFamily: string) {
    const { openChart } = await import('#rooms/people/commands.ts')
    return test.house.act(test.here.program, openChart, { legalGiven, legalFamily, bornOn: '1961-07-08' })
  }
})

describe('the way from one site to another', () => {
  it('has to fit between, before and after, and only for people', async () => {
    const { house, here } = test
    const quay = (await house.act(here.program, addSite, { name: `North Quay ${count}`, zone: 'America/New_York' }))
      .siteId
    const resourceId = here.staff.counselor.personId ?? ''
    await house.act(here.staff.director, book, {
      spans: [span('staff', resourceId, morning('10'), quay), span('room', roomId, morning('10'), quay)],
    })
    const at = (kind: Kind, id: string, from: string, until: string, siteId: string = here.siteId) =>
      words(span(kind, id, [`2026-12-10T${from}:00Z`, `2026-12-10T${until}:00Z`], siteId))
    expect(await at('staff', resourceId, '16:00', '17:00')).toEqual([])
    const [siteId, otherSiteId] = [here.siteId, quay]
    await house.act(here.staff.director, setTravel, { siteId, otherSiteId, minutes: 30 })
    const told = [`The way from North Quay ${count} takes 30 minutes.`]
    expect(await at('staff', resourceId, '16:00', '17:00')).toEqual(told)
    expect(await at('staff', resourceId, '16:29', '17:00')).toEqual(told)
    expect(await at('staff', resourceId, '16:30', '17:00')).toEqual([])
    expect(await at('staff', resourceId, '13:00', '14:31')).toEqual(told)
    expect(await at('staff', resourceId, '13:00', '14:30')).toEqual([])
    expect(await at('staff', resourceId, '16:00', '17:00', quay)).toEqual([])
    expect(await at('room', roomId, '16:00', '17:00')).toEqual([])
    await house.act(here.staff.director, setTravel, { siteId: otherSiteId, otherSiteId: siteId, minutes: null })
    expect(await at('staff', resourceId, '16:00', '17:00')).toEqual([])
  })
})

it('says nothing of another organization, and is not for who plans nothing', async () => {
  const { house, here, elsewhere } = test
  const theirs = await aClient(test, elsewhere, { given: 'Sten', family: 'Oster' })
  const room = span('room', elsewhere.roomId, morning('11'), elsewhere.siteId)
  await house.act(elsewhere.staff.director, book, { spans: [room] })
  const days = { fromOn: '2026-12-11', untilOn: '2026-12-11', name: elsewhere.canary }
  await house.act(elsewhere.staff.director, closeDays, { siteId: null, ...days })
  expect(await ask(room, span('room', roomId, morning('11'), here.siteId))).toEqual([])
  const refused = refusalOf(
    house.see(here.staff.director, inTheWay, { spans: [span('client', theirs, morning('11'))] }),
  )
  expect((await refused).status).toBe(404)
  expect((await refusalOf(house.see(here.staff.biller, inTheWay, { spans: [room] }))).status).toBe(403)
})
