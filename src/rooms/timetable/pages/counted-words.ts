import { instant, plusMinutes } from '#kernel/time.ts'
import { listWords, minutesWords, spanWords, type Wall } from '#web/words.ts'
import { type Break, type Counting, countedBetween } from '../timetable.ts'
import type { Catalog } from './group-draft.ts'

// What a planned time counts, said while it is planned and not after the denial. Pure.

/** A time as it is planned: its start on the wall clock, its length, its pauses. */
export type PlannedTime = { starts: string; lengthMinutes: number; breaks: readonly Break[] }

/** How the minutes of a service count, as the catalog tells of it. */
export function countingIn({ services, common }: Catalog, service: string): Counting {
  return {
    counts: services.find(each => each.service === service)?.counts ?? false,
    breakUncountedFrom: common.find(each => each.id === 'break-minutes-uncounted-least')?.value ?? 0,
  }
}

const clock = /^([01]\d|2[0-3]):[0-5]\d/

/** The time on a day on which only the wall clock matters; undefined while it is not whole. */
function spanOf({ starts, lengthMinutes, breaks }: PlannedTime) {
  if (!clock.test(starts) || !(lengthMinutes > 0)) return undefined
  const startsAt = instant(`2026-01-05T${starts.slice(0, 5)}:00Z`)
  return { startsAt, endsAt: plusMinutes(startsAt, lengthMinutes), breaks }
}

/** Minutes that count towards the weekly hours each time; 0 while the time is not whole. */
export function countedIn(time: PlannedTime, counting: Counting): number {
  const span = spanOf(time)
  return span ? countedBetween(span, counting) : 0
}

const pauseWords = (breaks: readonly Break[]) =>
  breaks.length > 0 ? ` with ${listWords(breaks.map(each => `a ${each.minutes}-minute ${each.kind}`))}` : ''

/** `9:00 am to 12:00 pm with a 15-minute break counts 2 h 45 min.` */
export function countedSentence(time: PlannedTime, counting: Counting, clockOf: Wall['clock']): string {
  const span = spanOf(time)
  if (!span) return 'No minute counts yet.'
  const said = `${spanWords(span.startsAt, span.endsAt, { zone: 'UTC', clock: clockOf })}${pauseWords(time.breaks)}`
  if (!counting.counts) return `${said} does not count towards the weekly hours.`
  const counted = minutesWords(countedBetween(span, counting))
  const kept = time.breaks.some(each => each.kind === 'break' && each.minutes < counting.breakUncountedFrom)
  const why = kept ? `: a break under ${minutesWords(counting.breakUncountedFrom)} is part of it` : ''
  return `${said} counts ${counted}${why}.`
}
