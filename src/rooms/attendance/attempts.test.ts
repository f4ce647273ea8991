import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#kernel/actor.ts'
import { day, type Instant, plusDays, plusMinutes } from '#kernel/time.ts'
import { anEvening, type Evening, offlineMark, synced } from '#testing/evenings.ts'
import { aClient, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { allAtOnce, linesOf, sessionOn } from '#testing/program.ts'
import { aSign, aTablet, sent, type TestTablet } from '#testing/tablets.ts'
import { markSeat } from './commands.ts'
import { missed, recordAttempt } from './follow-up.ts'
import { weekHoursOf } from './hours.ts'
import { sheetOf } from './queries.ts'

/**
 * What happened to somebody evening by evening, and which of those days then count as missed in a row. H here, A
 * absent, E excused, N a slip taken back, S signed in at the tablet alone, W signed in and found to be somebody else:
 * absent, M absent first and then signed in for a later hour, . nothing noted.
 */
const histories: [happened: string, missedDays: number[], last: number | null][] = [
  ['......', [], null],
  ['H.....', [], 0],
  ['HA....', [1], 0],
  ['HAA...', [1, 2], 0],
  ['AA....', [0, 1], null],
  ['AAH...', [], 2],
  ['AAS...', [], 2],
  ['AASA..', [3], 2],
  ['HAEA..', [1, 3], 0],
  ['HAE...', [1], 0],
  ['EEE...', [], null],
  ['HA.A..', [1, 3], 0],
  ['HAN...', [1], 0],
  ['AWA...', [0, 1, 2], null],
  ['HMA...', [2], 1],
  ['HA...W', [1, 5], 0],
  ['HAAAAA', [1, 2, 3, 4, 5], 0],
]
const first = day('2026-11-24')
const dayAt = (nth: number) => plusDays(first, nth)

let test: TestHouse
let evening: Evening
let tablet: TestTablet
const sessions: { id: string; startsAt: Instant }[] = []
beforeAll(async () => {
  test = await testHouse()
  const meetings = [1, 2, 3, 4, 5, 6, 7].map(weekday => ({ weekday, starts: '17:30', lengthMinutes: 180 }))
  const given = histories.map((_, nth) => `Nth${nth}`)
  evening = await anEvening(test, test.here, {
    name: 'Daily',
    given: given.slice(0, 16),
    group: { meetings, capacity: 16 },
  })
  const rest = await anEvening(test, test.here, { name: 'Other', given: given.slice(16), group: { meetings } })
  evening.people.push(...rest.people)
  tablet = await aTablet(test, test.here, { name: 'Front door' })
  for (let nth = 0; nth < 6; nth++) {
    const [own, other] = await Promise.all(
      [evening, rest].map(each => sessionOn(test, test.here, each.groupId, dayAt(nth))),
    )
    if (own) sessions.push(own)
    await evenings(nth, [own?.id ?? '', other?.id ?? ''], own?.startsAt ?? test.now())
  }
})
afterAll(() => test.close())

/** One evening of everybody: what was signed, and what a person said of it three hours later. */
async function evenings(nth: number, [own = '', other = '']: string[], startsAt: Instant): Promise<void> {
  const noted = evening.people.map((clientId, place) => ({ clientId, what: histories[place]?.[0][nth] ?? '.', place }))
  const signed = (words: string, minute: number) =>
    noted.filter(each => words.includes(each.what)).map(each => aSign(each.clientId, plusMinutes(startsAt, minute)))
  const marked = async (words: string, minute: number) => {
    test.at(plusMinutes(startsAt, minute))
    const kinds: Record<string, 'here' | 'absent' | 'excused' | 'none'> = { H: 'here', E: 'excused', N: 'none' }
    const marks = noted.flatMap(({ clientId, what, place }) => {
      if (!words.includes(what)) return []
      const kind = kinds[what] ?? 'absent'
      const times = { deviceAt: test.now(), seenAt: test.now(), arrivedAt: kind === 'here' ? startsAt : null }
      return [offlineMark({ sessionId: place < 16 ? own : other, clientId }, { kind, ...times })]
    })
    if (marks.length > 0) await synced(test, director(), marks)
  }
  test.at(plusMinutes(startsAt, 5))
  await sent(test, tablet, signed('SW', 2))
  await marked('MN', 30)
  test.at(plusMinutes(startsAt, 60))
  await sent(test, tablet, signed('M', 60))
  await marked('HAEW', 170)
}

const director = () => test.here.staff.director
const list = (who: Actor = director()) => test.house.see(who, missed, {})
const of = async (clientId: string) => (await list()).clients.find(each => each.clientId === clientId)
const days = (nths: readonly number[]) => nths.map(dayAt)
const someone = (happened: string) => evening.people[histories.findIndex(each => each[0] === happened)] ?? ''
const tries = (clientId: string, more: object = {}, who: Actor = test.here.staff.counselor) =>
  test.house.act(who, recordAttempt, {
    ...{ id: crypto.randomUUID(), clientId, missedOn: dayAt(1), step: 'call', way: 'call', outcome: 'no-answer' },
    ...more,
  })

describe('days missed in a row', () => {
  it.each(histories)('of %s are %j, and the last day here is %s', async (happened, nths, last) => {
    // The morning after the sixth evening: what was said outweighs what was signed under their eyes.
    test.at('2026-11-30T15:00:00Z')
    const missedOn = days(nths)
    const clientId = someone(happened)
    const { weeks } = await test.house.see(director(), weekHoursOf, { clientIds: [clientId] })
    expect(weeks[0]?.missedOn).toEqual(missedOn)
    expect(weeks[0]?.lastServiceOn).toBe(last === null ? null : dayAt(last))
    const listed = await of(clientId)
    expect(listed?.missedOn ?? []).toEqual(missedOn)
    expect(listed?.steps.map(each => each.step) ?? []).toEqual(
      ['call', 'outreach', 'plan-review'].slice(0, missedOn.length),
    )
  })

  it('of who signed in are none on the day itself, while another sheet may be open', async () => {
    test.at('2026-11-30T02:00:00Z')
    const clientId = someone('HA...W')
    const { weeks } = await test.house.see(director(), weekHoursOf, { clientIds: [clientId], monday: '2026-11-23' })
    expect(weeks[0]).toMatchObject({ missedOn: [], lastServiceOn: dayAt(5), credited: 180 })
  })
})

describe('what was tried', () => {
  it('is there once however often it is sent, and does its step', async () => {
    test.at('2026-11-30T15:00:00Z')
    const clientId = someone('HAA...')
    expect((await of(clientId))?.steps).toMatchObject([
      { step: 'call', done: false },
      { step: 'outreach', done: false },
    ])
    const id = crypto.randomUUID()
    const words = 'Spoke with a sister, nothing told'
    const { done } = await allAtOnce(5, () => tries(clientId, { id, words }))
    expect(done).toEqual(Array(5).fill({ attemptId: id }))
    await tries(clientId, { id, outcome: 'reached', words: 'another word' })
    const after = await of(clientId)
    expect(after?.attempts).toMatchObject([
      { id, step: 'call', outcome: 'no-answer', words, madeBy: expect.any(String) },
    ])
    expect(after?.steps).toMatchObject([
      { step: 'call', done: true },
      { step: 'outreach', done: false },
    ])
    const lines = await linesOf(test, test.here, 'attendance.record-attempt')
    expect(lines.filter(line => line.kind === 'did' && line.clientIds[0] === clientId)).toHaveLength(6)
    for (const word of ['sister', 'another word']) expect(JSON.stringify(lines)).not.toContain(word)
    expect(JSON.stringify(await list(test.elsewhere.staff.director))).not.toContain(test.here.canary)
  })

  it('still counts when the mark that it answers is said again, and no more once they came', async () => {
    test.at('2026-11-30T15:10:00Z')
    const clientId = someone('HA....')
    await tries(clientId)
    expect((await of(clientId))?.steps).toMatchObject([{ step: 'call', done: true }])
    const { id: sessionId = '', startsAt } = sessions[1] ?? {}
    const sheet = async () => (await test.house.see(director(), sheetOf, { sessionId })).people
    const seen = (await sheet()).find(row => row.clientId === clientId)?.mark?.id ?? null
    test.at('2026-11-30T15:20:00Z')
    const mark = { sessionId, clientId, seen }
    const { markId } = await test.house.act(director(), markSeat, {
      ...mark,
      kind: 'absent',
      reason: 'a bus that failed',
    })
    expect((await of(clientId))?.steps).toMatchObject([{ step: 'call', done: true }])
    // They were here after all: the row ends, and the next one begins with nothing tried.
    const here = { ...mark, seen: markId, kind: 'here' as const, arrivedAt: startsAt ?? null }
    await test.house.act(director(), markSeat, here)
    expect(await of(clientId)).toBeUndefined()
    const next = { sessionId: sessions[4]?.id ?? '', clientId, kind: 'absent' as const }
    await test.house.act(director(), markSeat, next)
    expect(await of(clientId)).toMatchObject({
      missedOn: [dayAt(4)],
      attempts: [],
      steps: [{ step: 'call', done: false }],
    })
  })

  it.each([
    ['of a day that is still to come', { missedOn: '2026-12-01' }, 'too-early'],
    ['a review that calls', { step: 'plan-review', way: 'call' }, 'other-way'],
    ['a call that reviews', { step: 'call', way: 'review' }, 'other-way'],
    ['a step that is none', { step: 'visit' }, 'not-understood'],
    ['a day that is none', { missedOn: '2026-02-30' }, 'not-understood'],
  ])('%s is refused', async (_, more, code) => {
    test.at('2026-11-30T15:30:00Z')
    expect((await refusalOf(tries(someone('HAAAAA'), more))).code).toBe(code)
    expect((await of(someone('HAAAAA')))?.attempts).toEqual([])
  })

  it('is written by who follows up, of whom they may see', async () => {
    const theirs = await aClient(test, test.elsewhere, { given: 'Odd', family: 'Utan' })
    expect((await refusalOf(tries(theirs))).status).toBe(404)
    expect((await refusalOf(tries(someone('HAA...'), {}, test.elsewhere.staff.director))).status).toBe(404)
    for (const role of ['biller', 'auditor', 'prescriber'] as const)
      expect((await refusalOf(tries(someone('HAA...'), {}, test.here.staff[role]))).status).toBe(403)
    expect((await list(test.elsewhere.staff.director)).clients).toEqual([])
  })

  it('of days long ago is taken too', async () => {
    await tries(someone('HAA...'), { missedOn: '2019-01-07' })
    expect((await of(someone('HAA...')))?.attempts).toHaveLength(1)
    const { weeks } = await test.house.see(director(), weekHoursOf, {
      ...{ clientIds: [someone('HAA...')], monday: '2019-01-07' },
    })
    expect(weeks).toMatchObject([{ monday: '2019-01-07', prescribed: null, scheduled: 0, standing: 'no-rule' }])
  })
})
