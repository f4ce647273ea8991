import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { day, instant, plusMinutes } from '#kernel/time.ts'
import { aClient, refusalOf, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, allAtOnce, codesOf, linesOf, seated } from '#testing/program.ts'
import { today } from '../../today.ts'
import { addRoom } from '../calendar/commands.ts'
import { mergeCharts, openChart } from '../people/commands.ts'
import { endGroup } from './commands.ts'
import { answerOffer, offerSeat, withdrawOffer } from './offers.ts'
import { endSeat, giveSeat } from './seating.ts'
import { mostTaken, type SeatDays } from './timetable.ts'
import { freeFrom, joinWaitlist, leaveWaitlist, waitingOfClient, waitlistOf } from './waitlist.ts'
import { offerHours } from './waitlist-rules.ts'

let test: TestHouse
let count = 0
let roomId = ''
const start = instant('2026-11-24T22:00:00Z')
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())
beforeEach(async () => {
  count++
  test.at(start)
  const room = { siteId: test.here.siteId, name: `Rowan ${count}`, seats: 60 }
  roomId = (await test.house.act(test.here.staff.director, addRoom, room)).roomId
})

// Each test's group meets at an hour of its own, or its facilitator would be in two places.
const group = (capacity: number) =>
  aGroup(test, test.here, {
    name: `Group ${count}`,
    roomId,
    capacity,
    meetings: [{ weekday: 2, starts: `${String(count + 3).padStart(2, '0')}:00`, lengthMinutes: 45 }],
  })
const person = (family: string) => aClient(test, test.here, { given: 'Odd', family: `${family} ${count}` })
const people = async (family: string, many: number) => {
  const ids: string[] = []
  for (let at = 0; at < many; at++) ids.push(await person(`${family}${at}`))
  return ids
}
const later = (minutes: number) => test.at(plusMinutes(test.now(), minutes))
const intake = () => test.here.staff.intake
const join = (groupId: string, clientId: string, aheadBecause: string | null = null) =>
  test.house.act(intake(), joinWaitlist, { groupId, clientId, aheadBecause })
const list = (groupId: string) => test.house.see(intake(), waitlistOf, { groupId })
const offer = (entry: { waitingId: string; clientId: string }, outOfOrderBecause: string | null = null) =>
  test.house.act(intake(), offerSeat, { ...entry, fromOn: '2026-11-24', outOfOrderBecause })
const answer = (of: { offerId: string; clientId: string }, said: 'accepted' | 'declined') =>
  test.house.act(intake(), answerOffer, { ...of, answer: said })

/** A group of one seat that is taken, and people who wait for it, who asked a minute apart. */
async function queue(many: number, capacity = 1) {
  const groupId = await group(capacity)
  const sitting = await people('Sitting', capacity)
  await seated(test, test.here, { groupId, clientIds: sitting })
  const waiting = []
  for (const clientId of await people('Waiting', many)) {
    later(1)
    waiting.push({ clientId, ...(await join(groupId, clientId)) })
  }
  const { rows } = await test.owner.query<{ id: string; client_id: string }>(
    'select id, client_id from timetable.seat where group_id = $1 order by client_id',
    [groupId],
  )
  const leave = () => {
    const [seat] = rows.splice(0, 1)
    const end = { seatId: seat?.id ?? '', clientId: seat?.client_id ?? '', untilOn: '2026-11-24' }
    return test.house.act(test.here.staff.director, endSeat, end)
  }
  return { groupId, waiting, leave }
}

