import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { day, plusDays, plusMinutes } from '#kernel/time.ts'
import { anEvening, type Evening } from '#testing/evenings.ts'
import { aClient, type TestHouse, testHouse } from '#testing/house.ts'
import { sessionOn } from '#testing/program.ts'
import { aSign, aTablet, sent, type TestTablet } from '#testing/tablets.ts'
import { endStay, mergeCharts, openChart } from '../people/commands.ts'
import { clientOf } from '../people/queries.ts'
import { closeAttendance, markAllPresent, markSeat, takeBackMark } from './commands.ts'
import { hereNow } from './here.ts'
import { sheetOf, sheetsOf } from './queries.ts'

let test: TestHouse
let evenings: Evening[] = []
let tablet: TestTablet
let theirs: { tablet: TestTablet; evening: Evening }
/** Ada and Bo come to the first group, Cleo to the second, Dag to none. */
let people: string[] = []
beforeAll(async () => {
  test = await testHouse()
  const meetings = [1, 2, 3, 4, 5, 6, 7].map(weekday => ({ weekday, starts: '17:30', lengthMinutes: 180 }))
  const daily = { group: { meetings } }
  evenings = [
    await anEvening(test, test.here, { name: 'First', given: ['Ada', 'Bo'], ...daily }),
    await anEvening(test, test.here, { name: 'Second', given: ['Cleo'], ...daily }),
  ]
  const dag = await aClient(test, test.here, { given: 'Dag', family: 'Utan' })
  people = [...evenings.flatMap(each => each.people), dag]
  tablet = await aTablet(test, test.here, { name: 'Front door' })
  const evening = await anEvening(test, test.elsewhere, { name: 'Theirs', given: ['Odd'], ...daily })
  theirs = { tablet: await aTablet(test, test.elsewhere, { name: 'Front door' }), evening }
})
afterAll(() => test.close())

const director = () => test.here.staff.director
const board = () => test.house.see(director(), hereNow, { siteId: test.here.siteId })
type Board = Awaited<ReturnType<typeof board>>
const listed = (found: Board) =>
  [...found.sessions.flatMap(each => each.here), ...found.elsewhere].map(each => each.clientId)

const aDay = fc.record({
  signs: fc.array(
    fc.record({
      who: fc.nat(3),
      kind: fc.constantFrom('in' as const, 'in' as const, 'out' as const),
      minute: fc.integer({ min: -40, max: 170 }),
    }),
    { maxLength: 8 },
  ),
  marks: fc.uniqueArray(
    fc.record({
      who: fc.nat(2),
      kind: fc.constantFrom('here' as const, 'here' as const, 'absent' as const, 'excused' as const),
      mode: fc.constantFrom('in-person' as const, 'in-person' as const, 'video' as const),
      from: fc.integer({ min: -20, max: 60 }),
      stays: fc.option(fc.integer({ min: 1, max: 150 })),
    }),
    { maxLength: 3, selector: mark => mark.who },
  ),
  looks: fc.uniqueArray(fc.integer({ min: 171, max: 230 }), { minLength: 1, maxLength: 3 }),
})

