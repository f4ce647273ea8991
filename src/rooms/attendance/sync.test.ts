import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '#kernel/actor.ts'
import { anEvening, type Evening, marksIn, type OfflineMark, offlineMark, synced } from '#testing/evenings.ts'
import { aClient, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { linesOf } from '#testing/program.ts'
import { seatsOfClient, sessionOf } from '../timetable/queries.ts'
import { endSeat, giveSeat } from '../timetable/seating.ts'
import { cancelSession, changeSession } from '../timetable/sessions.ts'
import { closeAttendance, markAllPresent, markSeat } from './commands.ts'
import { historyOf, sheetOf } from './queries.ts'
import { settleUnplaced, unplaced } from './sync.ts'

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
  evening = await anEvening(test, test.here, { name: `Evening ${count}`, given: ['Ada', 'Bo'] })
  ;[ada = '', bo = ''] = evening.people
  test.at('2026-11-25T02:00:00Z')
})

const director = () => test.here.staff.director
const of = (clientId: string, like: Partial<OfflineMark> = {}) =>
  offlineMark({ sessionId: evening.sessionId, clientId }, like)
const sheet = (who: Actor = evening.leader) => test.house.see(who, sheetOf, { sessionId: evening.sessionId })
const row = async (clientId: string) => (await sheet()).people.find(person => person.clientId === clientId)
const mine = async (who: Actor = evening.leader) => (await test.house.see(who, unplaced, {})).marks
const settled = (id: string, how: 'place' | 'let-go', who: Actor = evening.leader) =>
  test.house.act(who, settleUnplaced, { id, how })
const standing = async () => (await marksIn(test, evening.sessionId)).filter(mark => mark.stands)

