import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { day, type Instant, plusDays, plusMinutes } from '#kernel/time.ts'
import { anEvening, type Evening, type OfflineMark, synced } from '#testing/evenings.ts'
import { aClient, type TestHouse, type TestOrganization, testHouse } from '#testing/house.ts'
import { sessionOn } from '#testing/program.ts'
import { aTablet, type NotedSign, sent, type TestTablet } from '#testing/tablets.ts'
import { markAllPresent, markSeat } from './commands.ts'
import { weekHoursOf } from './hours.ts'
import { sheetOf } from './queries.ts'
import { unplaced } from './sync.ts'

// Two organizations of one shape live through the same evenings: two tablets, a sheet without a network, and a person
// in the house. What the devices noted reaches each house in another order, cut into other calls, some of it twice.

type Place = { in_: TestOrganization; evening: Evening; tablets: TestTablet[]; people: string[] }
let test: TestHouse
const places: Place[] = []
beforeAll(async () => {
  test = await testHouse()
  for (const in_ of [test.here, test.elsewhere]) {
    const breaks = [{ afterMinutes: 90, minutes: 15 }]
    const meetings = [1, 2, 3, 4, 5, 6, 7].map(weekday => ({ weekday, starts: '17:30', lengthMinutes: 180, breaks }))
    const evening = await anEvening(test, in_, { name: 'Daily', given: ['Ada', 'Bo', 'Cleo'], group: { meetings } })
    const tablets = [await aTablet(test, in_, { name: 'Front door' }), await aTablet(test, in_, { name: 'Back door' })]
    // Dag has no seat, so what is noted of him finds no place.
    const dag = await aClient(test, in_, { given: 'Dag', family: 'Utan' })
    places.push({ in_, evening, tablets, people: [...evening.people, dag] })
  }
})
afterAll(() => test.close())

const ofMinute = (min: number, max: number) => fc.integer({ min: min * 2, max: max * 2 }).map(half => half / 2)
const aSign = fc.record({
  id: fc.uuid(),
  who: fc.nat(2),
  kind: fc.constantFrom('in' as const, 'out' as const),
  minute: ofMinute(-70, 230),
})
const aTabletDay = fc.record({
  signs: fc.array(aSign, { maxLength: 4 }),
  /** By how many minutes its clock is behind when it notes, and when it sends: somebody may set it between. */
  behind: fc.constantFrom(0, 10, -10, 61),
  sending: fc.constantFrom(0, 0, 0, 3, 45),
})
const aMark = fc.record({
  id: fc.uuid(),
  who: fc.nat(3),
  kind: fc.constantFrom<OfflineMark['kind'][]>('here', 'here', 'absent', 'excused', 'none'),
  minute: ofMinute(-70, 230),
  from: ofMinute(-70, 190),
  stays: fc.option(fc.integer({ min: -5, max: 200 })),
})
const anAct = fc.record({
  id: fc.uuid(),
  who: fc.nat(2),
  kind: fc.constantFrom('here' as const, 'absent' as const, 'all-present' as const),
  minute: fc.integer({ min: -50, max: 200 }),
  from: fc.integer({ min: -50, max: 170 }),
})
const aDay = fc.record({
  tablets: fc.tuple(aTabletDay, aTabletDay),
  behind: fc.constantFrom(0, 10, -10),
  marks: fc.array(aMark, { maxLength: 7 }),
  acts: fc.uniqueArray(anAct, { maxLength: 3, selector: act => act.minute }),
  choice: fc.option(fc.record({ id: fc.uuid(), who: fc.nat(2) })),
})
/** In which order calls come, how large they are, and which of them come twice. */
const aWay = fc.record({
  order: fc.array(fc.nat(1000), { minLength: 12, maxLength: 12 }),
  sizes: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 3, maxLength: 3 }),
  twice: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
})
type Of<Some> = Some extends fc.Arbitrary<infer One> ? One : never
type Today = { sessionId: string; startsAt: Instant; deviceId: string }

const cut = <One>(all: readonly One[], size: number) =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, at * size + size))

/** Everything that reaches the house that day, as calls in the order of a way. */
function callsOf(place: Place, what: Of<typeof aDay>, { way, today }: { way: Of<typeof aWay>; today: Today }) {
  const { sessionId, startsAt, deviceId } = today
  const at = (minute: number) => plusMinutes(startsAt, minute)
  const person = (who: number) => place.people[who] ?? ''
  const fromTablets = what.tablets.flatMap(({ signs, behind, sending }, nth) => {
    const noted = signs.map(({ id, who, kind, minute }): NotedSign => {
      const offsetMs = behind * 60_000
      return { id, clientId: person(who), kind, how: 'code', deviceAt: at(minute - behind), offsetMs }
    })
    const tablet = place.tablets[nth] ?? { tabletId: '', secret: '' }
    const by = () => plusMinutes(test.now(), -behind - sending)
    return cut(noted, way.sizes[nth] ?? 1).map(part => () => sent(test, tablet, part, by()))
  })
  const marks = what.marks.map(({ id, who, kind, minute, from, stays }): OfflineMark => {
    const here = kind === 'here'
    const times = { arrivedAt: here ? at(from) : null, leftAt: here && stays !== null ? at(from + stays) : null }
    const said = { deviceAt: at(minute - what.behind), offsetMs: what.behind * 60_000, seenAt: at(-90) }
    return { id, sessionId, clientId: person(who), kind, ...times, ...said }
  })
  const fromSheet = cut(marks, way.sizes[2] ?? 1).map(part => () => synced(test, place.evening.leader, part, deviceId))
  const calls = [...fromTablets, ...fromSheet].map((send, nth) => ({ send, nth, rank: way.order[nth % 12] ?? 0 }))
  return calls
    .sort((a, b) => a.rank - b.rank || a.nth - b.nth)
    .flatMap(({ send, nth }) => (way.twice[nth % 12] ? [send, send] : [send]))
}