let onDay = day('2026-11-23')
it('counts everybody who is in the house once, by what was said and else by what they signed', async () => {
  await fc.assert(
    fc.asyncProperty(aDay, async ({ signs, marks, looks }) => {
      onDay = plusDays(onDay, 1)
      const sessions = await Promise.all(evenings.map(each => sessionOn(test, test.here, each.groupId, onDay)))
      const [first = { id: '', startsAt: test.now() }] = sessions
      const at = (minute: number) => plusMinutes(first.startsAt, minute)
      const sessionFor = (who: number) => sessions[who === 2 ? 1 : 0]?.id ?? ''
      test.at(at(171))
      const noted = signs.map(({ who, kind, minute }) => aSign(people[who] ?? '', at(minute), { kind }))
      await sent(test, tablet, noted)
      await sent(test, theirs.tablet, [aSign(theirs.evening.people[0] ?? '', at(-5))])
      for (const { who, kind, mode, from, stays } of marks) {
        const here = kind === 'here'
        const times = { arrivedAt: here ? at(from) : null, leftAt: here && stays !== null ? at(from + stays) : null }
        const row = { sessionId: sessionFor(who), clientId: people[who] ?? '', kind, mode }
        await test.house.act(director(), markSeat, { ...row, ...times })
      }
      for (const look of looks) {
        test.at(at(look))
        const found = await board()
        const running = look < 180
        const inside = people.filter((clientId, who) => {
          const mark = marks.find(each => each.who === who)
          const until = mark && mark.stays !== null ? mark.from + mark.stays : 180
          if (running && mark?.kind === 'here' && mark.mode === 'in-person' && look < until) return true
          return lastOf(noted, clientId) === 'in'
        })
        expect(listed(found).sort()).toEqual([...inside].sort())
        expect(found.clients).toBe(inside.length)
        expect(found.sessions.length).toBe(running ? 2 : 0)
        for (const [nth, session] of found.sessions.entries())
          for (const each of session.here) expect(evenings[nth]?.people).toContain(each.clientId)
        expect(JSON.stringify(found)).not.toContain(test.elsewhere.canary)
      }
    }),
    { numRuns: 25, endOnFailure: true },
  )
}, 60_000)

/** What somebody signed last: of two at one moment, the one with the later id. */
function lastOf(noted: readonly { id: string; clientId: string; kind: string; deviceAt: string }[], clientId: string) {
  const own = noted.filter(each => each.clientId === clientId)
  const [last] = own.sort((a, b) =>
    a.deviceAt === b.deviceAt ? (a.id < b.id ? 1 : -1) : a.deviceAt < b.deviceAt ? 1 : -1,
  )
  return last?.kind
}

it('knows two charts of one person as one, on the board and in the list of sheets', async () => {
  const { house, here } = test
  test.at('2027-01-10T12:00:00Z')
  const evening = evenings[1]
  const [cleo = ''] = evening?.people ?? []
  const { id: sessionId } = await sessionOn(test, here, evening?.groupId ?? '', '2027-01-10')
  const { clientId: alias } = await house.act(here.program, openChart, {
    ...{ legalGiven: 'Klea', legalFamily: 'Sund', bornOn: '1961-02-05' },
  })
  test.at('2027-01-10T22:40:00Z')
  await sent(test, tablet, [aSign(alias, '2027-01-10T22:29:00Z')])
  expect(await board()).toMatchObject({ clients: 1, elsewhere: [{ clientId: alias }] })
  const sure = { ...director(), confirmedAt: test.now() }
  await house.act(sure, mergeCharts, { clientId: cleo, aliasId: alias, reason: 'same person at the desk' })
  await sent(test, tablet, [aSign(cleo, '2027-01-10T22:31:00Z')])
  const found = await board()
  expect(found).toMatchObject({ clients: 1, elsewhere: [] })
  expect(listed(found)).toEqual([cleo])
  const { sessions } = await house.see(director(), sheetsOf, { monday: '2027-01-04' })
  expect(sessions.find(session => session.id === sessionId)).toMatchObject({ marked: 1 })
  const { people: rows } = await house.see(director(), sheetOf, { sessionId })
  expect(rows).toMatchObject([{ clientId: cleo, signedInAt: '2027-01-10T22:29:00.000Z', minutes: 180 }])
})

