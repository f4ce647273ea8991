import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '#kernel/actor.ts'
import { anEvening, type Evening, marksIn, type OfflineMark, offlineMark, synced } from '#testing/evenings.ts'
import { aClient, journalOf, refusalOf, staffMember, type TestHouse, testHouse } from '#testing/house.ts'
import { allAtOnce, codesOf, sessionOn } from '#testing/program.ts'
import { aSign, aTablet, sent } from '#testing/tablets.ts'
import { endStay, mergeCharts } from '../people/commands.ts'
import { deviceKey } from '../people/device-key.ts'
import { addSite } from '../people/house.ts'
import { staysOf } from '../people/queries.ts'
import { sessionOf as sessionFor } from '../timetable/queries.ts'
import { cancelSession, changeSession } from '../timetable/sessions.ts'
import { closeAttendance, markAllPresent, markSeat, takeBackMark } from './commands.ts'
import { weekHoursOf } from './hours.ts'
import { addWalkIn, cancelVisit } from './make-ups.ts'
import { sheetOf } from './queries.ts'
import { settleUnplaced, syncMarks, unplaced } from './sync.ts'

// What somebody could try, by malice or by chance, and what becomes of it.

let test: TestHouse
let count = 0
let evening: Evening
let [ada, bo] = ['', '']
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())
beforeEach(async () => {
  count++
  test.at('2026-11-24T22:00:00Z')
  evening = await anEvening(test, test.here, { name: `Guard ${count}`, given: ['Ada', 'Bo'] })
  ;[ada = '', bo = ''] = evening.people
  test.at('2026-11-25T02:00:00Z')
})

const director = () => test.here.staff.director
const of = (clientId: string, like: Partial<OfflineMark> = {}) =>
  offlineMark({ sessionId: evening.sessionId, clientId }, like)
const sheet = (sessionId = evening.sessionId) => test.house.see(director(), sheetOf, { sessionId })
const row = async (clientId: string, sessionId?: string) =>
  (await sheet(sessionId)).people.find(person => person.clientId === clientId)
const said = (clientId: string, kind: 'absent' | 'excused', seen: string | null = null) =>
  test.house.act(director(), markSeat, { sessionId: evening.sessionId, clientId, kind, seen })

describe('a device', () => {
  it('that two share does not stand for what one of them never saw', async () => {
    const deviceId = crypto.randomUUID()
    await synced(test, evening.leader, [of(ada)], deviceId)
    test.at('2026-11-25T02:05:00Z')
    await synced(test, director(), [of(ada, { kind: 'absent', deviceAt: '2026-11-24T22:50:00Z' })], deviceId)
    const [first, second] = await marksIn(test, evening.sessionId)
    expect([first?.kind, second?.kind, second?.corrects]).toEqual(['here', 'absent', null])
    expect((await row(ada))?.question).toMatchObject({ why: 'differ', statements: [{}, {}] })
  })

  it('does not send what one made in the name of another who signed in there since', async () => {
    const mark = of(ada)
    const deviceId = crypto.randomUUID()
    const sending = { deviceId, accountId: evening.leader.accountId ?? '', marks: [mark] }
    expect(await refusalOf(test.house.act(director(), syncMarks, sending))).toMatchObject({
      code: 'of-another',
      status: 403,
    })
    expect(await marksIn(test, evening.sessionId)).toEqual([])
    const { results } = await test.house.act(evening.leader, syncMarks, sending)
    expect(results).toEqual([{ id: mark.id, kind: 'taken' }])
  })

  it('has a key for each who uses it, which is for a person alone and stands in no journal', async () => {
    const deviceId = crypto.randomUUID()
    const keyOf = async (who: Actor, device = deviceId) =>
      (await test.house.see(who, deviceKey, { deviceId: device })).key
    const own = await keyOf(director())
    expect(await keyOf(director())).toBe(own)
    const others = [
      await keyOf(evening.leader),
      await keyOf(test.elsewhere.staff.director),
      await keyOf(director(), crypto.randomUUID()),
      await keyOf({ ...director(), organizationId: test.elsewhere.id }),
    ]
    expect(new Set([own, ...others]).size).toBe(5)
    const token: Actor = { ...director(), kind: 'token', scope: ['read'] }
    expect(await refusalOf(keyOf(token))).toMatchObject({ code: 'not-here' })
    expect(await refusalOf(keyOf(test.here.program))).toMatchObject({ code: 'not-here' })
    expect(JSON.stringify(await journalOf(test, test.here))).not.toContain(own)
  })
})

