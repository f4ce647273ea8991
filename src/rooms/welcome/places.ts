import { z } from 'zod'
import { concealedText } from '#kernel/concealed.ts'
import { command } from '#kernel/door.ts'
import { daySchema, versionSchema } from '#kernel/fields.ts'
import { notHere } from '#kernel/refusal.ts'
import { type Day, dayIn } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { hoursOf } from '#rooms/calendar/queries.ts'
import { queueMessage } from '#rooms/desk/commands.ts'
import { reachStep } from '#rooms/inquiry/contacts.ts'
import { openStay } from '#rooms/people/commands.ts'
import { chartsOf, houseOf, staysOf } from '#rooms/people/queries.ts'
import { answerSeats, holdSeats } from '#rooms/timetable/offers.ts'
import { places as freePlaces } from '#rooms/timetable/waitlist.ts'
import { type Entry, lineOf, type Place, standingPlaces } from './line.ts'
import { placeWords } from './place-words.ts'
import { freeSeats, heldEntry } from './waiting.ts'
import * as store from './waiting-store.ts'
import { earlierThan, fits } from './welcome.ts'

// A place in a track is a seat in each of its groups. It is offered to who is first, held until they answer, and taken
// or given back as one.

const offerers = ['intake', 'director'] as const

/** Stops when others wait longer for what is offered here, unless it is said why this person goes first. */
function refuseTurn(work: Work, line: readonly Entry[], { entry, target, because }: Turn): void {
  if (!fits(entry, target))
    work.refuse(
      'other-wish',
      'They wait for another track or for other groups. Change what they wait for first.',
      {},
      422,
    )
  const earlier = earlierThan(line, entry.id, target)
  if (earlier.length > 0 && because === null)
    work.refuse(
      'not-first',
      'Others who wait for this asked earlier. Offer it to whoever is first, or write why this person goes first.',
      { codes: line.filter(each => earlier.some(one => one.id === each.id)).map(each => each.contact.code) },
    )
}

type Turn = { entry: Entry; target: Parameters<typeof fits>[1]; because: string | null }

export const offerPlace = command({
  name: 'welcome.offer-place',
  says: 'Offer a place in a track to who waits: a seat in each of some groups is held until they answer.',
  who: offerers,
  input: z.strictObject({
    waitingId: z.uuid(),
    version: versionSchema,
    trackId: z.uuid(),
    groupIds: z.array(z.uuid()).min(1, 'Choose at least one group.').max(30),
    fromOn: daySchema,
    outOfOrderBecause: concealedText(
      z.string().trim().min(3, 'Write why this person goes before others.').max(300).nullable(),
    ).default(null),
  }),
  version: input => input.version,
  run: async (work, { waitingId, version, trackId, groupIds, fromOn, outOfOrderBecause }) => {
    const { programId } = await heldEntry(work, waitingId)
    const [line, { groups }] = await Promise.all([lineOf(work, programId), work.ask(freePlaces, {})])
    const entry = line.find(each => each.id === waitingId)
    if (!entry) return work.refuse('over', 'This inquiry is over. Take it up again first.')
    if (entry.version !== version) work.changed({ version: entry.version })
    if (entry.place) work.refuse('offered', 'A place is offered to this person already. Wait for the answer.')
    const { contact } = entry
    if (contact.clientId === null)
      return work.refuse('no-chart', 'A seat is held for a person with a chart. Open the chart from the inquiry first.')
    const chosen = groups.filter(group => groupIds.includes(group.id))
    if (chosen.length !== new Set(groupIds).size) throw notHere()
    refuseTurn(work, line, { entry, target: { trackId, cohorts: chosen }, because: outOfOrderBecause })
    const { askedAt, aheadBecause } = entry
    const { charts } = await work.ask(chartsOf, { ids: [contact.clientId] })
    const clientId = charts[0]?.clientId ?? contact.clientId
    const { offers } = await work.also(holdSeats, {
      ...{ clientId, groupIds, fromOn, askedAt, aheadBecause, outOfOrderBecause },
    })
    const placeId = work.id()
    const offerIds = offers.map(each => each.offerId)
    await store.makePlace(work, { id: placeId, waitingId, clientId, trackId, fromOn, offerIds, outOfOrderBecause })
    await work.also(reachStep, { contactId: contact.id, step: 'offered', at: work.now })
    const expiresAt = offers.map(each => each.expiresAt).sort()[0] ?? work.now
    return { placeId, expiresAt, told: await tell(work, entry, { trackId, expiresAt }) }
  },
  outcome: () => 'done',
})