describe('a waitlist', () => {
  it('is in the order in which people asked, but for those ahead of it with a reason', async () => {
    const { groupId, waiting } = await queue(3)
    later(1)
    const last = await person('Last')
    await join(groupId, last, 'court date on Friday')
    const answer = await list(groupId)
    expect(answer).toMatchObject({ capacity: 1, taken: 1, held: 0, free: 0, freeFrom: null, unseen: 0 })
    expect(answer.waiting.map(each => each.clientId)).toEqual([last, ...waiting.map(each => each.clientId)])
    expect(answer.waiting.map(each => each.place)).toEqual([1, 2, 3, 4])
    expect(answer.waiting[0]).toMatchObject({ aheadBecause: 'court date on Friday', offer: null })
    const own = await test.house.see(intake(), waitingOfClient, { clientId: waiting[1]?.clientId ?? '' })
    expect(own.waiting).toMatchObject([{ groupId, place: 3, offer: null }])
    const lines = await linesOf(test, test.here, joinWaitlist.name)
    expect(lines.filter(line => line.clientIds[0] === last)).toMatchObject([{ kind: 'did', clientIds: [last] }])
    expect(JSON.stringify(lines)).not.toContain('court date')
  })

  it('takes nobody who sits, waits or is unknown, and none for a group that is over', async () => {
    const { groupId, waiting } = await queue(1)
    const clientId = waiting[0]?.clientId ?? ''
    expect((await refusalOf(join(groupId, clientId))).code).toBe('waiting')
    const { rows } = await test.owner.query<{ id: string }>(
      'select client_id as id from timetable.seat where group_id = $1',
      [groupId],
    )
    expect((await refusalOf(join(groupId, rows[0]?.id ?? ''))).code).toBe('seated')
    const foreign = await aGroup(test, test.elsewhere, { name: `Foreign ${count}` })
    expect((await refusalOf(join(foreign, clientId))).status).toBe(404)
    const stranger = await aClient(test, test.elsewhere, { given: 'Ida', family: `Far ${count}` })
    expect((await refusalOf(join(groupId, stranger))).status).toBe(404)
    const nurse = test.house.act(test.here.staff.nurse, joinWaitlist, { groupId, clientId })
    expect((await refusalOf(nurse)).status).toBe(403)
    const ended = await aGroup(test, test.here, { name: `Ended ${count}`, roomId, meetings: [sunday] })
    const end = { groupId: ended, lastOn: '2026-11-29', reason: 'nobody came' }
    await test.house.act(test.here.staff.director, endGroup, end)
    expect((await refusalOf(join(ended, clientId))).code).toBe('group-over')
  })

  it('is left by who no longer wants the seat, and who comes back stands behind', async () => {
    const { groupId, waiting, leave } = await queue(2)
    await leave()
    later(24 * 60)
    const [first = { waitingId: '', clientId: '' }, second = first] = waiting
    await test.house.act(intake(), offerSeat, { ...entryOf(first), fromOn: '2026-11-25' })
    expect(await list(groupId)).toMatchObject({ held: 1, free: 0 })
    await test.house.act(intake(), leaveWaitlist, entryOf(first))
    const answer = await list(groupId)
    expect(answer).toMatchObject({ held: 0, free: 1 })
    expect(answer.waiting.map(each => each.clientId)).toEqual([second.clientId])
    expect((await refusalOf(test.house.act(intake(), leaveWaitlist, entryOf(first)))).code).toBe('not-waiting')
    await join(groupId, first.clientId)
    expect((await list(groupId)).waiting.map(each => each.clientId)).toEqual([second.clientId, first.clientId])
  })

  it('counts whom a reader may not see, and shows nothing of another organization', async () => {
    const { groupId, waiting } = await queue(1)
    const born = { legalGiven: 'Not', legalFamily: `Mine ${count}`, bornOn: '1981-08-08' }
    const { clientId } = await test.house.act(test.here.program, openChart, born)
    later(1)
    await join(groupId, clientId)
    const seen = await test.house.see(test.here.staff.counselor, waitlistOf, { groupId })
    expect(seen.waiting.map(each => each.clientId)).toEqual([waiting[0]?.clientId])
    expect(seen.unseen).toBe(1)
    const counselor = test.house.see(test.here.staff.counselor, waitingOfClient, { clientId })
    expect((await refusalOf(counselor)).status).toBe(404)
    expect((await refusalOf(test.house.see(test.elsewhere.staff.director, waitlistOf, { groupId }))).status).toBe(404)
  })

  it('knows a person by any of their charts', async () => {
    const { house, here } = test
    const { groupId, waiting, leave } = await queue(1)
    const alias = waiting[0]?.clientId ?? ''
    const born = { legalGiven: 'Kept', legalFamily: `Chart ${count}`, bornOn: '1985-02-08' }
    const { clientId: kept } = await house.act(here.program, openChart, born)
    await endStayOf(alias)
    const director = { ...here.staff.director, confirmedAt: test.now() }
    await house.act(director, mergeCharts, { clientId: kept, aliasId: alias, reason: 'same person at the desk' })
    expect((await list(groupId)).waiting).toMatchObject([{ clientId: kept, place: 1 }])
    expect((await refusalOf(join(groupId, kept))).code).toBe('waiting')
    await leave()
    const { offerId } = await house.act(intake(), offerSeat, {
      waitingId: waiting[0]?.waitingId ?? '',
      clientId: kept,
      fromOn: '2026-11-25',
    })
    expect((await house.act(intake(), answerOffer, { offerId, clientId: kept, answer: 'declined' })).seatId).toBe(null)
    expect((await list(groupId)).waiting).toEqual([])
  })
})