const marked = async ({ evening }: Place, sessionId: string, clientId: string) => {
  const { people } = await test.house.see(evening.leader, sheetOf, { sessionId })
  return people.find(each => each.clientId === clientId)?.mark?.id ?? null
}

/** What somebody at the house does meanwhile, with what is there before their eyes. */
async function acts(place: Place, today: Today, list: readonly Of<typeof anAct>[]): Promise<void> {
  const { sessionId, startsAt } = today
  const director = place.in_.staff.director
  for (const { id, who, kind, minute, from } of [...list].sort((a, b) => a.minute - b.minute)) {
    test.at(new Date(Date.parse(startsAt) + minute * 60_000 + 1000).toISOString())
    if (kind === 'all-present') {
      await test.house.act(director, markAllPresent, { sessionId })
      continue
    }
    const clientId = place.people[who] ?? ''
    const seen = await marked(place, sessionId, clientId)
    const arrivedAt = kind === 'here' ? plusMinutes(startsAt, from) : null
    await test.house.act(director, markSeat, { id, sessionId, clientId, kind, arrivedAt, seen })
  }
}

/** One evening at one place; answers what it comes to, in words that both places share. */
async function lived(place: Place, what: Of<typeof aDay>, at: { onDay: string; way: Of<typeof aWay> }) {
  const { in_, evening, people } = place
  const { id: sessionId, startsAt } = await sessionOn(test, in_, evening.groupId, at.onDay)
  const today = { sessionId, startsAt, deviceId: crypto.randomUUID() }
  await acts(place, today, what.acts)
  let minute = 300
  for (const send of callsOf(place, what, { way: at.way, today })) {
    test.at(plusMinutes(startsAt, minute++))
    await send()
  }
  test.at(plusMinutes(startsAt, 400))
  if (what.choice) {
    const { id, who } = what.choice
    const clientId = people[who] ?? ''
    const seen = await marked(place, sessionId, clientId)
    const chosen = { id, sessionId, clientId, kind: 'here' as const, arrivedAt: plusMinutes(startsAt, 20), seen }
    await test.house.act(in_.staff.director, markSeat, chosen)
  }
  const { people: rows } = await test.house.see(evening.leader, sheetOf, { sessionId })
  const clientIds = evening.people
  const { weeks } = await test.house.see(in_.staff.director, weekHoursOf, { clientIds, monday: at.onDay })
  const chosenRow = rows.find(row => row.clientId === people[what.choice?.who ?? -1])
  return {
    chosen: chosenRow?.question ?? null,
    rows: clientIds.map(clientId => {
      const row = rows.find(each => each.clientId === clientId)
      const { kind, arrivedAt, leftAt, saidAt } = row?.mark ?? {}
      const mark = row?.mark ? { kind, arrivedAt, leftAt, saidAt } : null
      return { mark, presence: row?.presence, standing: row?.standing, minutes: row?.minutes, came: row?.signedInAt }
    }),
    weeks: weeks.map(({ clientId, ...week }) => ({ ...week, who: clientIds.indexOf(clientId) })),
    kept: await keptIn(place, sessionId, what),
  }
}

/** What of a day is there: every sign, and every mark on the sheet or beside it. */
async function keptIn({ evening, in_ }: Place, sessionId: string, what: Of<typeof aDay>) {
  const ids = [...what.tablets.flatMap(each => each.signs), ...what.marks, ...what.acts].map(each => each.id)
  const { rows } = await test.owner.query<{ id: string; place: string }>(
    `select id, 'mark' as place from attendance.mark where organization_id = $1 and session_id = $2 and id = any ($3)
     union all select id, 'sign' from attendance.sign where organization_id = $1 and id = any ($3)
     union all select id, because from attendance.unplaced where organization_id = $1 and session_id = $2`,
    [in_.id, sessionId, ids],
  )
  const { marks } = await test.house.see(evening.leader, unplaced, {})
  const aside = new Set(marks.map(mark => mark.id))
  expect(rows.filter(row => row.place !== 'mark' && row.place !== 'sign').every(row => aside.has(row.id))).toBe(true)
  return rows.map(row => `${row.id} ${row.place}`).sort()
}

let onDay = day('2026-11-23')
it('come to the same ledger in whatever order devices reach the house; nothing is lost, nothing doubled', async () => {
  await fc.assert(
    fc.asyncProperty(aDay, aWay, aWay, async (what, one, other) => {
      onDay = plusDays(onDay, 1)
      const ways = [one, other]
      const outcomes = []
      for (const [nth, place] of places.entries())
        outcomes.push(await lived(place, what, { onDay, way: ways[nth] ?? one }))
      const [first, second] = outcomes
      expect(second).toEqual(first)
      expect(first?.chosen).toBeNull()
      const noted = [...what.tablets.flatMap(each => each.signs), ...what.marks].map(each => each.id)
      const kept = (first?.kept ?? []).map(each => each.slice(0, 36))
      // Marks of all at once have ids of the house’s own making.
      const acted = what.acts.filter(act => act.kind !== 'all-present').map(act => act.id)
      expect(kept.sort()).toEqual([...noted, ...acted].sort())
    }),
    // An evening cannot be lived twice, so a failure is shown as it came, with its seed.
    { numRuns: 36, endOnFailure: true },
  )
}, 120_000)