describe('marks of another house, or of another author', () => {
  it('find no place and no name, and nothing comes of them there', async () => {
    const far = await anEvening(test, test.elsewhere, { name: `Far ${count}`, given: ['Cleo'] })
    const [cleo = ''] = far.people
    const theirs = offlineMark({ sessionId: far.sessionId, clientId: cleo })
    const mixed = offlineMark({ sessionId: evening.sessionId, clientId: cleo })
    const { results } = await synced(test, evening.leader, [theirs, mixed])
    expect(new Map(results.map(each => [each.id, 'because' in each ? each.because : each.kind]))).toEqual(
      new Map([
        [theirs.id, 'not-here'],
        [mixed.id, 'not-on-roster'],
      ]),
    )
    expect(await marksIn(test, far.sessionId)).toEqual([])
    const { marks } = await test.house.see(evening.leader, unplaced, {})
    expect(marks.map(mark => [mark.clientId, mark.name])).toEqual([
      [null, null],
      [null, null],
    ])
    expect((await test.house.see(director(), unplaced, {})).marks).toEqual([])
    const placing = { id: theirs.id, how: 'let-go' as const }
    for (const who of [director(), test.elsewhere.staff.director])
      expect(await refusalOf(test.house.act(who, settleUnplaced, placing))).toMatchObject({ code: 'not-here' })
  })

  it('with the id of a mark that is there change nothing of it', async () => {
    const mark = of(ada)
    await synced(test, evening.leader, [mark])
    const { results } = await synced(test, director(), [{ ...of(bo, { kind: 'absent' }), id: mark.id }])
    expect(results).toEqual([{ id: mark.id, kind: 'known' }])
    expect((await marksIn(test, evening.sessionId)).map(each => [each.client_id, each.kind])).toEqual([[ada, 'here']])
  })
})

describe('a walk-in', () => {
  it('comes past the last place by who may let them, and by nobody who may not see them', async () => {
    test.at('2026-11-24T22:20:00Z')
    const full = await anEvening(test, test.here, {
      name: `Full ${count}`,
      given: ['Dag', 'Eli'],
      group: { capacity: 2 },
    })
    const cleo = await aClient(test, test.here, { given: 'Cleo', family: `Full ${count}` })
    const override = { conflicts: ['session-full' as const], reason: 'stood at the door' }
    const { sessionId } = full
    const comes = (who: Actor) =>
      test.house.act(who, addWalkIn, { sessionId, clientId: cleo, arrivedAt: '2026-11-24T22:20:00Z', override })
    const { nurse, counselor } = test.here.staff
    expect(await refusalOf(comes(nurse))).toMatchObject({ code: 'may-not-override' })
    expect(await refusalOf(comes(full.leader))).toMatchObject({ code: 'not-here' })
    expect(await refusalOf(comes(test.elsewhere.staff.director))).toMatchObject({ code: 'not-here' })
    expect((await sheet(sessionId)).people).toHaveLength(2)
    await comes(counselor)
    expect(await row(cleo, sessionId)).toMatchObject({ visit: 'walk-in', mark: { kind: 'here' } })
  })

  it('does not slip into a session that is canceled at that moment', async () => {
    test.at('2026-11-24T22:20:00Z')
    const cleo = await aClient(test, test.here, { given: 'Cleo', family: `Race ${count}` })
    const { id: sessionId, version } = await sessionOn(test, test.here, evening.groupId)
    const walking = { sessionId, clientId: cleo, arrivedAt: test.now() }
    const { done } = await allAtOnce(2, at =>
      at === 0
        ? test.house.act(director(), cancelSession, { sessionId, version, reason: 'snow' })
        : test.house.act(director(), addWalkIn, walking),
    )
    const { rows } = await test.owner.query(
      `select s.canceled_at is not null as canceled,
         (select count(*)::int from timetable.attendee a where a.session_id = s.id and a.ended_at is null) as visits,
         (select count(*)::int from attendance.mark m where m.session_id = s.id) as marks
       from timetable.session s where s.id = $1`,
      [sessionId],
    )
    // Whoever walked in first stands on a canceled sheet as they were said to be; nobody joins one after it.
    const walkedIn = done.some(each => 'markId' in each) ? 1 : 0
    expect(rows[0]).toMatchObject({ marks: walkedIn })
    expect(done.length).toBeGreaterThan(0)
  })
})

