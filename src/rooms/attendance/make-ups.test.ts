import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#kernel/actor.ts'
import { plusMinutes } from '#kernel/time.ts'
import { anEvening, type Evening, marksIn } from '#testing/evenings.ts'
import { aClient, licensedStaff, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, allAtOnce, codesOf, groupLike, linesOf, seated, sessionOn } from '#testing/program.ts'
import { addRoom, setUnavailable } from '../calendar/commands.ts'
import { startGroup } from '../timetable/commands.ts'
import { keepApart } from '../timetable/keep-apart.ts'
import { rosterOf, weekOf } from '../timetable/queries.ts'
import { bookSession } from '../timetable/sessions.ts'
import { closeAttendance, markSeat, takeBackMark } from './commands.ts'
import { weekHoursOf } from './hours.ts'
import { addWalkIn, bookMakeUps, cancelVisit, makeUps } from './make-ups.ts'

let test: TestHouse
let evening: Evening
let [ada, bo, foe] = ['', '', '']
let leader: Actor & { personId: string }
let roomId = ''
const sessionIds: Record<string, string> = {}
const wednesday = '2026-11-25T15:00:00Z'
const director = () => test.here.staff.director
const person = (given: string, in_ = test.here) => aClient(test, in_, { given, family: `${given} Gap` })

type GroupLike = NonNullable<Parameters<typeof aGroup>[2]>
/** A group that meets once a week, and its session of this one. */
async function meets(name: string, onDay: string, starts: string, like: GroupLike & { minutes?: number } = {}) {
  const { minutes = 60, ...rest } = like
  const weekday = ((new Date(onDay).getUTCDay() + 6) % 7) + 1
  const meetings = [{ weekday, starts, lengthMinutes: minutes }]
  const groupId = await aGroup(test, test.here, { name, roomId, facilitatorIds: [leader.personId], meetings, ...rest })
  const { id } = await sessionOn(test, test.here, groupId, onDay)
  sessionIds[name] = id
  return { groupId, sessionId: id }
}

// Ada comes on Tuesday, Wednesday and Saturday evening and to an hour of her own, and missed Tuesday. It is Wednesday.
beforeAll(async () => {
  test = await testHouse()
  const { house, here } = test
  test.at('2026-11-24T22:00:00Z')
  evening = await anEvening(test, here, { name: 'Evening', given: ['Ada', 'Bo'] })
  ;[ada = '', bo = ''] = evening.people
  foe = await person('Foe')
  roomId = (await house.act(director(), addRoom, { siteId: here.siteId, name: 'Larch', seats: 30 })).roomId
  leader = await licensedStaff(test, here, 'facilitator')
  await meets('open', '2026-11-26', '09:00')
  await meets('long', '2026-11-26', '11:00', { minutes: 180 })
  await meets('busy', '2026-11-26', '15:00')
  const full = await meets('full', '2026-11-27', '09:00', { capacity: 1 })
  await meets('women', '2026-11-27', '11:00', { cohort: 'women' })
  const apart = await meets('apart', '2026-11-27', '13:00')
  await meets('works', '2026-11-27', '15:00')
  await meets('play', '2026-11-28', '09:00', { service: 'recreation' })
  await meets('clash', '2026-11-28', '18:00')
  const hours = {
    roomId,
    facilitatorIds: [leader.personId],
    meetings: [{ weekday: 5, starts: '17:00', lengthMinutes: 60 }],
  }
  const closed = await house.act(director(), startGroup, {
    ...groupLike(here, { name: 'closed', ...hours }),
    open: false,
  })
  sessionIds.closed = (await sessionOn(test, here, closed.groupId, '2026-11-27')).id
  await seated(test, here, { groupId: full.groupId, clientIds: [await person('Seat')] })
  await seated(test, here, { groupId: apart.groupId, clientIds: [foe] })
  await house.act(director(), keepApart, { clientId: ada, otherId: foe, reason: 'frightening messages' })
  await house.act(director(), setUnavailable, {
    ...{ kind: 'client', resourceId: ada, reason: 'work' },
    once: { startsAt: '2026-11-27T20:00:00Z', endsAt: '2026-11-27T22:00:00Z' },
  })
  await house.act(director(), bookSession, {
    ...{
      service: 'individual',
      siteId: here.siteId,
      startsAt: '2026-11-26T20:30:00Z',
      lengthMinutes: 50,
      mode: 'video',
    },
    ...{ staffIds: [(await licensedStaff(test, here, 'counselor')).personId], clientIds: [ada] },
  })
  test.at('2026-11-25T01:30:00Z')
  await house.act(director(), markSeat, { sessionId: evening.sessionId, clientId: ada, kind: 'absent' })
  test.at(wednesday)
})
afterAll(() => test.close())

