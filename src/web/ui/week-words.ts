import type { WeekCause, WeekHours } from '../doors.ts'
import { count, hoursWords, listWords, minutesWords } from '../words.ts'

// Why a week ends short, in words. Pure.

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const

/** The days of one week as people name them: `Monday and Wednesday`. */
function weekdaysOf(days: readonly string[]): string {
  return listWords(days.map(on => weekdays[new Date(on).getUTCDay()] ?? ''))
}

/** What takes somebody away, as the sentence about the day says it. */
const reasonWords: Record<string, string> = {
  medical: 'medical visit',
  court: 'court',
  work: 'work',
  school: 'school',
  family: 'family',
  travel: 'travel',
}

function awayWords({ on, reasons }: WeekCause, without: string): string {
  const known = reasons.map(reason => reasonWords[reason] ?? '').filter(Boolean)
  return `${known.length > 0 ? listWords(known) : without} on ${weekdaysOf(on)}`
}

type Told = Pick<WeekHours, 'scheduled' | 'missedOn'>

/** What each kind says; the minutes it costs follow unless they stand in it already. */
const words: Record<WeekCause['kind'], (cause: WeekCause, week: Told) => string> = {
  missed: cause => `missed ${weekdaysOf(cause.on)}, ${minutesWords(cause.minutes)}`,
  excused: cause => `${awayWords(cause, 'excused')}, ${minutesWords(cause.minutes)}`,
  away: cause => `${awayWords(cause, 'away')}, ${minutesWords(cause.minutes)}`,
  late: cause => `${minutesWords(cause.minutes)} late or left early on ${weekdaysOf(cause.on)}`,
  unmarked: cause => `${weekdaysOf(cause.on)} is not marked yet, ${minutesWords(cause.minutes)}`,
  'not-booked': (_cause, week) =>
    week.scheduled === 0 ? 'nothing is booked' : `only ${hoursWords(week.scheduled)} are booked`,
  'not-coming': (cause, week) => {
    const days = count(week.missedOn.length, 'day')
    return `missed ${days} in a row, so ${minutesWords(cause.minutes)} to come are not counted on`
  },
}

/** One cause in words: `missed Monday, 3 h`, `court on Wednesday, 3 h`, `only 6 h are booked`. */
export function causeWords(cause: WeekCause, week: Told): string {
  return words[cause.kind](cause, week)
}

/** Why a week ends short, in a sentence; empty when it does not. */
export function shortWords(week: Told & Pick<WeekHours, 'causes'>): string {
  const sentence = week.causes.map(cause => causeWords(cause, week)).join('; ')
  return sentence ? `${sentence[0]?.toUpperCase()}${sentence.slice(1)}.` : ''
}

/** The minutes that a week still lacks, even when all that is booked is attended; 0 when nothing is missing. */
export function missingIn(week: Pick<WeekHours, 'prescribed' | 'credited' | 'coming'>): number {
  return Math.max(0, (week.prescribed ?? 0) - week.credited - week.coming)
}

/** Whether a week is likely to end short. */
export function isShort(week: Pick<WeekHours, 'prescribed' | 'likely'>): boolean {
  return week.prescribed !== null && week.likely < week.prescribed
}