describe('a sheet', () => {
  it('that several close while a device sends to it is closed once, and has each mark once', async () => {
    await said(bo, 'excused')
    const mark = of(ada)
    const { done, refused } = await allAtOnce(6, async at => {
      if (at % 2 === 0) return (await synced(test, evening.leader, [mark])).results.map(each => each.kind).join()
      await test.house.act(evening.leader, closeAttendance, { sessionId: evening.sessionId })
      return 'closed'
    })
    await test.house
      .act(evening.leader, closeAttendance, { sessionId: evening.sessionId })
      .catch(error => expect(error).toMatchObject({ code: 'closed-already' }))
    expect(done.filter(each => each === 'taken')).toHaveLength(1)
    expect(done.filter(each => each === 'known')).toHaveLength(2)
    const codes = Object.keys(codesOf(refused))
    expect(codes.every(code => code === 'unmarked' || code === 'closed-already')).toBe(true)
    expect((await marksIn(test, evening.sessionId)).filter(each => each.stands)).toHaveLength(2)
    expect((await sheet()).closedAt).not.toBeNull()
  })

  it('stands as it was said last when the house’s clock was set back an hour between', async () => {
    await said(ada, 'absent')
    const seen = (await row(ada))?.mark?.id ?? null
    test.at('2026-11-25T01:00:00Z')
    await said(ada, 'excused', seen)
    expect(await row(ada)).toMatchObject({ standing: 'excused', question: null })
  })

  it('shows a person of two charts with one mark, which is corrected by either', async () => {
    await said(ada, 'absent')
    test.at('2026-11-25T02:01:00Z')
    await said(bo, 'excused')
    test.at('2026-11-26T15:00:00Z')
    const { stays } = await test.house.see(director(), staysOf, { on: '2026-11-25', clientIds: [bo] })
    const { id: stayId = '', version } = stays[0] ?? {}
    const ending = { clientId: bo, stayId, version, endsOn: '2026-11-25', reason: 'a second chart' }
    await test.house.act(director(), endStay, ending)
    const sure = { ...director(), confirmedAt: test.now() }
    await test.house.act(sure, mergeCharts, { clientId: ada, aliasId: bo, reason: 'one person' })
    for (const clientId of [ada, bo]) {
      const shown = await row(clientId)
      await said(clientId, shown?.mark?.kind === 'absent' ? 'excused' : 'absent', shown?.mark?.id ?? null)
      expect((await row(clientId))?.mark?.kind).not.toBe(shown?.mark?.kind)
    }
    const seen = (await row(bo))?.mark?.id ?? ''
    await test.house.act(director(), takeBackMark, { sessionId: evening.sessionId, clientId: ada, seen })
    for (const clientId of [ada, bo]) expect(await row(clientId)).toMatchObject({ mark: null, standing: 'not-marked' })
  })
})