describe('marks that were made without a network', () => {
  it('are taken with the time at which they were made, by the house’s clock', async () => {
    const late = of(ada, { arrivedAt: '2026-11-24T22:42:00Z', deviceAt: '2026-11-24T22:53:00Z', offsetMs: -600_000 })
    const ahead = of(bo, { kind: 'absent', deviceAt: '2026-11-25T04:00:00Z', reason: 'a child is ill' })
    const answer = await synced(test, evening.leader, [ahead, late])
    expect(answer).toMatchObject({ now: '2026-11-25T02:00:00.000Z' })
    expect(answer.results.map(each => [each.id, each.kind]).sort()).toEqual(
      [
        [late.id, 'taken'],
        [ahead.id, 'taken'],
      ].sort(),
    )
    expect(await row(ada)).toMatchObject({
      standing: 'late',
      minutes: 168,
      mark: { saidAt: '2026-11-24T22:43:00.000Z' },
    })
    // Nothing was said after now, whatever a clock says.
    expect(await row(bo)).toMatchObject({ standing: 'absent', mark: { saidAt: '2026-11-25T02:00:00.000Z' } })
    const line = (await linesOf(test, test.here, 'attendance.sync-marks')).at(-1)
    expect(line).toMatchObject({ kind: 'did', clientIds: expect.arrayContaining([ada, bo]) })
    // What it names many people in stands open in the journal, so no word of anybody may be in it.
    expect(JSON.stringify(line?.body)).toContain(late.id)
    expect(JSON.stringify(line?.body)).not.toContain('child')
  })

  it('are there once, however often they are sent, alone or with others, one after the other or at once', async () => {
    const [one, two] = [of(ada), of(bo, { kind: 'excused' })]
    const lost = offlineMark({ sessionId: crypto.randomUUID(), clientId: ada })
    const calls = [[one, one, lost], [one, two], [two, lost], [one, two, lost], [lost]]
    const ends = await Promise.all(calls.map(call => synced(test, evening.leader, call)))
    const kinds = (id: string) => ends.flatMap(end => end.results.flatMap(each => (each.id === id ? each.kind : [])))
    expect(kinds(one.id).filter(kind => kind === 'taken')).toHaveLength(1)
    expect(kinds(two.id).filter(kind => kind === 'taken')).toHaveLength(1)
    expect(await marksIn(test, evening.sessionId)).toHaveLength(2)
    expect(await mine()).toMatchObject([{ id: lost.id, because: 'not-here' }])
    const again = await synced(test, evening.leader, [two, lost, one])
    expect(again.results.map(each => each.kind)).toEqual(['known', 'known', 'known'])
    expect(again.clientIds).toEqual([])
  })

  it.each([
    ['one', 0],
    ['the other', 1],
  ])('of two devices at the same moment leave the later of each and ask, %s first', async (_, first) => {
    const [absent, here] = [of(ada, { kind: 'absent' }), of(bo, { deviceAt: '2026-11-24T23:10:00Z' })]
    const late = of(ada, { arrivedAt: '2026-11-24T23:00:00Z', deviceAt: '2026-11-24T23:05:00Z' })
    const gone = of(bo, { kind: 'absent', deviceAt: '2026-11-24T23:00:00Z' })
    const devices = [() => synced(test, evening.leader, [absent, here]), () => synced(test, director(), [late, gone])]
    await Promise.all((first === 0 ? devices : devices.reverse()).map(send => send()))
    const all = await marksIn(test, evening.sessionId)
    expect(all).toHaveLength(4)
    expect((await standing()).map(mark => mark.id).sort()).toEqual([late.id, here.id].sort())
    for (const clientId of [ada, bo]) expect(await row(clientId)).toMatchObject({ question: { why: 'differ' } })
    const refused = await refusalOf(test.house.act(evening.leader, closeAttendance, { sessionId: evening.sessionId }))
    expect(refused).toMatchObject({ code: 'to-choose', facts: { clientIds: expect.arrayContaining([ada, bo]) } })
    // Whoever chooses has both before their eyes; the others stay readable.
    const chosen = { sessionId: evening.sessionId, clientId: ada, kind: 'here' as const, seen: late.id }
    await test.house.act(evening.leader, markSeat, { ...chosen, arrivedAt: '2026-11-24T23:00:00Z' })
    expect(await row(ada)).toMatchObject({ question: null, minutes: 150 })
    const { sessionId } = evening
    const { marks: history } = await test.house.see(director(), historyOf, { sessionId, clientId: ada })
    expect(history.map(each => each.kind)).toEqual(['here', 'here', 'absent'])
  })

  it('that were said before the one that stands go under it, and over what was said before them', async () => {
    test.at('2026-11-24T23:00:00Z')
    await test.house.act(evening.leader, markAllPresent, { sessionId: evening.sessionId })
    test.at('2026-11-25T02:00:00Z')
    const [early, late] = [of(ada, { kind: 'absent' }), of(bo, { kind: 'absent', deviceAt: '2026-11-24T23:30:00Z' })]
    await synced(test, director(), [early, late])
    expect(await row(ada)).toMatchObject({ mark: { how: 'all-present' }, minutes: 180, question: { why: 'differ' } })
    expect(await row(bo)).toMatchObject({ mark: { id: late.id }, minutes: 0, question: { why: 'differ' } })
    // Whoever had not seen the other corrects nothing.
    expect((await marksIn(test, evening.sessionId)).map(mark => mark.corrects)).toEqual([null, null, null, null])
  })

  it('of who corrects themselves on one device never ask', async () => {
    const slip = of(ada, { kind: 'absent' })
    const right = of(ada, { arrivedAt: '2026-11-24T22:50:00Z', deviceAt: '2026-11-24T22:52:00Z' })
    const deviceId = crypto.randomUUID()
    await synced(test, evening.leader, [right], deviceId)
    await synced(test, evening.leader, [slip], deviceId)
    expect(await row(ada)).toMatchObject({ mark: { id: right.id }, question: null, minutes: 160 })
    // Nor when what they noted on the device comes after they put it right at the desk.
    const noted = of(bo, { kind: 'absent' })
    const desk = { sessionId: evening.sessionId, clientId: bo, kind: 'here' as const }
    await test.house.act(evening.leader, markSeat, { ...desk, arrivedAt: '2026-11-24T22:30:00Z' })
    await synced(test, evening.leader, [noted], deviceId)
    expect(await row(bo)).toMatchObject({ standing: 'present', question: null })
  })

  it('of which one cannot be written are none of them', async () => {
    const { markId } = await test.house.act(evening.leader, markSeat, {
      ...{ sessionId: evening.sessionId, clientId: ada, kind: 'absent', id: crypto.randomUUID() },
    })
    const before = await marksIn(test, evening.sessionId)
    test.at('2026-11-25T03:00:00Z')
    const deviceAt = '2026-11-25T02:30:00Z'
    const call = [of(ada, { deviceAt }), of(bo, { deviceAt }), of(bo, { arrivedAt: '2026-11-25T05:00:00Z' })]
    await test.owner.query(`create function attendance.break() returns trigger language plpgsql as
      $$ begin raise exception 'the disk is gone'; end $$;
      create trigger broken before insert on attendance.unplaced for each row execute function attendance.break()`)
    await expect(synced(test, evening.leader, call)).rejects.toThrow()
    await test.owner.query('drop trigger broken on attendance.unplaced; drop function attendance.break()')
    expect(await marksIn(test, evening.sessionId)).toEqual(before)
    expect(await row(ada)).toMatchObject({ mark: { id: markId } })
    expect(await mine()).toEqual([])
    // The device still has them, and sends them again.
    const { results } = await synced(test, evening.leader, call)
    expect(results.map(each => each.kind)).toEqual(['kept-aside', 'taken', 'taken'])
    expect(await row(ada)).toMatchObject({ standing: 'present' })
  })

  it('that no sheet can be held for are kept aside once, though two calls bring them at one moment', async () => {
    const gone = offlineMark({ sessionId: crypto.randomUUID(), clientId: ada })
    const client = await test.owner.connect()
    await client.query('begin')
    await client.query(
      `insert into attendance.unplaced (organization_id, id, said_by, session_id, client_id, kind, said_at, received_at,
         because) values ($1, $2, $3, $4, $5, 'absent', $6, $6, 'not-here')`,
      [test.here.id, gone.id, evening.leader.personId, gone.sessionId, ada, test.now()],
    )
    const syncing = synced(test, evening.leader, [gone])
    await waiting()
    await client.query('commit')
    client.release()
    expect((await syncing).results).toMatchObject([{ id: gone.id, kind: 'kept-aside' }])
    expect(await mine()).toMatchObject([{ id: gone.id }])
  })

  it('do not slip onto a session that is canceled at that moment', async () => {
    const client = await test.owner.connect()
    await client.query('begin')
    await client.query('select 1 from timetable.session where id = $1 for update', [evening.sessionId])
    const syncing = synced(test, evening.leader, [of(ada)])
    await waiting()
    await client.query(
      "update timetable.session set canceled_at = $2, canceled_kind = 'asked', cancel_reason = 'x' where id = $1",
      [evening.sessionId, test.now()],
    )
    await client.query('commit')
    client.release()
    expect((await syncing).results).toMatchObject([{ kind: 'kept-aside', because: 'canceled' }])
    expect(await marksIn(test, evening.sessionId)).toEqual([])
  })
})

