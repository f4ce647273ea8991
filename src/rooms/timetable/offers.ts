import { z } from 'zod'
import { command, query } from '#kernel/door.ts'
import { daySchema, momentSchema } from '#kernel/fields.ts'
import { notHere } from '#kernel/refusal.ts'
import { type Day, dayIn, type Instant, plusMinutes } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import * as groupStore from './groups-store.ts'
import { overrideSchema } from './inputs.ts'
import { personOf } from './persons.ts'
import { giveSeat } from './seating.ts'
import { mostTaken } from './timetable.ts'
import { offerHours } from './waitlist-rules.ts'
import * as waitlistStore from './waitlist-store.ts'

// A free seat is held for who waits, until they answer or its time is over. Whoever offers, answers or gives a seat
// holds the group, so seats and offers together are never more than the group has.

export const offerSeat = command({
  name: 'timetable.offer-seat',
  says: 'Hold a free seat for who is first in line, until they answer; for another only with a written reason.',
  who: ['intake', 'counselor', 'director'],
  input: z.strictObject({
    waitingId: z.uuid(),
    clientId: z.uuid(),
    fromOn: daySchema,
    outOfOrderBecause: z
      .string()
      .trim()
      .min(3, 'Write why this client goes before others.')
      .max(300)
      .nullable()
      .default(null),
  }),
  about: input => [input.clientId],
  outcome: (output: { offerId: string; expiresAt: Instant; inOrder: boolean }) =>
    output.inOrder ? 'done' : 'out-of-order',
  run: async (work, input) => {
    const { chartIds } = await personOf(work, input.clientId)
    const found = await waitlistStore.waitingOf(work, input.waitingId, chartIds)
    if (!found) throw notHere()
    await work.hold('timetable.group', found.groupId)
    return holdSeat(work, { ...input, groupId: found.groupId })
  },
})

/** Holds a seat of a group, which is held itself, for an entry of its line: in order, or with a reason. */
async function holdSeat(
  work: Work,
  asked: { groupId: string; waitingId: string; fromOn: Day; outOfOrderBecause: string | null },
) {
  const { groupId, waitingId, fromOn, outOfOrderBecause } = asked
  const [group, waiting] = await Promise.all([
    groupStore.groupOf(work, groupId),
    waitlistStore.waitingFor(work, [groupId]),
  ])
  if (!group || group.endsOn) return work.refuse('group-over', 'This group meets no more. Choose another.')
  const entry = waiting.find(each => each.waitingId === waitingId)
  if (!entry) return work.refuse('not-waiting', 'This client waits for this group no more.')
  if (entry.offerId) work.refuse('offered', 'A seat is offered to this client already. Wait for the answer.')
  const today = dayIn(group.zone, work.now)
  if (fromOn < today) work.refuse('day-over', 'Offer the seat from today on or from a later day.', {}, 422)
  await roomFor(work, group, { fromOn, today })
  const inOrder = waiting.every(each => each.place >= entry.place || each.offerId !== null)
  if (!inOrder && outOfOrderBecause === null)
    work.refuse(
      'not-first',
      `Others asked for ${group.name} earlier. Offer it to whoever is first, or write why this client goes first.`,
      { place: entry.place },
    )
  // An offer whose time is over stands unanswered until the next one is made.
  await waitlistStore.withdrawOffers(work, waitingId)
  const expiresAt = plusMinutes(work.now, offerHours(today) * 60)
  const offerId = await waitlistStore.offer(work, {
    waitingId,
    groupId,
    clientId: entry.clientId,
    fromOn,
    expiresAt,
    outOfOrderBecause: inOrder ? null : outOfOrderBecause,
  })
  return { offerId, expiresAt, inOrder }
}

/** Stops when seats and offers together leave none free on some day from `fromOn` on. */
async function roomFor(
  work: Work,
  group: { id: string; name: string; capacity: number },
  days: Record<'fromOn' | 'today', Day>,
): Promise<void> {
  const [seats, held] = await Promise.all([
    waitlistStore.seatDays(work, [group.id], days.today),
    waitlistStore.offersHeld(work, group.id, null),
  ])
  const { capacity } = group
  const taken = mostTaken([...seats, ...held], { fromOn: days.fromOn, untilOn: null })
  if (taken >= capacity)
    work.refuse('group-full', `All ${capacity} seats of ${group.name} are taken or offered from that day on.`, {
      capacity,
      taken,
    })
}