describe('signs', () => {
  it('of a session that crosses midnight count on both sides of it', async () => {
    test.at('2026-11-24T22:00:00Z')
    const meetings = [{ weekday: 2, starts: '22:30', lengthMinutes: 180 }]
    const late = await anEvening(test, test.here, { name: `Late ${count}`, given: ['Ada', 'Bo'], group: { meetings } })
    const [left = '', came = ''] = late.people
    const tablet = await aTablet(test, test.here, { name: `Late door ${count}` })
    test.at('2026-11-25T07:00:00Z')
    await sent(test, tablet, [
      aSign(left, '2026-11-25T03:30:00Z'),
      aSign(left, '2026-11-25T05:30:00Z', { kind: 'out' }),
      aSign(came, '2026-11-25T05:10:00Z'),
    ])
    expect(await row(left, late.sessionId)).toMatchObject({ standing: 'left-early', minutes: 120 })
    expect(await row(came, late.sessionId)).toMatchObject({ standing: 'late', minutes: 80 })
  })

  it('of the morning do not stand for the evening, when somebody forgot to sign out', async () => {
    const tablet = await aTablet(test, test.here, { name: `Morning door ${count}` })
    await sent(test, tablet, [aSign(ada, '2026-11-24T14:00:00Z'), aSign(bo, '2026-11-24T21:00:00Z')])
    expect(await row(ada)).toMatchObject({ standing: 'not-marked', minutes: 0 })
    expect(await row(bo)).toMatchObject({ standing: 'present', minutes: 180 })
  })

  it('of who walked in keep the visit from being taken off, but for who says that they are in no such session', async () => {
    const visitor = await aClient(test, test.here, { given: 'Cleo', family: `Vik ${count}` })
    const walkIn = { sessionId: evening.sessionId, clientId: visitor, arrivedAt: '2026-11-24T22:40:00Z' }
    const { markId } = await test.house.act(director(), addWalkIn, walkIn)
    const at = { sessionId: evening.sessionId, clientId: visitor }
    await test.house.act(director(), takeBackMark, { ...at, seen: markId })
    const tablet = await aTablet(test, test.here, { name: `Visit door ${count}` })
    await sent(test, tablet, [aSign(visitor, '2026-11-24T22:38:00Z')])
    expect((await refusalOf(test.house.act(director(), cancelVisit, at))).code).toBe('marked')
    await test.house.act(director(), cancelVisit, { ...at, signed: true })
    expect(await row(visitor)).toBeUndefined()
  })

  it('are of the day that it was at their own site', async () => {
    const west = { name: `West ${count}`, zone: 'America/Los_Angeles' }
    const { siteId } = await test.house.act(test.here.program, addSite, west)
    const tablet = await aTablet(test, test.here, { name: 'West door', siteId })
    test.at('2026-11-25T05:40:00Z')
    // Half past nine in the evening there; in New York it is the next day.
    await sent(test, tablet, [aSign(ada, '2026-11-25T05:30:00Z')])
    test.at('2026-11-27T20:00:00Z')
    const { weeks } = await test.house.see(director(), weekHoursOf, { clientIds: [ada] })
    expect(weeks[0]).toMatchObject({ lastServiceOn: '2026-11-24', daysWithout: 2 })
  })
})

it('a mark says nothing of the day that its session was moved to afterwards', async () => {
  test.at('2026-11-24T22:00:00Z')
  await said(ada, 'absent')
  const { version } = await test.house.see(director(), sessionFor, { id: evening.sessionId })
  const to = { sessionId: evening.sessionId, version, startsAt: '2026-11-26T22:30:00Z', reason: 'snow' }
  await test.house.act(director(), changeSession, to)
  test.at('2026-11-26T23:00:00Z')
  expect(await row(ada)).toMatchObject({ standing: 'not-marked', presence: null })
  const { marked } = await test.house.act(director(), markAllPresent, { sessionId: evening.sessionId })
  expect(marked).toContain(ada)
  expect(await row(ada)).toMatchObject({ standing: 'present', minutes: 180 })
})

describe('a counselor of another care team', () => {
  it('reads of nobody by their id, nor on their sheet', async () => {
    const other = await staffMember(test.house, test.here, 'counselor')
    const { queries } = await import('./queries.ts')
    for (const door of queries.filter(each => each.who.includes('counselor'))) {
      const all = {
        clientId: ada,
        clientIds: [ada],
        sessionId: evening.sessionId,
        from: '2026-11-01',
        until: '2026-11-30',
      }
      const asked = [all, {}].map(input =>
        test.house.pass(door, { caller: { actor: other }, input: fitting(door.input, input) }).then(
          answer => JSON.stringify(answer),
          error => String(error.code),
        ),
      )
      for (const answer of await Promise.all(asked))
        expect([door.name, answer.includes(ada)]).toEqual([door.name, false])
    }
  })
})

/** Of these words the ones that a door takes. */
function fitting(schema: unknown, words: Record<string, unknown>): Record<string, unknown> {
  const shape = schema && typeof schema === 'object' && 'shape' in schema ? schema.shape : {}
  return Object.fromEntries(Object.entries(words).filter(([key]) => typeof shape === 'object' && key in (shape ?? {})))
}