it('closes a sheet with who signed in by the chart that was kept, where the seat is the other’s', async () => {
  const { house, here } = test
  test.at('2026-12-01T15:00:00Z')
  const evening = await anEvening(test, here, { name: 'Third', given: ['Eva'], onDay: '2026-12-01' })
  const [eva = ''] = evening.people
  const { stay } = await house.see(director(), clientOf, { id: eva })
  const { id: stayId = '', version = 0 } = stay ?? {}
  await house.act(director(), endStay, { clientId: eva, stayId, version, endsOn: '2026-12-01', reason: 'second chart' })
  const kept = await aClient(test, here, { given: 'Ewa', family: 'Utan' })
  const sure = { ...director(), confirmedAt: test.now() }
  await house.act(sure, mergeCharts, { clientId: kept, aliasId: eva, reason: 'same person at the desk' })
  test.at('2026-12-02T01:30:00Z')
  await sent(test, tablet, [aSign(kept, '2026-12-01T22:40:00Z')])
  const { sessionId } = evening
  expect(await house.act(evening.leader, closeAttendance, { sessionId })).toEqual({ marked: [eva] })
  const { people: rows } = await house.see(evening.leader, sheetOf, { sessionId })
  expect(rows).toMatchObject([{ mark: { how: 'tablet' }, minutes: 170 }])
})

const mark = (sessionId: string, clientId: string, kind: 'absent' | 'excused') =>
  test.house.act(director(), markSeat, { sessionId, clientId, kind })
const slip = async (sessionId: string, clientId: string) => {
  const { markId: seen } = await mark(sessionId, clientId, 'absent')
  await test.house.act(director(), takeBackMark, { sessionId, clientId, seen })
}
const signed = async (_: string, ...clientIds: string[]) => {
  await sent(
    test,
    tablet,
    clientIds.map(each => aSign(each, '2026-12-08T22:40:00Z')),
  )
}

it.each<[string, (sessionId: string, kept: string, alias: string) => Promise<unknown>, boolean]>([
  ['who signed in by both', signed, false],
  [
    'who signed in by one, with a slip taken back of the other',
    async (id, kept, alias) => [await slip(id, alias), await signed(id, kept)],
    false,
  ],
  ['who is marked with all the others', () => Promise.resolve(), true],
  [
    'who is marked with all the others after two slips',
    async (id, ...both) => {
      for (const each of both) await slip(id, each)
    },
    true,
  ],
  [
    'whom both sheets called absent',
    async (id, ...both) => {
      for (const each of both) await mark(id, each, 'absent')
    },
    false,
  ],
])('leaves one mark when it closes, of a person whose two charts have a seat each: %s', async (_, before, all) => {
  const { house, here } = test
  for (const order of [0, 1]) {
    test.at('2026-12-08T15:00:00Z')
    const name = `Twice ${crypto.randomUUID().slice(0, 8)}`
    const { sessionId, people, leader } = await anEvening(test, here, {
      ...{ name, given: ['Fay', 'Faye', 'Gus'], onDay: '2026-12-08' },
    })
    const [kept = '', alias = ''] = order ? [people[1], people[0]] : people
    test.at('2026-12-09T01:31:00Z')
    await before(sessionId, kept, alias)
    await mark(sessionId, people[2] ?? '', 'excused')
    const { stay } = await house.see(director(), clientOf, { id: alias })
    const { id: stayId = '', version = 0 } = stay ?? {}
    const ending = { clientId: alias, stayId, version, endsOn: '2026-12-08', reason: 'second chart' }
    await house.act(director(), endStay, ending)
    const sure = { ...director(), confirmedAt: test.now() }
    await house.act(sure, mergeCharts, { clientId: kept, aliasId: alias, reason: 'same person at the desk' })
    if (all) expect(await house.act(leader, markAllPresent, { sessionId })).toEqual({ marked: [kept], away: 0 })
    await house.act(leader, closeAttendance, { sessionId })
    const { rows } = await test.owner.query<{ client_id: string }>(
      `select client_id from attendance.mark where session_id = $1 and corrected_at is null and kind <> 'none'`,
      [sessionId],
    )
    expect(rows.filter(row => row.client_id !== people[2])).toHaveLength(1)
    expect(rows).toHaveLength(2)
    if (all || before === signed) expect(rows.map(row => row.client_id)).toContain(kept)
  }
})