const offers = (clientId = ada, who: Actor = director()) => test.house.see(who, makeUps, { clientId })
const books = (clientId: string, ids: readonly string[], more: { override?: object; who?: Actor } = {}) =>
  test.house.act(more.who ?? director(), bookMakeUps, {
    clientId,
    sessionIds: [...ids],
    override: null,
    ...more.override,
  })
const cancels = (sessionId: string, clientId = ada) => test.house.act(director(), cancelVisit, { sessionId, clientId })
const at = (name: string) => sessionIds[name] ?? ''
const rosterAt = async (sessionId: string) =>
  (await test.house.see(director(), rosterOf, { sessionId })).seats.map(seat => seat.clientId)
const weekAt = async (clientId: string) =>
  (await test.house.see(director(), weekHoursOf, { clientIds: [clientId] })).weeks[0]
/** What is booked of a client’s time in sessions, from when to when. */
async function heldBy(clientId: string) {
  const { rows } = await test.owner.query<{ held_by: string; starts_at: Date; ends_at: Date }>(
    'select held_by, starts_at, ends_at from calendar.booking where resource_id = $1 and released_at is null',
    [clientId],
  )
  return rows
}

describe('what could still save a week', () => {
  it('is told best first, with the least that closes the gap and what is in the way of the rest', async () => {
    const found = await offers()
    expect(found).toMatchObject({ clientId: ada, missing: 130, week: { credited: 0, coming: 410, prescribed: 540 } })
    expect(found.fits.map(each => each.sessionId)).toEqual([at('long'), at('open')])
    expect(found.fits[0]).toMatchObject({ closes: true, minutes: 180, because: ['closes the gap', 'their own track'] })
    expect(found.together).toEqual([at('long')])
    expect(Object.fromEntries(found.inTheWay.map(each => [each.kind, each.times]))).toEqual({
      ...{ 'double-booked': 2, 'session-full': 1, 'group-closed': 1, 'not-in-cohort': 1, 'keep-apart': 1 },
      'client-unavailable': 1,
    })
    for (const word of [foe, 'Foe', 'frightening', test.elsewhere.canary])
      expect(JSON.stringify(found)).not.toContain(word)
  })

  it('fits exactly where it can be booked', async () => {
    const fits = new Set((await offers()).fits.map(each => each.sessionId))
    const { sessions } = await test.house.see(director(), weekOf, {})
    const others = sessions.filter(
      each => each.groupId && each.groupId !== evening.groupId && each.startsAt > test.now(),
    )
    expect(others.length).toBe(Object.keys(sessionIds).length)
    for (const { id, counts } of others) {
      const before = await heldBy(ada)
      const end = await books(ada, [id]).then(
        () => 'booked',
        () => 'refused',
      )
      if (!counts) expect(fits.has(id)).toBe(false)
      else expect([id, end]).toEqual([id, fits.has(id) ? 'booked' : 'refused'])
      if (end === 'booked') await cancels(id)
      expect(await heldBy(ada)).toHaveLength(before.length)
    }
  })

  it('is booked in one act and counts, and is off again', async () => {
    expect(await books(ada, [at('long'), at('open'), at('long')])).toEqual({ booked: 2 })
    expect(await weekAt(ada)).toMatchObject({ coming: 650, likely: 650, standing: 'on-course', causes: [] })
    expect((await offers()).missing).toBe(0)
    expect((await offers()).together).toEqual([])
    const lines = await linesOf(test, test.here, 'attendance.book-make-ups')
    expect(lines.at(-1)).toMatchObject({ kind: 'did', clientIds: [ada] })
    await cancels(at('open'))
    expect((await refusalOf(cancels(at('open')))).code).toBe('not-a-visit')
    expect((await refusalOf(cancels(evening.sessionId))).code).toBe('not-a-visit')
    expect(await weekAt(ada)).toMatchObject({ coming: 590, standing: 'on-course' })
    await cancels(at('long'))
    expect(await weekAt(ada)).toMatchObject({ coming: 410, standing: 'likely-short' })
  })

  it.each([
    ['one is full', ['long', 'full'], 'session-full'],
    ['one is at the time of another', ['long', 'open', 'clash'], 'double-booked'],
    ['one has somebody they are kept apart from', ['open', 'apart'], 'keep-apart'],
    ['one is of a closed group', ['closed', 'open'], 'group-closed'],
  ])('is booked whole or not at all: %s', async (_, names, code) => {
    const before = await heldBy(ada)
    expect((await refusalOf(books(ada, names.map(at)))).code).toBe(code)
    expect(await heldBy(ada)).toEqual(before)
    for (const name of names) expect(await rosterAt(at(name))).not.toContain(ada)
  })

  it('is nobody’s of another organization, and no client’s', async () => {
    const theirs = await person('Odd', test.elsewhere)
    expect((await refusalOf(books(theirs, [at('open')]))).status).toBe(404)
    expect((await refusalOf(books(ada, [at('open')], { who: test.elsewhere.staff.director }))).status).toBe(404)
    expect((await refusalOf(offers(ada, test.elsewhere.staff.director))).status).toBe(404)
    expect((await refusalOf(offers(ada, test.here.staff.biller))).status).toBe(403)
    const away = await test.house.see(test.elsewhere.staff.director, makeUps, { clientId: theirs })
    expect(away.fits).toEqual([])
    expect(JSON.stringify(away)).not.toContain(test.here.canary)
  })
})

