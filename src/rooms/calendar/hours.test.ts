import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addSite } from '#rooms/people/house.ts'
import { aClient, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { allAtOnce, linesOf } from '#testing/program.ts'
import { closeDays, endUnavailable, reopenDays, setHours, setTravel, setUnavailable } from './commands.ts'
import { closures, hoursOf, unavailableOf } from './queries.ts'

let test: TestHouse
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())

const told = () => test.house.see(test.here.staff.facilitator, hoursOf, {})
const week = (weekdays: number[], opens: string, closes: string) =>
  weekdays.map(weekday => ({ weekday, opens, closes }))

describe('opening hours', () => {
  it('are replaced as a whole, by however many at once', async () => {
    const { house, here } = test
    const weeks = Array.from({ length: 12 }, (_, at) => week([1, 2, 3], '08:00', `${12 + (at % 6)}:00`))
    const { done } = await allAtOnce(12, at =>
      house.act(here.staff.director, setHours, { siteId: here.siteId, hours: weeks[at] ?? [] }),
    )
    expect(done).toHaveLength(12)
    const [site] = (await told()).sites
    expect(site?.hours).toHaveLength(3)
    expect(new Set(site?.hours.map(each => each.closes)).size).toBe(1)
    expect((await linesOf(test, here, 'calendar.set-hours')).at(-1)).toMatchObject({ kind: 'did' })
  })

  it('end at midnight at the latest, in order, without overlapping', async () => {
    const { house, here, elsewhere } = test
    const set = (hours: ReturnType<typeof week>, siteId = here.siteId, actor = here.staff.director) =>
      house.act(actor, setHours, { siteId, hours })
    await set([...week([6], '00:00', '24:00'), ...week([7], '08:00', '12:00'), ...week([7], '12:00', '18:00')])
    expect((await told()).sites[0]?.hours).toEqual([
      { weekday: 6, opens: '00:00', closes: '24:00' },
      { weekday: 7, opens: '08:00', closes: '12:00' },
      { weekday: 7, opens: '12:00', closes: '18:00' },
    ])
    const code = async (doing: Promise<unknown>) => (await refusalOf(doing)).code
    expect(await code(set(week([1], '18:00', '08:00')))).toBe('hours-crossed')
    expect(await code(set([...week([1], '08:00', '12:00'), ...week([1], '11:00', '18:00')]))).toBe('hours-overlap')
    expect(await code(set(week([1], '8', '18:00')))).toBe('not-understood')
    expect(await code(set(week([1], '08:00', '18:00'), elsewhere.siteId))).toBe('not-here')
    expect(await code(set(week([1], '08:00', '18:00'), here.siteId, here.staff.counselor))).toBe('not-yours')
    expect((await told()).sites[0]?.hours).toHaveLength(3)
    await set([])
    expect((await told()).sites[0]?.hours).toEqual([])
  })
})

describe('closed days', () => {
  it('are told until they are over, and those of a span by whoever plans', async () => {
    const { house, here, elsewhere } = test
    const close = (fromOn: string, untilOn: string, name: string, siteId: string | null = null) =>
      house.act(here.staff.director, closeDays, { siteId, fromOn, untilOn, name })
    await close('2026-11-01', '2026-11-22', 'Long over')
    await close('2026-11-20', '2026-11-24', 'Until today')
    const { closureId } = await close('2026-11-26', '2026-11-27', 'Thanksgiving')
    await close('2026-12-24', '2027-01-01', 'Winter break', here.siteId)
    const names = async () => (await told()).closures.map(each => each.name)
    expect(await names()).toEqual(['Until today', 'Thanksgiving', 'Winter break'])
    const span = { fromOn: '2026-11-27', untilOn: '2026-12-23' }
    expect((await house.see(here.staff.facilitator, closures, span)).closures.map(each => each.name)).toEqual([
      'Thanksgiving',
    ])
    expect((await house.see(elsewhere.staff.director, closures, span)).closures).toEqual([])
    expect((await refusalOf(house.act(elsewhere.staff.director, reopenDays, { closureId }))).status).toBe(404)
    await house.act(here.staff.director, reopenDays, { closureId })
    expect(await names()).toEqual(['Until today', 'Winter break'])
  })

  it('end after they begin, at a site that is here, for a while', async () => {
    const { house, here, elsewhere } = test
    const code = async (days: object) =>
      (
        await refusalOf(
          house.act(here.staff.director, closeDays, {
            siteId: null,
            fromOn: '2026-12-10',
            untilOn: '2026-12-10',
            name: 'Painting',
            ...days,
          }),
        )
      ).code
    expect(await code({ untilOn: '2026-12-09' })).toBe('dates-crossed')
    expect(await code({ untilOn: '2027-03-10' })).toBe('dates-crossed')
    expect(await code({ siteId: elsewhere.siteId })).toBe('not-here')
    expect(await code({ name: 'P' })).toBe('not-understood')
  })
})