const sunday = { weekday: 7, starts: '03:00', lengthMinutes: 45 }
const entryOf = ({ waitingId, clientId }: { waitingId: string; clientId: string }) => ({ waitingId, clientId })

async function endStayOf(clientId: string): Promise<void> {
  await test.owner.query("update people.stay set ends_on = '2026-11-24', end_reason = 'test' where client_id = $1", [
    clientId,
  ])
}

describe('an offer', () => {
  it('goes to the first in line, holds the seat, and seats who accepts it', async () => {
    const { groupId, waiting, leave } = await queue(2)
    const [first = { waitingId: '', clientId: '' }, second = first] = waiting
    expect((await refusalOf(offer(entryOf(first)))).code).toBe('group-full')
    await leave()
    test.at('2026-11-25T15:00:00Z')
    const from = { fromOn: '2026-11-25' }
    const early = await refusalOf(test.house.act(intake(), offerSeat, { ...entryOf(second), ...from }))
    expect(early).toMatchObject({ code: 'not-first', facts: { place: 2 } })
    expect((await refusalOf(offer(entryOf(first)))).code).toBe('day-over')
    const made = await test.house.act(intake(), offerSeat, { ...entryOf(first), ...from })
    expect(made.expiresAt).toBe(plusMinutes(test.now(), offerHours(day('2026-11-25')) * 60))
    expect((await list(groupId)).waiting[0]).toMatchObject({ offer: { offerId: made.offerId, ...from } })
    const again = await refusalOf(test.house.act(intake(), offerSeat, { ...entryOf(first), ...from }))
    expect(again.code).toBe('offered')
    const held = await refusalOf(test.house.act(intake(), offerSeat, { ...entryOf(second), ...from }))
    expect(held.code).toBe('group-full')
    const walkIn = await person('Walk')
    const give = { groupId, clientId: walkIn, ...from }
    expect((await refusalOf(test.house.act(test.here.staff.director, giveSeat, give))).code).toBe('group-full')
    // Two days on, in the last hour of the offer: who accepts is expected from that day on, not from the first.
    test.at('2026-11-27T14:00:00Z')
    const { seatId } = await answer({ offerId: made.offerId, clientId: first.clientId }, 'accepted')
    const { rows } = await test.owner.query('select from_on::text from timetable.seat where id = $1', [seatId])
    expect(rows).toEqual([{ from_on: '2026-11-27' }])
    const left = await list(groupId)
    expect(left).toMatchObject({ taken: 1, held: 0, free: 0 })
    expect(left.waiting.map(each => each.clientId)).toEqual([second.clientId])
    const twice = await refusalOf(answer({ offerId: made.offerId, clientId: first.clientId }, 'declined'))
    expect(twice.code).toBe('offer-answered')
    const lines = (await linesOf(test, test.here, answerOffer.name)).filter(
      line => line.clientIds[0] === first.clientId,
    )
    expect(lines.map(line => [line.kind, line.body.outcome])).toEqual([
      ['did', 'accepted'],
      ['refused', 'offer-answered'],
    ])
  })

  it('out of order needs a reason, which stays', async () => {
    const { waiting, leave } = await queue(2)
    await leave()
    test.at('2026-11-25T15:00:00Z')
    const [, second = { waitingId: '', clientId: '' }] = waiting
    const because = { fromOn: '2026-11-25', outOfOrderBecause: 'childcare ends this week' }
    const { offerId } = await test.house.act(intake(), offerSeat, { ...entryOf(second), ...because })
    const { rows } = await test.owner.query('select out_of_order_because as why from timetable.offer where id = $1', [
      offerId,
    ])
    expect(rows).toEqual([{ why: 'childcare ends this week' }])
    const lines = (await linesOf(test, test.here, offerSeat.name)).filter(line => line.clientIds[0] === second.clientId)
    expect(lines.map(line => line.body.outcome)).toEqual(['out-of-order'])
  })

  it('that runs out seats nobody, frees the seat, and the next in line is asked before that person again', async () => {
    const { groupId, waiting, leave } = await queue(2)
    const [first = { waitingId: '', clientId: '' }, second = first] = waiting
    await leave()
    test.at('2026-11-25T15:00:00Z')
    const from = { fromOn: '2026-11-27' }
    const made = await test.house.act(intake(), offerSeat, { ...entryOf(first), ...from })
    test.at(made.expiresAt)
    const over = await refusalOf(answer({ offerId: made.offerId, clientId: first.clientId }, 'accepted'))
    expect(over).toMatchObject({ code: 'offer-expired', facts: { expiredAt: made.expiresAt } })
    const now = await list(groupId)
    expect(now).toMatchObject({ taken: 0, held: 0, free: 1 })
    expect(now.waiting.map(each => each.clientId)).toEqual([second.clientId, first.clientId])
    const next = await test.house.act(intake(), offerSeat, { ...entryOf(second), ...from })
    await answer({ offerId: next.offerId, clientId: second.clientId }, 'declined')
    expect((await list(groupId)).waiting.map(each => each.clientId)).toEqual([first.clientId])
    const anew = await test.house.act(intake(), offerSeat, { ...entryOf(first), ...from })
    expect(anew.inOrder).toBe(true)
    await test.house.act(intake(), withdrawOffer, { offerId: anew.offerId, clientId: first.clientId })
    expect(await list(groupId)).toMatchObject({
      held: 0,
      free: 1,
      waiting: [{ clientId: first.clientId, offer: null }],
    })
    const gone = test.house.act(intake(), withdrawOffer, { offerId: anew.offerId, clientId: first.clientId })
    expect((await refusalOf(gone)).code).toBe('offer-answered')
  })

  it('that cannot be taken up changes nothing: the offer stands and the client waits', async () => {
    const { groupId, waiting, leave } = await queue(1)
    const [first = { waitingId: '', clientId: '' }] = waiting
    await leave()
    const made = await test.house.act(intake(), offerSeat, { ...entryOf(first), fromOn: '2026-11-25' })
    await endStayOf(first.clientId)
    const refused = await refusalOf(answer({ offerId: made.offerId, clientId: first.clientId }, 'accepted'))
    expect(refused.code).toBe('no-stay')
    expect(await list(groupId)).toMatchObject({ held: 1, waiting: [{ offer: { offerId: made.offerId } }] })
  })

  it('is nobody else’s to answer, and none of another organization', async () => {
    const { waiting, leave } = await queue(2)
    const [first = { waitingId: '', clientId: '' }, second = first] = waiting
    await leave()
    const made = await test.house.act(intake(), offerSeat, { ...entryOf(first), fromOn: '2026-11-25' })
    const mixed = await refusalOf(answer({ offerId: made.offerId, clientId: second.clientId }, 'accepted'))
    expect(mixed.status).toBe(404)
    const elsewhere = test.elsewhere.staff.director
    const asked = { offerId: made.offerId, clientId: first.clientId }
    const foreign = await refusalOf(test.house.act(elsewhere, answerOffer, { ...asked, answer: 'accepted' }))
    expect(foreign.status).toBe(404)
    expect((await refusalOf(test.house.act(elsewhere, withdrawOffer, asked))).status).toBe(404)
  })

  it('is answered once, whatever arrives at the same moment', async () => {
    const { groupId, waiting, leave } = await queue(1)
    const [first = { waitingId: '', clientId: '' }] = waiting
    await leave()
    const made = await test.house.act(intake(), offerSeat, { ...entryOf(first), fromOn: '2026-11-25' })
    const mine = { offerId: made.offerId, clientId: first.clientId }
    const { done, refused } = await allAtOnce(9, at =>
      at % 3 === 2
        ? test.house.act(intake(), withdrawOffer, mine)
        : answer(mine, at % 3 === 0 ? 'accepted' : 'declined'),
    )
    expect(done).toHaveLength(1)
    expect(codesOf(refused)).toEqual({ 'offer-answered': 8 })
    const { free, taken } = await list(groupId)
    expect(free + taken).toBe(1)
  })
})