describe('many who book at once', () => {
  it('have all they asked for or nothing, no hour twice, and no session has more than its places', async () => {
    const names = ['m0', 'm1', 'm2', 'm3', 'm4']
    for (const [hour, name] of names.entries())
      await meets(name, '2026-11-29', `${String(9 + hour).padStart(2, '0')}:00`, { capacity: 2 })
    // At the time of the first, so that nobody may have both.
    const other = await licensedStaff(test, test.here, 'facilitator')
    const place = await test.house.act(director(), addRoom, { siteId: test.here.siteId, name: 'Yew', seats: 9 })
    await meets('m5', '2026-11-29', '09:30', { capacity: 2, facilitatorIds: [other.personId], roomId: place.roomId })
    names.push('m5')
    const people: string[] = []
    for (let nth = 0; nth < 6; nth++) people.push(await person(`Many ${nth}`))
    const wishes = fc.array(fc.subarray(names, { minLength: 1 }), { minLength: 6, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(wishes, async lists => {
        const asked = lists.map(list => list.map(at).reverse())
        const { refused } = await allAtOnce(6, nth => books(people[nth] ?? '', asked[nth] ?? []))
        expect(
          Object.keys(codesOf(refused)).filter(code => !['session-full', 'double-booked', 'travel'].includes(code)),
        ).toEqual([])
        const rosters = new Map<string, string[]>()
        for (const name of names) rosters.set(at(name), await rosterAt(at(name)))
        for (const roster of rosters.values()) expect(roster.length).toBeLessThanOrEqual(2)
        for (const [nth, clientId] of people.entries()) {
          const has = [...rosters].filter(([, roster]) => roster.includes(clientId)).map(([id]) => id)
          const wished = asked[nth] ?? []
          expect(has.length === 0 || has.length === wished.length).toBe(true)
          expect(has.every(id => wished.includes(id))).toBe(true)
          const held = (await heldBy(clientId)).sort((a, b) => a.starts_at.getTime() - b.starts_at.getTime())
          expect(held.map(each => each.held_by).sort()).toEqual(has.sort())
          for (const [place, each] of held.entries())
            expect(each.starts_at >= (held[place - 1]?.ends_at ?? each.starts_at)).toBe(true)
          for (const id of has) await cancels(id, clientId)
        }
      }),
      { numRuns: 6, endOnFailure: true },
    )
  }, 60_000)
})

describe('somebody at the door', () => {
  const comes = (
    sessionId: string,
    clientId: string,
    more: { arrivedAt?: string; who?: Actor; override?: object } = {},
  ) =>
    test.house.act(more.who ?? director(), addWalkIn, {
      ...{ sessionId, clientId, arrivedAt: more.arrivedAt ?? '2026-11-26T14:05:00Z' },
      override: null,
      ...more.override,
    })
  it('joins and is marked in one act, and is no walk-in twice', async () => {
    test.at('2026-11-26T14:10:00Z')
    const { minutes } = await comes(at('open'), bo)
    expect(minutes).toBe(55)
    expect(await rosterAt(at('open'))).toEqual([bo])
    expect(await marksIn(test, at('open'))).toMatchObject([{ client_id: bo, kind: 'here', stands: true }])
    expect(await weekAt(bo)).toMatchObject({ credited: 55 })
    const verbs = ['attendance.add-walk-in', 'timetable.join-session']
    for (const verb of verbs) {
      const line = (await linesOf(test, test.here, verb)).at(-1)
      expect(line).toMatchObject({ kind: 'did', clientIds: [bo] })
    }
    expect((await refusalOf(comes(at('open'), bo))).code).toBe('seated')
    // While they are marked the visit stands; a slip taken back, it may go.
    expect((await refusalOf(cancels(at('open'), bo))).code).toBe('marked')
    expect(await rosterAt(at('open'))).toEqual([bo])
    const [mark] = await marksIn(test, at('open'))
    await test.house.act(director(), takeBackMark, { sessionId: at('open'), clientId: bo, seen: mark?.id ?? '' })
    await cancels(at('open'), bo)
    expect(await rosterAt(at('open'))).toEqual([])
    // And may stand at the door again.
    await comes(at('open'), bo)
    expect((await marksIn(test, at('open'))).filter(each => each.stands)).toMatchObject([
      { kind: 'here', client_id: bo },
    ])
  })

  it.each<[string, string, () => string, string, { arrivedAt?: string }]>([
    ['the places are taken', 'full', () => bo, 'session-full', { arrivedAt: '2026-11-27T14:05:00Z' }],
    [
      'somebody to be kept apart from is expected',
      'apart',
      () => ada,
      'keep-apart',
      { arrivedAt: '2026-11-27T18:05:00Z' },
    ],
    ['the group is closed', 'closed', () => bo, 'group-closed', { arrivedAt: '2026-11-27T22:05:00Z' }],
    ['they are elsewhere at that time', 'busy', () => ada, 'double-booked', { arrivedAt: '2026-11-26T20:05:00Z' }],
    ['the time cannot be', 'works', () => bo, 'outside-session', { arrivedAt: '2026-11-27T22:05:00Z' }],
  ])('is refused whole when %s', async (_, name, who, code, more) => {
    const { sessions } = await test.house.see(director(), weekOf, {})
    test.at(plusMinutes(sessions.find(each => each.id === at(name))?.startsAt ?? test.now(), 10))
    const before = await heldBy(who())
    const roster = await rosterAt(at(name))
    expect((await refusalOf(comes(at(name), who(), more))).code).toBe(code)
    expect(await rosterAt(at(name))).toEqual(roster)
    expect(await marksIn(test, at(name))).toEqual([])
    expect(await heldBy(who())).toEqual(before)
  })

  it('comes past the places only when somebody who may says why', async () => {
    test.at('2026-11-27T14:10:00Z')
    const why = { conflicts: ['session-full' as const], reason: 'came a long way' }
    const arrivedAt = '2026-11-27T14:05:00Z'
    const nurse = test.here.staff.nurse
    const refused = await refusalOf(comes(at('full'), bo, { arrivedAt, who: nurse, override: { override: why } }))
    expect(refused.code).toBe('may-not-override')
    expect(await marksIn(test, at('full'))).toEqual([])
    await comes(at('full'), bo, { arrivedAt, override: { override: why } })
    expect(await rosterAt(at('full'))).toHaveLength(2)
    const { rows } = await test.owner.query('select client_id, reason from timetable.override where session_id = $1', [
      at('full'),
    ])
    expect(rows).toEqual([{ client_id: bo, reason: 'came a long way' }])
  })

  it('of many at once takes no more than the places, each with a mark', async () => {
    test.at('2026-11-29T14:05:00Z')
    const people: string[] = []
    for (let nth = 0; nth < 6; nth++) people.push(await person(`Door ${nth}`))
    const arrivedAt = test.now()
    const { done, refused } = await allAtOnce(6, nth => comes(at('m0'), people[nth] ?? '', { arrivedAt }))
    expect([done.length, codesOf(refused)]).toEqual([2, { 'session-full': 4 }])
    const roster = await rosterAt(at('m0'))
    expect((await marksIn(test, at('m0'))).map(each => each.client_id).sort()).toEqual(roster.sort())
    await test.house.act(leader, closeAttendance, { sessionId: at('m0') })
  })
})
