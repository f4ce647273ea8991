import { z } from 'zod'
import { query } from '#kernel/door.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Instant } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { houseOf } from '#rooms/people/queries.ts'
import { slots } from './slot-search.ts'

// What everybody may know of our calendar: when a first assessment could be, and nothing of who would hold it.

/** A time that is free at a site; in person when a room is free as well, else by video or phone. */
export type FreeTime = { siteId: string; startsAt: Instant; inPerson: boolean }

/** So many that a choice is there, and so few that nobody has to search. */
const timesOffered = 6

/** The times of every site in turn, the soonest of each first, until there are enough; in order of time. */
export function spread(sites: readonly (readonly FreeTime[])[], most: number): FreeTime[] {
  const longest = Math.max(0, ...sites.map(times => times.length))
  const inTurn = Array.from({ length: longest }, (_, place) =>
    sites.flatMap(times => times[place] ?? []).toSorted(bySoonest),
  )
  return inTurn.flat().slice(0, most).sort(bySoonest)
}

const bySoonest = (a: FreeTime, b: FreeTime) => {
  if (a.startsAt !== b.startsAt) return a.startsAt < b.startsAt ? -1 : 1
  return a.siteId < b.siteId ? -1 : 1
}

/** The times that the phone would offer at a site: in person, and where no room is, by video. */
async function timesAt(work: Work, siteId: string): Promise<FreeTime[]> {
  try {
    const { slots: here } = await work.ask(slots, { siteId, mode: 'in-person' })
    if (here.length > 0) return here.map(({ startsAt }) => ({ siteId, startsAt, inPerson: true }))
    const { slots: away } = await work.ask(slots, { siteId, mode: 'video' })
    return away.map(({ startsAt }) => ({ siteId, startsAt, inPerson: false }))
  } catch (error) {
    // Where nobody may assess there is no time; whoever asks from outside can do nothing about it.
    if (error instanceof Refusal && error.code === 'no-one-qualified') return []
    throw error
  }
}

export const freeTimes = query({
  name: 'inquiry.free-times',
  says: 'When a first assessment could be, at which site: for the public pages, with nobody’s name. Nothing is held.',
  who: ['room'],
  input: z.strictObject({}),
  discloses: [],
  run: async work => {
    const { sites } = await work.ask(houseOf, {})
    const found = await Promise.all(sites.map(site => timesAt(work, site.id)))
    return { times: spread(found, timesOffered) }
  },
  shows: () => [],
})