it('the way between two sites is the same both ways, and can be forgotten', async () => {
  const { house, here, elsewhere } = test
  const { siteId } = await house.act(here.program, addSite, { name: 'Far Away', zone: 'America/Denver' })
  const set = (siteId: string, otherSiteId: string, minutes: number | null) =>
    house.act(here.staff.director, setTravel, { siteId, otherSiteId, minutes })
  await set(here.siteId, siteId, 40)
  await set(siteId, here.siteId.toUpperCase(), 35)
  const [way, ...more] = (await told()).travel
  expect(more).toEqual([])
  expect(way?.minutes).toBe(35)
  expect(new Set([way?.siteId, way?.otherSiteId])).toEqual(new Set([siteId, here.siteId]))
  expect((await refusalOf(set(siteId, siteId, 5))).code).toBe('same-site')
  expect((await refusalOf(set(siteId, elsewhere.siteId, 5))).code).toBe('not-here')
  expect((await refusalOf(set(siteId, here.siteId, 0))).code).toBe('not-understood')
  await set(here.siteId, siteId, null)
  expect((await told()).travel).toEqual([])
})

describe('when somebody cannot come', () => {
  const weekly = {
    weekdays: [1, 3],
    starts: '22:00',
    ends: '06:00',
    zone: 'America/New_York',
    fromOn: '2026-11-23',
    untilOn: null,
  }
  const once = { startsAt: '2026-12-01T15:00:00Z', endsAt: '2026-12-01T17:00:00Z' }

  it('is said of a client by who works with them, read again as it was said, and ended as a whole', async () => {
    const { house, here } = test
    const resourceId = await aClient(test, here, { given: 'Hedda', family: 'Lunde' })
    const of = { kind: 'client' as const, resourceId }
    const { counselor } = here.staff
    const { ids } = await house.act(counselor, setUnavailable, { ...of, reason: 'work', weekly })
    const court = await house.act(counselor, setUnavailable, { ...of, reason: 'court', once })
    expect(ids).toHaveLength(4)
    expect(await house.see(counselor, unavailableOf, of)).toEqual({
      ...of,
      mayChange: true,
      weekly: [
        {
          ids: expect.arrayContaining(ids),
          weekdays: [1, 3],
          starts: '22:00',
          ends: '06:00',
          zone: 'America/New_York',
          fromOn: '2026-11-23',
          untilOn: null,
          reason: 'work',
        },
      ],
      once: [
        {
          id: court.ids[0],
          startsAt: '2026-12-01T15:00:00.000Z',
          endsAt: '2026-12-01T17:00:00.000Z',
          reason: 'court',
        },
      ],
    })
    const nobodys = [...ids, '0197a000-0000-7000-8000-000000000000']
    expect((await refusalOf(house.act(counselor, endUnavailable, { ...of, ids: nobodys }))).status).toBe(404)
    await house.act(counselor, endUnavailable, { ...of, ids })
    expect((await house.see(counselor, unavailableOf, of)).weekly).toEqual([])
    expect((await refusalOf(house.act(counselor, endUnavailable, { ...of, ids }))).status).toBe(404)
    const lines = await linesOf(test, here, 'calendar.set-unavailable')
    expect(lines.at(-1)).toMatchObject({ kind: 'did', clientIds: [resourceId] })
    expect(JSON.stringify(lines)).not.toContain('court')
    const looks = await linesOf(test, here, 'calendar.unavailable')
    expect(looks.at(-1)).toMatchObject({ kind: 'looked', clientIds: [resourceId] })
    // What is over is told no more.
    test.at('2026-12-01T17:00:00Z')
    expect((await house.see(counselor, unavailableOf, of)).once).toEqual([])
    test.at('2026-11-24T22:00:00Z')
  })

  it('of a client is not set by who does not plan for them, nor shown to who does not know them', async () => {
    const { house, here, elsewhere } = test
    const resourceId = await aClient(test, here, { given: 'Ylva', family: 'Rask' })
    const of = { kind: 'client' as const, resourceId }
    const set = { ...of, reason: 'work' as const, once }
    expect((await refusalOf(house.act(here.staff.nurse, setUnavailable, set))).code).toBe('not-yours')
    expect((await refusalOf(house.act(here.staff.facilitator, setUnavailable, set))).status).toBe(404)
    expect((await refusalOf(house.see(here.staff.facilitator, unavailableOf, of))).status).toBe(404)
    expect((await refusalOf(house.act(elsewhere.staff.director, setUnavailable, set))).status).toBe(404)
    const { ids } = await house.act(here.staff['case-manager'], setUnavailable, set)
    expect(await house.see(here.staff.nurse, unavailableOf, of)).toMatchObject({
      mayChange: false,
      once: [{ reason: 'work' }],
    })
    const end = { ...of, ids }
    expect((await refusalOf(house.act(here.staff.nurse, endUnavailable, end))).code).toBe('not-yours')
  })

  it('is said of staff by themselves or a director; colleagues learn when, not why', async () => {
    const { house, here, elsewhere } = test
    const resourceId = here.staff.nurse.personId ?? ''
    const of = { kind: 'staff' as const, resourceId }
    const set = { ...of, reason: 'medical' as const, once }
    expect((await refusalOf(house.act(here.staff.counselor, setUnavailable, set))).code).toBe('not-yours')
    const { ids } = await house.act(here.staff.nurse, setUnavailable, set)
    await house.act(here.staff.director, setUnavailable, { ...of, reason: 'away', weekly })
    const seenBy = (actor: typeof here.staff.nurse) => house.see(actor, unavailableOf, of)
    expect(await seenBy(here.staff.counselor)).toMatchObject({
      mayChange: false,
      weekly: [{ weekdays: [1, 3], reason: null }],
      once: [{ startsAt: '2026-12-01T15:00:00.000Z', reason: null }],
    })
    for (const actor of [here.staff.nurse, here.staff.director])
      expect(await seenBy(actor)).toMatchObject({ mayChange: true, once: [{ reason: 'medical' }] })
    expect(JSON.stringify(await linesOf(test, here, 'calendar.set-unavailable'))).not.toContain('medical')
    expect((await house.see(elsewhere.staff.director, unavailableOf, of)).once).toEqual([])
    expect((await refusalOf(house.act(elsewhere.staff.director, setUnavailable, set))).status).toBe(404)
    expect((await refusalOf(house.act(elsewhere.staff.director, endUnavailable, { ...of, ids }))).status).toBe(404)
  })

  it('is weekly or once, and ends after it begins', async () => {
    const { house, here } = test
    const of = { kind: 'staff' as const, resourceId: here.staff.nurse.personId ?? '', reason: 'away' as const }
    const code = async (times: object) =>
      (await refusalOf(house.act(here.staff.nurse, setUnavailable, { ...of, ...times }))).code
    expect(await code({})).toBe('weekly-or-once')
    expect(await code({ weekly, once })).toBe('weekly-or-once')
    expect(await code({ once: { startsAt: once.endsAt, endsAt: once.startsAt } })).toBe('bad-span')
    expect(await code({ weekly: { ...weekly, untilOn: '2026-11-22' } })).toBe('dates-crossed')
    expect(await code({ weekly: { ...weekly, weekdays: [] } })).toBe('not-understood')
    expect(await code({ weekly: { ...weekly, zone: 'Elm/Street' } })).toBe('not-understood')
  })
})
