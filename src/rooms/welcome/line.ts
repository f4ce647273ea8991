import type { Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { contactsNamed } from '#rooms/inquiry/contacts.ts'
import { offersStanding } from '#rooms/timetable/offers.ts'
import { aheadReasons } from './rules.ts'
import * as store from './waiting-store.ts'
import { inLine, type PlaceStanding, placeStanding, type Waiter } from './welcome.ts'

// Who waits, with all that their turn depends on: read together, because it is asked together.

/** A place that was offered, with what became of it. */
export type Place = store.PlaceRow & {
  standing: PlaceStanding
  expiresAt: Instant
  groupIds: string[]
  /** The seats of it that nobody has answered for. */
  openOfferIds: string[]
}

/** Places with what became of each, by what the timetable says of the seats that were held. */
export async function standingPlaces(work: Work, rows: readonly store.PlaceRow[]): Promise<Place[]> {
  const { offers } = await work.ask(offersStanding, { ids: rows.flatMap(row => row.offerIds) })
  const offerOf = new Map(offers.map(each => [each.id, each]))
  return rows.map(row => {
    const own = row.offerIds.flatMap(id => offerOf.get(id) ?? [])
    return {
      ...row,
      standing: placeStanding(own, work.now),
      // All seats of a place are held for as long; whichever ends first ends it.
      expiresAt: own.map(each => each.expiresAt).sort()[0] ?? row.madeAt,
      groupIds: own.map(each => each.groupId),
      openOfferIds: own.filter(each => each.answeredAt === null && each.expiresAt > work.now).map(each => each.id),
    }
  })
}

/** Somebody who waits, whose inquiry it is, and what they were offered. */
export type Entry = Waiter &
  store.WaitingRow & {
    contact: Awaited<ReturnType<typeof contactsOf>>[number]
    /** Everything that they were offered, the oldest first, and what is offered to them now. */
    places: Place[]
    place: Place | null
  }

async function contactsOf(work: Work, ids: readonly string[]) {
  return (await work.ask(contactsNamed, { ids: [...ids] })).contacts
}

/** How far an inquiry came when nobody waits on it any more. */
export const overStages: readonly string[] = ['started', 'lost', 'joined']

/** Everybody who waits, also those whose inquiry is over and whose entry nobody has taken off yet. */
export async function everyEntry(work: Work): Promise<Entry[]> {
  const rows = await store.waiting(work)
  const [contacts, made] = await Promise.all([
    contactsOf(
      work,
      rows.map(row => row.contactId),
    ),
    store.placesOf(
      work,
      rows.map(row => row.id),
    ),
  ])
  const places = Map.groupBy(await standingPlaces(work, made), each => each.waitingId)
  const contactOf = new Map(contacts.map(each => [each.id, each]))
  return rows.flatMap(row => {
    const contact = contactOf.get(row.contactId)
    const own = places.get(row.id) ?? []
    const place = own.find(each => each.standing === 'open') ?? null
    if (!contact) return []
    const rank = aheadReasons.find(each => each.because === row.ahead)?.order ?? null
    const lapses = own.filter(each => each.standing === 'lapsed').length
    return [{ ...row, contact, places: own, place, rank, lapses, isHeld: place !== null }]
  })
}

/** Who waits for a program, in order. */
export async function lineOf(work: Work, programId: string): Promise<Entry[]> {
  const entries = await everyEntry(work)
  return inLine(entries.filter(each => each.programId === programId && !overStages.includes(each.contact.stage)))
}