/** Until somebody waits for a row that another holds. */
async function waiting(): Promise<void> {
  const held = 'select 1 from pg_locks where not granted'
  while ((await test.owner.query(held)).rows.length === 0) await new Promise(resolve => setTimeout(resolve, 5))
}

const session = () => test.house.see(director(), sessionOf, { id: evening.sessionId })
const closed = async () => {
  await test.house.act(evening.leader, markAllPresent, { sessionId: evening.sessionId })
  await test.house.act(evening.leader, closeAttendance, { sessionId: evening.sessionId })
}
const seatEnds = async (clientId: string) => {
  const span = { from: '2026-11-24', until: '2026-11-24' }
  const { seats } = await test.house.see(director(), seatsOfClient, { clientId, ...span })
  // The day before the seat began: they were moved away before the evening.
  await test.owner.query("update timetable.seat set from_on = '2026-11-20' where id = $1", [seats[0]?.id])
  await test.house.act(director(), endSeat, { seatId: seats[0]?.id ?? '', clientId, untilOn: '2026-11-23' })
}

type Case = {
  because: string
  like?: () => Partial<OfflineMark> | Promise<Partial<OfflineMark>>
  before?: () => Promise<unknown>
  who?: () => Actor
}
const cases: Record<string, Case> = {
  'of a session that never was': { because: 'not-here', like: () => ({ sessionId: crypto.randomUUID() }) },
  'of a session of another organization': {
    because: 'not-here',
    like: async () => ({ sessionId: (await theirEvening()).sessionId }),
  },
  'of a client of another organization': {
    because: 'not-on-roster',
    like: async () => ({ clientId: (await theirEvening()).people[0] ?? '' }),
  },
  'of a session that was canceled': {
    because: 'canceled',
    before: async () => {
      test.at('2026-11-24T21:00:00Z')
      const { version } = await session()
      await test.house.act(director(), cancelSession, { sessionId: evening.sessionId, version, reason: 'no heating' })
    },
  },
  'of a session that was moved to another day': {
    because: 'too-early',
    before: async () => {
      test.at('2026-11-24T21:00:00Z')
      const { version } = await session()
      const startsAt = '2026-11-26T22:30:00Z'
      await test.house.act(director(), changeSession, { sessionId: evening.sessionId, version, startsAt })
    },
  },
  'of somebody who was moved away': { because: 'not-on-roster', before: () => seatEnds(ada) },
  'of somebody who was never in the group': {
    because: 'not-on-roster',
    like: async () => ({ clientId: await aClient(test, test.here, { given: 'Dag', family: `Utan ${count}` }) }),
  },
  'of a session that somebody else leads': { because: 'not-yours', who: () => test.here.staff.facilitator },
  'of a nurse, onto a sheet that is closed': {
    because: 'closed-already',
    before: closed,
    who: () => test.here.staff.nurse,
  },
  'that takes back on a sheet that is closed': {
    because: 'closed-already',
    before: closed,
    like: () => ({ kind: 'none', arrivedAt: null, deviceAt: '2026-11-25T01:59:00Z' }),
  },
  'that was made before the door opened': { because: 'too-early', like: () => ({ deviceAt: '2026-11-24T21:29:59Z' }) },
  'of an arrival before the door opened': {
    because: 'outside-session',
    like: () => ({ arrivedAt: '2026-11-24T21:29:59Z' }),
  },
  'of an arrival after the end': { because: 'outside-session', like: () => ({ arrivedAt: '2026-11-25T01:30:01Z' }) },
  'of somebody who left before they came': {
    because: 'times-crossed',
    like: () => ({ leftAt: '2026-11-24T22:30:00Z' }),
  },
  'of an arrival that nobody noted': { because: 'no-arrival', like: () => ({ arrivedAt: null }) },
}

