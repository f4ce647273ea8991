import type { InputOf, OutputOf } from '#kernel/door.ts'
import { day, instantAt, isDay, plusDays } from '#kernel/time.ts'
import type { setUnavailable } from '#rooms/calendar/commands.ts'
import type { unavailableOf } from '#rooms/calendar/queries.ts'
import { dayIn, dayWords, meetingLines, spanWords, timeWords, type Wall } from '../words.ts'

type Said = InputOf<typeof setUnavailable>
/** One of the reasons for which somebody cannot come. */
export type Reason = Said['reason']

/** Why somebody cannot come, as it is chosen and told. */
export const reasonWords: Record<Reason, string> = {
  work: 'Work',
  school: 'School',
  childcare: 'Caring for a child',
  court: 'Court',
  medical: 'Medical visit',
  away: 'Away',
  other: 'Something else',
}

/** A time while it is being written. */
export type Draft = {
  how: 'weekly' | 'once'
  reason: Reason
  weekdays: number[]
  starts: string
  ends: string
  fromOn: string
  untilOn: string
  wholeDays: boolean
}

const isTime = (text: string) => /^\d{2}:\d{2}$/.test(text)

/** What is missing before it can be said, in words for the button; undefined when nothing is. */
export function timesMissing(draft: Draft): string | undefined {
  if (draft.how === 'weekly' && draft.weekdays.length === 0) return 'Choose at least one day.'
  if (!isDay(draft.fromOn)) return 'Say the first day.'
  if (draft.how === 'once' && !isDay(draft.untilOn)) return 'Say the last day.'
  if (!(draft.how === 'once' && draft.wholeDays) && !(isTime(draft.starts) && isTime(draft.ends)))
    return 'Say from when until when.'
  return undefined
}

/** A draft as the door takes it, on the wall clock of a zone. */
export function timesOf(draft: Draft, zone: string): Pick<Said, 'weekly' | 'once'> {
  const { weekdays, starts, ends, fromOn, untilOn } = draft
  if (draft.how === 'weekly')
    return { weekly: { weekdays, starts, ends, zone, fromOn, untilOn: untilOn || null }, once: null }
  const [from, until] = [day(fromOn), day(untilOn)]
  const once = draft.wholeDays
    ? { startsAt: instantAt(zone, from, '00:00'), endsAt: instantAt(zone, plusDays(until, 1), '00:00') }
    : { startsAt: instantAt(zone, from, starts), endsAt: instantAt(zone, until, ends) }
  return { weekly: null, once }
}

type Told = OutputOf<typeof unavailableOf>

/** Minutes from one wall time to another; up to the same time of the next day when it comes first. */
function lengthOf(starts: string, ends: string): number {
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
  return (minutes(ends) - minutes(starts) + 1440) % 1440 || 1440
}

/** A weekly line in words: `Mon and Wed 10:00 pm to 6:00 am`, then why and for how long. */
export function weeklyWords(line: Told['weekly'][number], wall: Wall, today: string): { title: string; more: string } {
  const lengthMinutes = lengthOf(line.starts, line.ends)
  const [title = ''] = meetingLines(
    line.weekdays.map(weekday => ({ weekday, starts: line.starts, lengthMinutes })),
    wall.clock,
  )
  const more = [
    line.reason ? reasonWords[line.reason] : '',
    line.fromOn > today ? `from ${dayWords(line.fromOn, wall.zone)}` : '',
    line.untilOn ? `until ${dayWords(line.untilOn, wall.zone)}` : '',
    line.zone === wall.zone ? '' : `on the clock of ${line.zone.replaceAll('_', ' ')}`,
  ]
  return { title, more: more.filter(Boolean).join(', ') }
}

/** A single time in words: `Tue 1 Dec`, `Tue 1 Dec to Thu 3 Dec`, `Tue 1 Dec, 10:00 am to 12:00 pm`. */
export function onceWords({ startsAt, endsAt }: { startsAt: string; endsAt: string }, wall: Wall): string {
  const lastMinute = new Date(Date.parse(endsAt) - 60_000).toISOString()
  const [first, last] = [dayWords(startsAt, wall.zone), dayWords(lastMinute, wall.zone)]
  const midnight = (moment: string) => timeWords(moment, { ...wall, clock: '24' }) === '00:00'
  if (midnight(startsAt) && midnight(endsAt)) return first === last ? first : `${first} to ${last}`
  if (dayIn(startsAt, wall.zone) === dayIn(lastMinute, wall.zone))
    return `${first}, ${spanWords(startsAt, endsAt, wall)}`
  return `${first}, ${timeWords(startsAt, wall)} to ${dayWords(endsAt, wall.zone)}, ${timeWords(endsAt, wall)}`
}
