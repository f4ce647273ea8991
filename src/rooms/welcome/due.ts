import type { Due, DueLine } from '#kernel/due.ts'
import { dayIn, daysBetween, plusMinutes } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { houseOf } from '#rooms/people/queries.ts'
import { places as freePlaces } from '#rooms/timetable/waitlist.ts'
import { type Entry, everyEntry, overStages } from './line.ts'
import { inLine, trackPlace } from './welcome.ts'

const aDayMinutes = 24 * 60
const mostLines = 20

const line = (words: Pick<DueLine, 'what' | 'because' | 'dueAt' | 'verb'>, id: string): DueLine => ({
  ...{ room: 'welcome', link: `/staff/waitlist?for=${id}`, clientIds: [], ...words },
})

/** Who is to be spoken with while they wait. Nobody is named: Today is seen over shoulders. */
function contactsDue(work: Work, entries: readonly Entry[]): DueLine[] {
  const until = plusMinutes(work.now, aDayMinutes)
  return entries
    .filter(each => each.contactDueAt < until && !each.isHeld)
    .toSorted((a, b) => (a.contactDueAt < b.contactDueAt ? -1 : 1))
    .slice(0, mostLines)
    .map(({ contact, askedAt, contactDueAt }) => {
      const days = daysBetween(dayIn('UTC', askedAt), dayIn('UTC', work.now))
      const because =
        days < 1 ? 'They wait for a place since today.' : `They wait for a place, ${days} d since they asked.`
      return line(
        { what: `Speak with ${contact.code}, who waits`, because, dueAt: contactDueAt, verb: 'Speak' },
        contact.id,
      )
    })
}

/** Places that wait for an answer and run out within a day. */
function answersDue(work: Work, entries: readonly Entry[]): DueLine[] {
  const until = plusMinutes(work.now, aDayMinutes)
  return entries.flatMap(({ contact, place }) =>
    place && place.expiresAt < until
      ? [
          line(
            {
              what: `Ask ${contact.code} for an answer`,
              because: 'A place is held for them; after that it is free for the next in line.',
              dueAt: place.expiresAt,
              verb: 'Answer',
            },
            contact.id,
          ),
        ]
      : [],
  )
}

/** How near a free place is to be a line of today. */
const soonDays = 7
const fromWords = (days: number) => (days <= 0 ? '' : days === 1 ? ' from tomorrow' : ` in ${days} days`)

/** Tracks with a free place that somebody waits for and nobody is asked about. */
async function placesDue(work: Work, entries: readonly Entry[]): Promise<DueLine[]> {
  const waiting = inLine(entries.filter(each => !each.isHeld))
  if (waiting.length === 0) return []
  const [{ groups }, { tracks, today }] = await Promise.all([work.ask(freePlaces, {}), work.ask(houseOf, {})])
  return tracks.flatMap(track => {
    const first = waiting.find(
      each => each.programId === track.programId && (each.trackId === null || each.trackId === track.id),
    )
    if (!first) return []
    const { cohort, cohortValue } = first
    const { free, freeFrom } = trackPlace(groups, { trackId: track.id, cohort, cohortValue })
    const days = freeFrom ? daysBetween(today, freeFrom) : soonDays + 1
    if (days > soonDays) return []
    const what = `${free > 1 ? `${free} places are` : 'A place is'} free in ${track.name}${fromWords(days)}`
    const because = `${first.contact.code} is first in line, and no offer stands.`
    return [line({ what, because, dueAt: null, verb: 'Offer it' }, first.contact.id)]
  })
}

/** What the waitlist of programs puts on Today. */
export const due: Due = async work => {
  if (!work.actor.roles.some(role => role === 'intake' || role === 'director')) return []
  const entries = (await everyEntry(work)).filter(each => !overStages.includes(each.contact.stage))
  return [...answersDue(work, entries), ...contactsDue(work, entries), ...(await placesDue(work, entries))]
}