const theirEvening = () => {
  test.at('2026-11-24T22:00:00Z')
  return anEvening(test, test.elsewhere, { name: `Theirs ${count}`, given: ['Odd'] }).finally(() =>
    test.at('2026-11-25T02:00:00Z'),
  )
}

describe('a mark is kept aside', () => {
  it.each(Object.entries(cases))('%s', async (_, { because, like, before, who }) => {
    await before?.()
    const mark = of(ada, await like?.())
    test.at('2026-11-25T02:00:00Z')
    const author = who?.() ?? evening.leader
    const untouched = await marksIn(test, evening.sessionId)
    const { results, clientIds } = await synced(test, author, [mark])
    expect(results).toMatchObject([
      { id: mark.id, kind: 'kept-aside', because, says: expect.stringMatching(/^[A-Z].+\.$/) },
    ])
    expect(clientIds).toEqual([])
    expect(await marksIn(test, evening.sessionId)).toEqual(untouched)
    // Whoever made it reads why; nobody else reads that it is there.
    const own = (await mine(author)).filter(each => each.id === mark.id)
    expect(own).toMatchObject([{ because, kind: mark.kind, saidAt: new Date(mark.deviceAt).toISOString() }])
    expect(JSON.stringify(own)).not.toContain(test.elsewhere.canary)
    for (const other of [test.here.staff.counselor, test.elsewhere.staff.director])
      expect((await mine(other)).filter(each => each.id === mark.id)).toEqual([])
    expect(await refusalOf(settled(mark.id, 'let-go', test.here.staff.counselor))).toMatchObject({ status: 404 })
    expect(await refusalOf(settled(mark.id, 'let-go', test.elsewhere.staff.director))).toMatchObject({ status: 404 })
    // What stands in its way still does; it is let go once, and does not come back.
    expect((await refusalOf(settled(mark.id, 'place', author))).code).toBe(because)
    await settled(mark.id, 'let-go', author)
    expect((await refusalOf(settled(mark.id, 'place', author))).status).toBe(404)
    expect((await synced(test, author, [mark])).results).toEqual([{ id: mark.id, kind: 'known' }])
    expect(await marksIn(test, evening.sessionId)).toEqual(untouched)
  })

  it('until what stood in its way is gone, and stands then as it was said', async () => {
    await seatEnds(ada)
    const mark = of(ada, { kind: 'excused', reason: 'court' })
    await synced(test, evening.leader, [mark])
    await test.house.act(director(), giveSeat, { groupId: evening.groupId, clientId: ada, fromOn: '2026-11-24' })
    test.at('2026-11-25T03:00:00Z')
    const { clientIds } = await settled(mark.id, 'place')
    expect(clientIds).toEqual([ada])
    expect(await row(ada)).toMatchObject({
      standing: 'excused',
      question: null,
      mark: {
        id: mark.id,
        reason: 'court',
        saidAt: '2026-11-24T22:40:00.000Z',
        recordedAt: '2026-11-25T03:00:00.000Z',
      },
    })
    expect(await mine()).toEqual([])
    expect((await refusalOf(settled(mark.id, 'place'))).status).toBe(404)
    const lines = await linesOf(test, test.here, 'attendance.settle-unplaced')
    const line = lines.filter(each => each.kind === 'did').at(-1)
    expect(line?.clientIds).toEqual([ada])
  })

  it('and goes under what was said since, which asks', async () => {
    await seatEnds(ada)
    const mark = of(ada, { kind: 'absent' })
    await synced(test, evening.leader, [mark])
    await test.house.act(director(), giveSeat, { groupId: evening.groupId, clientId: ada, fromOn: '2026-11-24' })
    const desk = { sessionId: evening.sessionId, clientId: ada, kind: 'here' as const }
    const { markId } = await test.house.act(director(), markSeat, { ...desk, arrivedAt: '2026-11-24T22:30:00Z' })
    test.at('2026-11-25T03:00:00Z')
    await settled(mark.id, 'place')
    expect(await row(ada)).toMatchObject({ mark: { id: markId }, question: { why: 'differ' } })
  })
})