export const holdSeats = command({
  name: 'timetable.hold-seats',
  says: 'Hold a seat in each of these groups, or in none, for who waits for a place in the program since a moment.',
  who: ['room'],
  input: z.strictObject({
    clientId: z.uuid(),
    groupIds: z.array(z.uuid()).min(1).max(30),
    fromOn: daySchema,
    /** Since when they wait, and why ahead of others: what each group’s own line is then ordered by. */
    askedAt: momentSchema,
    aheadBecause: z.string().trim().max(300).nullable(),
    outOfOrderBecause: z.string().trim().min(3).max(300).nullable(),
  }),
  about: input => [input.clientId],
  run: async (work, { clientId, groupIds, fromOn, outOfOrderBecause, ...since }) => {
    const ids = [...new Set(groupIds)]
    await work.hold('timetable.group', ...ids)
    const person = await personOf(work, clientId)
    const [waiting, seats] = await Promise.all([
      waitlistStore.waitingFor(work, ids),
      waitlistStore.seatDays(work, ids, fromOn),
    ])
    if (seats.some(seat => person.chartIds.includes(seat.clientId)))
      work.refuse('seated', 'This client has a seat in one of these groups already. Leave that one out.')
    const offers: { groupId: string; offerId: string; expiresAt: Instant; inOrder: boolean }[] = []
    for (const groupId of ids) {
      const known = waiting.find(each => each.groupId === groupId && person.chartIds.includes(each.clientId))
      if (known) await waitlistStore.waitSince(work, known.waitingId, since)
      const waitingId =
        known?.waitingId ?? (await waitlistStore.join(work, { groupId, ...since, clientId: person.clientId }))
      offers.push({ groupId, ...(await holdSeat(work, { groupId, waitingId, fromOn, outOfOrderBecause })) })
    }
    return { offers }
  },
})

/** An offer to this person that still stands, with its group held: so nobody else answers it meanwhile. */
async function openOffer(work: Work, input: { offerId: string; clientId: string }) {
  const person = await personOf(work, input.clientId)
  const found = await waitlistStore.offerOf(work, input.offerId, person.chartIds)
  if (!found) throw notHere()
  await work.hold('timetable.group', found.groupId)
  const offer = await waitlistStore.offerOf(work, input.offerId, person.chartIds)
  if (!offer || offer.answeredAt) return work.refuse('offer-answered', 'This offer was answered or taken back already.')
  return { ...offer, ...person }
}

export const answerOffer = command({
  name: 'timetable.answer-offer',
  says: 'Say whether a client takes the seat that is offered to them: they sit from that day on, or the seat is free again.',
  who: ['intake', 'counselor', 'director'],
  input: z.strictObject({
    offerId: z.uuid(),
    clientId: z.uuid(),
    answer: z.enum(['accepted', 'declined']),
    override: overrideSchema,
  }),
  about: input => [input.clientId],
  outcome: (output: { answer: 'accepted' | 'declined'; seatId: string | null }) => output.answer,
  run: async (work, input) => {
    const offer = await openOffer(work, input)
    const { groupId, clientId } = offer
    if (offer.expiresAt <= work.now)
      work.refuse(
        'offer-expired',
        'The time of this offer is over, and the seat is not held any more. Offer it anew.',
        {
          expiredAt: offer.expiresAt,
        },
      )
    if (input.answer === 'declined') {
      await waitlistStore.answer(work, offer.id, 'declined')
      await waitlistStore.leave(work, offer.waitingId, 'declined')
      return { answer: input.answer, seatId: null }
    }
    const group = await groupStore.groupOf(work, groupId)
    const today = dayIn(group?.zone ?? 'UTC', work.now)
    // Who accepts after the first day has missed what was before, and is not expected there.
    const late = offer.fromOn < today
    const fromOn = late ? today : offer.fromOn
    const { override } = input
    const { seatId } = await work.also(giveSeat, { groupId, clientId, fromOn, offerId: offer.id, override })
    return { answer: input.answer, seatId }
  },
})

export const withdrawOffer = command({
  name: 'timetable.withdraw-offer',
  says: 'Take back an offered seat that nobody has answered; the client keeps their place in the line.',
  who: ['intake', 'counselor', 'director'],
  input: z.strictObject({ offerId: z.uuid(), clientId: z.uuid() }),
  about: input => [input.clientId],
  run: async (work, input) => {
    const offer = await openOffer(work, input)
    await waitlistStore.answer(work, offer.id, 'withdrawn')
    return {}
  },
})

export const answerSeats = command({
  name: 'timetable.answer-seats',
  says: 'Say what became of seats that are held together for one client: all are taken, or all are free again.',
  who: ['room'],
  input: z.strictObject({
    clientId: z.uuid(),
    offerIds: z.array(z.uuid()).min(1).max(30),
    answer: z.enum(['accepted', 'declined', 'withdrawn']),
    override: overrideSchema,
  }),
  about: input => [input.clientId],
  run: async (work, { clientId, offerIds, answer, override }) => {
    const offers = await waitlistStore.offersOf(work, offerIds)
    // Held together and in one order, or two who answer for the same groups would wait for each other.
    await work.hold('timetable.group', ...new Set(offers.map(each => each.groupId)))
    for (const { id: offerId } of offers)
      if (answer === 'withdrawn') await work.also(withdrawOffer, { offerId, clientId })
      else await work.also(answerOffer, { offerId, clientId, answer, override })
    return {}
  },
})

export const offersStanding = query({
  name: 'timetable.offers-standing',
  says: 'What became of these offers of seats: until when each holds, and what was answered.',
  who: ['room'],
  input: z.strictObject({ ids: z.array(z.uuid()).max(20_000) }),
  discloses: ['roster'],
  run: async (work, input) => ({ offers: await waitlistStore.offersOf(work, input.ids) }),
  // Only other doors ask this; whose chart leaves the house is for them to answer for.
  shows: () => [],
})

export const offerCommands = [offerSeat, holdSeats, answerOffer, withdrawOffer, answerSeats]
export const offerQueries = [offersStanding]
