import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { mergeCharts } from '#rooms/people/commands.ts'
import { aClient, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { allAtOnce, codesOf } from '#testing/program.ts'
import { book, closeDays, endUnavailable, occupy, reopenDays, setHours, setTravel, setUnavailable } from './commands.ts'
import { closures, hoursOf, inTheWay, roomsFree, unavailableOf } from './queries.ts'

// What an attacker would try, and what two people at once would break.

let test: TestHouse
let count = 0
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())
beforeEach(() => {
  count++
})

const director = () => test.here.staff.director
const person = (given: string) => aClient(test, test.here, { given, family: `Edge ${count}` })
const hour = { startsAt: '2026-12-01T15:00:00Z', endsAt: '2026-12-01T16:00:00Z' }
const client = (resourceId: string) => ({ kind: 'client' as const, resourceId, ...hour })
const merged = async (clientId: string, aliasId: string) => {
  await test.owner.query("update people.stay set ends_on = '2026-11-24', end_reason = 'test' where client_id = $1", [
    aliasId,
  ])
  const sure = { ...director(), confirmedAt: test.now() }
  await test.house.act(sure, mergeCharts, { clientId, aliasId, reason: 'same person at the desk' })
}

it('a person with two charts is in one place at a time, asked or booked by either', async () => {
  const { house } = test
  const [kept, alias] = [await person('Dana'), await person('Dena')]
  await house.act(director(), book, { spans: [client(alias)] })
  await merged(kept, alias)
  for (const id of [kept, alias]) {
    const told = await house.see(director(), inTheWay, { spans: [client(id)] })
    expect(told.inTheWay).toMatchObject([{ place: 0, because: 'booked', resourceId: id }])
    expect((await refusalOf(house.act(director(), book, { spans: [client(id)] }))).code).toBe('double-booked')
  }
})

it('two who book a person by either of their charts at one moment do not both get them', async () => {
  const { house } = test
  for (let turn = 0; turn < 4; turn++) {
    const [kept, alias] = [await person(`Ella ${turn}`), await person(`Elle ${turn}`)]
    await merged(kept, alias)
    const { done, refused } = await allAtOnce(6, at =>
      house.act(director(), book, { spans: [client(at % 2 === 0 ? kept : alias)] }),
    )
    expect([done.length, codesOf(refused)]).toEqual([1, { 'double-booked': 5 }])
  }
})

it('a span that is longer than anything that is booked is refused before its days are read', async () => {
  const { house, here } = test
  const ages = { startsAt: '1901-01-01T00:00:00Z', endsAt: '2199-01-01T00:00:00Z' }
  const spans = Array.from({ length: 2000 }, () => ({
    kind: 'staff' as const,
    resourceId: here.staff.facilitator.personId ?? '',
    siteId: here.siteId,
    ...ages,
  }))
  expect((await refusalOf(house.see(director(), inTheWay, { spans }))).code).toBe('bad-span')
  expect((await house.see(director(), inTheWay, { spans: [] })).inTheWay).toEqual([])
})

it.each(['0001-01-01', '9999-12-31'])('a day at the end of all days is refused and breaks nothing: %s', async on => {
  const { house, here } = test
  const tries = [
    house.see(director(), closures, { fromOn: on, untilOn: on }),
    house.act(director(), closeDays, { siteId: null, fromOn: on, untilOn: on, name: 'The end' }),
    house.see(director(), roomsFree, { siteId: here.siteId, startsAt: `${on}T00:00:00Z`, endsAt: `${on}T01:00:00Z` }),
  ]
  expect((await Promise.all(tries.map(refusalOf))).map(end => end.code)).toEqual(Array(3).fill('not-understood'))
})