/** Asks them to call, in words that say nothing of what for, where they said that we may write. */
async function tell(
  work: Work,
  { contact }: Entry,
  { trackId, expiresAt }: { trackId: string; expiresAt: Place['expiresAt'] },
): Promise<boolean> {
  if (contact.mail === null) return false
  const [{ sites, tracks }, { clock }] = await Promise.all([work.ask(houseOf, {}), work.ask(hoursOf, {})])
  const site = sites.find(each => each.id === tracks.find(track => track.id === trackId)?.siteId)
  if (!site?.phone) return false
  const language = contact.language === 'es' ? 'es' : 'en'
  const { zone, phone } = site
  const { subject, words } = placeWords({ language, zone, clock, phone, expiresAt })
  await work.also(queueMessage, { channel: 'mail', recipient: contact.mail, subject, words })
  return true
}

/** A place that is still open, with its entry held: so nobody else answers it meanwhile. */
async function openPlace(work: Work, placeId: string): Promise<{ place: Place; entry: store.WaitingRow }> {
  const seen = await store.placeOf(work, placeId)
  if (!seen) throw notHere()
  const entry = await heldEntry(work, seen.waitingId)
  const [place] = await standingPlaces(work, [seen])
  if (!place) throw notHere()
  if (place.standing === 'lapsed')
    work.refuse(
      'offer-expired',
      'The time of this offer is over, and the seats are not held any more. Offer the place anew.',
      { expiredAt: place.expiresAt },
    )
  if (place.standing !== 'open')
    work.refuse('offer-answered', 'This offer was answered or taken back already.', { standing: place.standing })
  return { place, entry }
}

/** A stay from a day on, if there is none then. */
async function stayFrom(work: Work, place: Place, stay: { startsOn: Day; counselorId: string | null }): Promise<void> {
  const { stays } = await work.ask(staysOf, { on: stay.startsOn, clientIds: [place.clientId] })
  if (stays.length > 0) return
  const { tracks } = await work.ask(houseOf, {})
  const track = tracks.find(each => each.id === place.trackId)
  if (!track) throw notHere()
  await work.also(openStay, {
    ...{ clientId: place.clientId, siteId: track.siteId, programId: track.programId, trackId: track.id, ...stay },
    reason: 'A place was offered and taken.',
  })
}

export const answerPlace = command({
  name: 'welcome.answer-place',
  says: 'Say whether somebody takes the place that is offered to them: stay and seats begin together, or are free again.',
  who: offerers,
  input: z.strictObject({
    placeId: z.uuid(),
    answer: z.enum(['accepted', 'declined']),
    /** Declined, they may go on waiting for another place. */
    waitsOn: z.boolean().default(true),
    counselorId: z.uuid().nullable().default(null),
    override: answerSeats.input.shape.override,
  }),
  run: async (work, { placeId, answer, waitsOn, counselorId, override }) => {
    const { place, entry } = await openPlace(work, placeId)
    const { clientId } = place
    const today = await todayAt(work, place.trackId)
    if (answer === 'accepted')
      await stayFrom(work, place, { startsOn: place.fromOn < today ? today : place.fromOn, counselorId })
    await work.also(answerSeats, { offerIds: place.openOfferIds, clientId, answer, override })
    if (answer === 'accepted') await store.leave(work, entry.id, 'seated')
    else if (!waitsOn) await store.leave(work, entry.id, 'declined')
    return { answer, clientId }
  },
  touches: output => [output.clientId],
  outcome: output => output.answer,
})

/** The day it is where a track is held. */
async function todayAt(work: Work, trackId: string): Promise<Day> {
  const { sites, tracks } = await work.ask(houseOf, {})
  const siteId = tracks.find(each => each.id === trackId)?.siteId
  return dayIn(sites.find(each => each.id === siteId)?.zone ?? 'UTC', work.now)
}

export const takeBackPlace = command({
  name: 'welcome.take-back-place',
  says: 'Take back an offered place that nobody has answered; the person keeps their place in line.',
  who: offerers,
  input: z.strictObject({ placeId: z.uuid() }),
  run: async (work, { placeId }) => {
    const { place } = await openPlace(work, placeId)
    await freeSeats(work, place)
    return { clientId: place.clientId }
  },
  touches: output => [output.clientId],
})

export const placeCommands = [offerPlace, answerPlace, takeBackPlace]
