import { count, hoursWords, listWords } from '../words.ts'

// Which of the offered sessions are taken to make up for missed hours. Pure.

/** A session that fits, as far as the choice is concerned. */
export type Offered = { sessionId: string; startsAt: string; endsAt: string; minutes: number }

/** The chosen ones among those that are still offered, in the order of time. */
export function chosenOf<Of extends Offered>(fits: readonly Of[], ids: readonly string[]): Of[] {
  return fits.filter(each => ids.includes(each.sessionId)).sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1))
}

/** What closes the gap together stands first, in the order of time; the rest stays best first. */
export function closingFirst<Of extends Offered>(fits: readonly Of[], together: readonly string[]): Of[] {
  return [...chosenOf(fits, together), ...fits.filter(each => !together.includes(each.sessionId))]
}

/** Whether two of them, in the order of time, are at one time. */
export function overlap(chosen: readonly Offered[]): boolean {
  return chosen.some((each, at) => {
    const next = chosen[at + 1]
    return next !== undefined && next.startsAt < each.endsAt
  })
}

/** As many sessions as are booked in one act. */
const mostAtOnce = 8

/** Why the chosen ones cannot be booked as they are; undefined when they can. */
export function notYet(chosen: readonly Offered[]): string | undefined {
  if (chosen.length === 0) return 'Choose a session.'
  if (chosen.length > mostAtOnce) return `${mostAtOnce} at once at most.`
  return overlap(chosen) ? 'Two of them are at the same time.' : undefined
}

type Week = { prescribed: number | null; credited: number; coming: number }

/** Where the week would end with them: `With them the week reaches 9 h of 9 h.` */
export function reachWords(week: Week, chosen: readonly Offered[]): string {
  const reached = week.credited + week.coming + chosen.reduce((sum, each) => sum + each.minutes, 0)
  const of = week.prescribed === null ? '' : ` of ${hoursWords(week.prescribed)}`
  const still = Math.max(0, (week.prescribed ?? 0) - reached)
  const rest = still > 0 ? `; ${hoursWords(still)} would still be missing` : ''
  const begin = chosen.length > 1 ? 'With them the' : chosen.length === 1 ? 'With it the' : 'The'
  return `${begin} week reaches ${hoursWords(reached)}${of}${rest}.`
}

/** What the one button does: `Book 2 make-ups`. */
export const bookWords = (chosen: readonly Offered[]) => `Book ${count(Math.max(1, chosen.length), 'make-up')}`

/** A session that could not be taken back: when it is, and why. */
export type Stays = { when: string; why: string }

/** What one press of Undo did to all that was booked in one act: which of them stay booked, and why. */
export function backWords(stays: readonly Stays[], of: number): string {
  if (stays.length === 0) return 'Taken back. Nothing is booked.'
  const which = `${listWords(stays.map(each => each.when))}. ${[...new Set(stays.map(each => each.why))].join(' ')}`
  if (of === stays.length) return `Nothing was taken back. Still booked: ${which}`
  return `${of - stays.length} of ${of} taken back. Still booked: ${which}`
}
