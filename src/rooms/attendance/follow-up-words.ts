import { type Day, daysBetween, weekdayOf } from '#kernel/time.ts'
import { hoursWords } from './attendance.ts'
import type { Cause } from './ledger.ts'

// What Today and the first two weeks say of missed days and short weeks. Pure.

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

/** Words in a row: `Monday, Tuesday and Thursday`. */
function inARow(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? ''
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** Days of one week as people name them. */
const namesOf = (days: readonly Day[]) => inARow(days.map(on => weekdays[weekdayOf(on) - 1] ?? ''))

/** Which days somebody missed: by their names within a week, counted beyond it. */
export function missedWords(days: readonly Day[], today: Day): string {
  const [first] = days
  if (!first) return ''
  const ago = daysBetween(first, today)
  if (ago < 7) return `Missed ${namesOf(days)}`
  return days.length === 1 ? `Missed one day, ${ago} days ago` : `Missed ${days.length} days in a row`
}

const causeSays: Record<Cause['kind'], (cause: Cause) => string> = {
  missed: ({ on, minutes }) => `missed ${namesOf(on)}, ${hoursWords(minutes)}`,
  excused: ({ on, minutes }) => `excused on ${namesOf(on)}, ${hoursWords(minutes)}`,
  away: ({ on, minutes }) => `away on ${namesOf(on)}, ${hoursWords(minutes)}`,
  late: ({ minutes }) => `${hoursWords(minutes)} late or left early`,
  unmarked: ({ on, minutes }) => `${namesOf(on)} is not marked yet, ${hoursWords(minutes)}`,
  'not-booked': ({ minutes }) => `${hoursWords(minutes)} not booked`,
  'not-coming': ({ minutes }) => `${hoursWords(minutes)} to come are not counted on`,
}

/** Why a week ends short, the dearest first: `missed Monday, 3 h; 12 min late or left early`. */
export function causesWords(causes: readonly Cause[]): string {
  return causes.map(cause => causeSays[cause.kind](cause)).join('; ')
}
