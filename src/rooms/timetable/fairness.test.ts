import { afterAll, beforeAll, expect, it } from 'vitest'
import { plusMinutes } from '#kernel/time.ts'
import { aClient, type TestHouse, testHouse } from '#testing/house.ts'
import { aGroup, allAtOnce, codesOf } from '#testing/program.ts'
import { addRoom } from '../calendar/commands.ts'
import { answerOffer, offerSeat, withdrawOffer } from './offers.ts'
import { endSeat, giveSeat } from './seating.ts'
import { joinWaitlist, leaveWaitlist, waitlistOf } from './waitlist.ts'

let test: TestHouse
beforeAll(async () => {
  test = await testHouse()
})
afterAll(() => test.close())

/** A chance that is the same in every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return sides => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}

const places = 10
/** So many at least; and until more seats were offered than there are, which chance may put off. */
const [rounds, roundsMost] = [18, 60]
const inFlight = 14

it('fifty people for ten places: never more than there are, in order, each asked once at a time', async () => {
  const { house, here } = test
  const { intake, director } = here.staff
  const roll = dice(20)
  const { roomId } = await house.act(director, addRoom, { siteId: here.siteId, name: 'Hall', seats: 60 })
  const groupId = await aGroup(test, here, { roomId, capacity: places })
  const person = (at: number) => aClient(test, here, { given: 'Nn', family: `Number ${at}` })
  for (let at = 0; at < 50; at++) {
    test.at(plusMinutes(test.now(), 1))
    const aheadBecause = at % 17 === 16 ? 'a reason that is written down' : null
    await house.act(intake, joinWaitlist, { groupId, clientId: await person(at), aheadBecause })
  }
  const walkIns = await Promise.all([50, 51, 52, 53].map(person))
  const seats = async () =>
    (
      await test.owner.query<{ id: string; client_id: string; from_on: string }>(
        'select id, client_id, from_on::text from timetable.seat where group_id = $1 and until_on is null order by id',
        [groupId],
      )
    ).rows
  const codes: Record<string, number> = {}

  const goesOn = async (round: number) =>
    round < rounds || (round < roundsMost && (await offersMade(groupId)) <= places)

  for (let round = 0; await goesOn(round); round++) {
    test.at(plusMinutes(test.now(), roll(6) === 0 ? 49 * 60 : 30 + roll(300)))
    const fromOn = test.now().slice(0, 10)
    const { waiting } = await house.see(intake, waitlistOf, { groupId })
    const [open, free, sitting] = [
      waiting.filter(each => each.offer),
      waiting.filter(each => !each.offer),
      await seats(),
    ]
    const { refused } = await allAtOnce(inFlight, async () => {
      const act = roll(10)
      const { offer, clientId = '' } = open[roll(Math.max(1, open.length))] ?? {}
      if (act < 4) {
        // Whoever offers has read the list a moment ago; most take the first, some grasp at another.
        const entry = free[roll(5) === 0 ? roll(Math.max(1, free.length)) : roll(3)]
        if (entry) await house.act(intake, offerSeat, { waitingId: entry.waitingId, clientId: entry.clientId, fromOn })
      } else if (act < 7) {
        if (offer)
          await house.act(intake, answerOffer, {
            offerId: offer.offerId,
            clientId,
            answer: roll(4) === 0 ? 'declined' : 'accepted',
          })
      } else if (act === 7) {
        const seat = sitting[roll(Math.max(1, sitting.length))]
        const untilOn = seat && seat.from_on > fromOn ? seat.from_on : fromOn
        if (seat) await house.act(director, endSeat, { seatId: seat.id, clientId: seat.client_id, untilOn })
      } else if (act === 8) {
        const clientId = walkIns[roll(walkIns.length)] ?? ''
        await house.act(director, giveSeat, { groupId, clientId, fromOn })
      } else if (offer && roll(2) === 0) {
        await house.act(intake, withdrawOffer, { offerId: offer.offerId, clientId })
      } else {
        const entry = waiting[roll(Math.max(1, waiting.length))]
        if (entry && roll(3) === 0)
          await house.act(intake, leaveWaitlist, { waitingId: entry.waitingId, clientId: entry.clientId })
      }
    })
    for (const [code, times] of Object.entries(codesOf(refused))) codes[code] = (codes[code] ?? 0) + times
    expect(await mostHeld(groupId)).toBeLessThanOrEqual(places)
  }

  const known = ['group-full', 'not-first', 'offered', 'offer-answered', 'seated', 'not-seated', 'not-waiting']
  expect(Object.keys(codes).filter(code => !known.includes(code))).toEqual([])
  // The crowd was a crowd: seats were fought for, and somebody tried to go before others.
  expect(codes['group-full']).toBeGreaterThan(0)
  expect(codes['not-first']).toBeGreaterThan(0)
  const given = await test.owner.query('select 1 from timetable.seat where group_id = $1', [groupId])
  expect(given.rows.length).toBeGreaterThan(0)
  await inOrder(groupId)
}, 60_000)

async function offersMade(groupId: string): Promise<number> {
  const { rows } = await test.owner.query('select 1 from timetable.offer where group_id = $1', [groupId])
  return rows.length
}

/** The most seats that are taken on any day or held by an offer that stands now. */
async function mostHeld(groupId: string): Promise<number> {
  const { rows } = await test.owner.query<{ most: number }>(
    `with period as (
       select from_on, coalesce(until_on, 'infinity'::date) as until_on from timetable.seat where group_id = $1
       union all select from_on, 'infinity'::date from timetable.offer
         where group_id = $1 and answered_at is null and expires_at > $2::timestamptz)
     select coalesce(max((select count(*) from period o
       where o.from_on <= p.from_on and o.until_on >= p.from_on)), 0)::int as most from period p`,
    [groupId, test.now()],
  )
  return rows[0]?.most ?? 0
}

/** Nobody was asked while somebody before them waited unasked, and nobody twice before the first came to its end. */
async function inOrder(groupId: string): Promise<void> {
  const { rows: passedOver } = await test.owner.query(
    `select o.id from timetable.offer o
       join timetable.waiting w on w.id = o.waiting_id
       join timetable.waiting v on v.group_id = o.group_id and v.id <> w.id
         and (v.ahead_because is null, v.asked_at) < (w.ahead_because is null, w.asked_at)
         and (v.left_at is null or v.left_at > o.made_at)
     where o.group_id = $1 and not exists (
       select 1 from timetable.offer p where p.waiting_id = v.id and p.made_at <= o.made_at)`,
    [groupId],
  )
  expect(passedOver).toEqual([])
  const { rows: twice } = await test.owner.query(
    `select o.id from timetable.offer o join timetable.offer p on p.waiting_id = o.waiting_id and p.id <> o.id
       and p.made_at <= o.made_at and coalesce(least(p.answered_at, p.expires_at), p.expires_at) > o.made_at
     where o.group_id = $1`,
    [groupId],
  )
  expect(twice).toEqual([])
  const { rows } = await test.owner.query<{ offers: number; accepted: number; seated: number }>(
    `select count(*)::int as offers, count(*) filter (where answer = 'accepted')::int as accepted,
       (select count(*)::int from timetable.waiting where group_id = $1 and left_because = 'seated') as seated
     from timetable.offer where group_id = $1`,
    [groupId],
  )
  expect(rows[0]?.offers).toBeGreaterThan(places)
  expect(rows[0]?.seated).toBe(rows[0]?.accepted)
}