it('ids of another organization change nothing there and nothing here', async () => {
  const { house, here, elsewhere } = test
  const counts = async () =>
    (
      await test.owner.query(
        `select (select count(*) from calendar.booking) as b, (select count(*) from calendar.opening) as o,
          (select count(*) from calendar.closure where withdrawn_at is null) as c,
          (select count(*) from calendar.unavailable where ended_at is null) as u,
          (select count(*) from calendar.travel) as t`,
      )
    ).rows
  const theirs = await aClient(test, elsewhere, { given: 'Otto', family: `Far ${count}` })
  const days = { fromOn: '2026-12-24', untilOn: '2026-12-24', name: 'Holiday' }
  const { closureId } = await house.act(elsewhere.staff.director, closeDays, { ...days, siteId: elsewhere.siteId })
  const away = { reason: 'court' as const, once: hour }
  const own = { kind: 'client' as const, resourceId: theirs }
  const { ids } = await house.act(elsewhere.staff.director, setUnavailable, { ...own, ...away })
  const before = await counts()
  const { siteId } = elsewhere
  const staffId = elsewhere.staff.facilitator.personId ?? ''
  const tries = [
    house.act(director(), book, { spans: [client(theirs)] }),
    house.act(director(), setHours, { siteId, hours: [{ weekday: 1, opens: '08:00', closes: '09:00' }] }),
    house.act(director(), closeDays, { ...days, siteId }),
    house.act(director(), reopenDays, { closureId }),
    house.act(director(), setTravel, { siteId: here.siteId, otherSiteId: siteId, minutes: 30 }),
    house.act(director(), setUnavailable, { ...own, ...away }),
    house.act(director(), setUnavailable, { kind: 'staff', resourceId: staffId, ...away }),
    house.act(director(), endUnavailable, { ...own, ids }),
    house.act(director(), endUnavailable, { kind: 'staff', resourceId: staffId, ids }),
    house.see(director(), inTheWay, { spans: [client(theirs)] }),
    house.see(director(), unavailableOf, own),
    house.act(director(), occupy, { heldByKind: 'session', spans: [{ ...client(theirs), heldBy: siteId }] }),
  ]
  const ends = await Promise.all(tries.map(refusalOf))
  expect(ends.map(end => end.status)).toEqual([...Array<number>(11).fill(404), 403])
  expect(await counts()).toEqual(before)
  expect((await house.see(director(), roomsFree, { siteId, ...hour })).rooms).toEqual([])
  expect(JSON.stringify(await house.see(director(), hoursOf, {}))).not.toContain(elsewhere.canary)
})

it('two who set the hours of a week at once leave one of the two weeks', async () => {
  const { house, here } = test
  const week = (opens: string) => [1, 2, 3, 4, 5].map(weekday => ({ weekday, opens, closes: '21:00' }))
  const { refused } = await allAtOnce(8, at =>
    house.act(director(), setHours, { siteId: here.siteId, hours: week(at % 2 === 0 ? '08:00' : '09:00') }),
  )
  expect(refused).toEqual([])
  const { sites } = await house.see(director(), hoursOf, {})
  const hours = sites.find(site => site.id === here.siteId)?.hours ?? []
  expect(hours).toHaveLength(5)
  expect(new Set(hours.map(each => each.opens)).size).toBe(1)
})

it('what somebody cannot come for is told under whose it is, and its reason not in the journal', async () => {
  const { house, here } = test
  const clientId = await person('Flora')
  const away = { reason: 'court' as const, once: hour }
  await house.act(here.staff.counselor, setUnavailable, { kind: 'client', resourceId: clientId, ...away })
  const { rows } = await test.owner.query<{ body: string; client_ids: string[] }>(
    "select body, client_ids from kernel.journal where organization_id = $1 and verb = 'calendar.set-unavailable' order by tx, seq",
    [here.id],
  )
  expect(rows.at(-1)?.client_ids).toEqual([clientId])
  expect(rows.map(row => row.body).join()).not.toContain('court')
  const twice = house.act(here.staff.counselor, book, { spans: [client(clientId), client(clientId)] })
  expect((await refusalOf(twice)).code).toBe('double-booked')
})