describe('Today', () => {
  const linesFor = async (who: 'intake' | 'director' | 'counselor') => {
    const { lines } = await test.house.see(test.here.staff[who], today, {})
    return lines.filter(line => line.room === 'timetable' && line.what.includes(`Group ${count}`))
  }

  it('says that a seat is free and how many wait, then that the offer ends today, to who can act', async () => {
    const { groupId, waiting, leave } = await queue(2)
    expect(await linesFor('intake')).toEqual([])
    await leave()
    test.at('2026-11-25T15:00:00Z')
    for (const who of ['intake', 'director'] as const)
      expect(await linesFor(who)).toMatchObject([
        { what: `A seat is free in Group ${count}: 2 wait`, link: `/staff/groups/${groupId}` },
      ])
    expect(await linesFor('counselor')).toEqual([])
    const [first = { waitingId: '', clientId: '' }] = waiting
    const made = await test.house.act(intake(), offerSeat, { ...entryOf(first), fromOn: '2026-11-25' })
    expect(await linesFor('intake')).toEqual([])
    // Midnight in New York, not in London, begins the day on which the offer ends.
    test.at('2026-11-27T04:59:00Z')
    expect(await linesFor('intake')).toEqual([])
    test.at('2026-11-27T05:00:00Z')
    expect(await linesFor('intake')).toMatchObject([
      { what: `An offer for Group ${count} ends today`, urgency: 'today' },
    ])
    test.at(made.expiresAt)
    expect((await linesFor('intake')).map(line => line.what)).toEqual([`A seat is free in Group ${count}: 2 wait`])
  })
})

describe('the first day from which a seat stays free', () => {
  const days = fc.integer({ min: 1, max: 28 }).map(at => day(`2026-12-${String(at).padStart(2, '0')}`))
  const period = fc.tuple(days, fc.option(days)).map(
    ([one, other]): SeatDays => ({
      fromOn: other !== null && other < one ? other : one,
      untilOn: other !== null && other < one ? one : other,
    }),
  )
  it('is the earliest day that fits, and there is none when every seat is for good', () => {
    fc.assert(
      fc.property(fc.array(period, { maxLength: 12 }), fc.integer({ min: 1, max: 6 }), (seats, capacity) => {
        const fits = (fromOn: SeatDays['fromOn']) => mostTaken(seats, { fromOn, untilOn: null }) < capacity
        const every = Array.from({ length: 29 }, (_, at) => day(`2026-12-${String(at + 1).padStart(2, '0')}`))
        expect(freeFrom(seats, capacity, day('2026-12-01'))).toBe(every.find(fits) ?? null)
      }),
    )
  })
})
