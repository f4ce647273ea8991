/** How the program writes days, times and lengths. Pure, and given the zone, so that a page reads as the site does. */

/** `12` writes 5:30 pm, `24` writes 17:30; the organization chooses. */
export type Clock = '12' | '24'
/** Whose clock on the wall, and how it is written. */
export type Wall = { zone: string; clock: Clock }

const writers = new Map<string, Intl.DateTimeFormat>()

function writer(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${JSON.stringify(options)}`
  const known = writers.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', { timeZone: zone, ...options })
  writers.set(key, made)
  return made
}

type Parts = Readonly<Record<string, string>>
/** What was written once is known: a page says the same few moments with every key that somebody types. */
const written = new Map<Intl.DateTimeFormat, Map<string, Parts>>()
const mostWritten = 500

function partsOf(moment: string, zone: string, options: Intl.DateTimeFormatOptions): Parts {
  const by = writer(zone, options)
  const known = written.get(by) ?? new Map<string, Parts>()
  const parts =
    known.get(moment) ?? Object.fromEntries(by.formatToParts(new Date(moment)).map(part => [part.type, part.value]))
  if (known.size >= mostWritten) known.clear()
  written.set(by, known.set(moment, parts))
  return parts
}

const isDayText = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text)
const momentOf = (text: string) => (isDayText(text) ? `${text}T00:00:00Z` : text)
const zoneOf = (text: string, zone: string) => (isDayText(text) ? 'UTC' : zone)

/** The calendar day of a moment in a zone, `2026-11-24`. */
export function dayIn(moment: string, zone: string): string {
  const { year, month, day } = partsOf(momentOf(moment), zoneOf(moment, zone), {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  return `${year}-${month}-${day}`
}

/** `Tue 24 Nov`, with the year on request. Takes a moment, or a day like `2026-11-24` that belongs to no zone. */
export function dayWords(moment: string, zone: string, options: { year?: boolean } = {}): string {
  const { weekday, day, month, year } = partsOf(momentOf(moment), zoneOf(moment, zone), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  })
  return `${weekday} ${day} ${month}${options.year ? ` ${year}` : ''}`
}

/** A day of birth, `4 Mar 1992`: no weekday, always the year. */
export function bornWords(day: string): string {
  const { day: of, month, year } = partsOf(momentOf(day), 'UTC', { day: 'numeric', month: 'short', year: 'numeric' })
  return `${of} ${month} ${year}`
}

/** Whole years from a day of birth to a day. */
export function ageOn(bornOn: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(bornOn.slice(0, 4))
  return day.slice(5, 10) < bornOn.slice(5, 10) ? years - 1 : years
}

function clockParts(moment: string, wall: Wall): { figure: string; half: string } {
  const twelve = wall.clock === '12'
  const { hour, minute, dayPeriod } = partsOf(moment, wall.zone, {
    hour: twelve ? 'numeric' : '2-digit',
    minute: '2-digit',
    hourCycle: twelve ? 'h12' : 'h23',
  })
  return { figure: `${hour}:${minute}`, half: (dayPeriod ?? '').toLowerCase() }
}

/** `5:30 pm` or `17:30`. */
export function timeWords(moment: string, wall: Wall): string {
  const { figure, half } = clockParts(moment, wall)
  return half ? `${figure} ${half}` : figure
}

/** A time to the second, for what changes while one looks: `5:44:08 pm` or `17:44:08`. */
export function clockWords(moment: string, wall: Wall): string {
  const { second } = partsOf(moment, wall.zone, { minute: '2-digit', second: '2-digit' })
  const { figure, half } = clockParts(moment, wall)
  return `${figure}:${second}${half ? ` ${half}` : ''}`
}

/** `5:30 to 8:30 pm`, `11:30 am to 1:00 pm`, `17:30 to 20:30`. */
export function spanWords(from: string, to: string, wall: Wall): string {
  const start = clockParts(from, wall)
  // From one half of a day to the same half of the next is no short way: `10:00 am to 12:00 am`.
  const near = Date.parse(to) - Date.parse(from) < 12 * 3_600_000
  const sameHalf = near && start.half === clockParts(to, wall).half
  return `${sameHalf ? start.figure : timeWords(from, wall)} to ${timeWords(to, wall)}`
}

/** `Today, 5:30 pm` or `Wed 25 Nov, 5:30 pm`. */
export function whenWords(moment: string, now: string, wall: Wall): string {
  const today = dayIn(moment, wall.zone) === dayIn(now, wall.zone)
  return `${today ? 'Today' : dayWords(moment, wall.zone)}, ${timeWords(moment, wall)}`
}

/** `2 h 45 min`, `45 min`, `3 h`. */
export function minutesWords(minutes: number): string {
  const whole = Math.round(Math.abs(minutes))
  const hours = Math.floor(whole / 60)
  const rest = whole % 60
  const words = [hours > 0 ? `${hours} h` : '', rest > 0 || hours === 0 ? `${rest} min` : ''].filter(Boolean).join(' ')
  return minutes < 0 && whole > 0 ? `${words} less` : words
}

/** Short, for bars and tables: `7½ h`, else as `minutesWords`. */
export function hoursWords(minutes: number): string {
  if (minutes > 0 && minutes % 60 === 30) return minutes < 60 ? '½ h' : `${Math.floor(minutes / 60)}½ h`
  return minutes === 0 ? '0 h' : minutesWords(minutes)
}

function lengthWords(minutes: number): string {
  if (minutes < 60) return `${minutes} min`
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h`
  return count(Math.floor(minutes / 1440), 'day')
}

/** `in 48 min`, `in 19 h`, `in 2 days`, `now`, `3 h late`. */
export function dueWords(dueAt: string, now: string): string {
  const minutes = Math.round((Date.parse(dueAt) - Date.parse(now)) / 60_000)
  if (minutes === 0) return 'now'
  return minutes > 0 ? `in ${lengthWords(minutes)}` : `${lengthWords(-minutes)} late`
}

/** `just now`, `8 min ago`, `3 h ago`, `2 days ago`. */
export function agoWords(moment: string, now: string): string {
  const minutes = Math.max(0, Math.floor((Date.parse(now) - Date.parse(moment)) / 60_000))
  return minutes < 1 ? 'just now' : `${lengthWords(minutes)} ago`
}

/** `1 note`, `12 notes`, `3 people` with the plural given. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}

/** `Elm Street and North Quay`, `Ana, Bo and Cy`. */
export function listWords(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? ''
  return `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`
}

/** Two letters for a round mark: first and last name. */
export function initials(name: string): string {
  const names = name.replace(/,.*$/, '').split(/\s+/).filter(Boolean)
  const first = [...(names[0] ?? '')][0] ?? ''
  const last = names.length > 1 ? ([...(names[names.length - 1] ?? '')][0] ?? '') : ''
  return `${first}${last}`.toUpperCase()
}

const roleNames: Record<string, string> = { biller: 'billing', intake: 'intake' }

/** A role as people say it: `privacy officer`. */
export function roleWords(role: string): string {
  return roleNames[role] ?? role.replaceAll('-', ' ')
}

/** Days of the week as they are written, Monday first. */
export const weekdayWords = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const

/** A weekly time on the wall clock of its site: 1 is Monday. */
type WeeklyTime = { weekday: number; starts: string; lengthMinutes: number }

/** When something meets each week, a line for each time of day: `Mon, Wed and Fri 5:30 to 8:30 pm`. */
export function meetingLines(meetings: readonly WeeklyTime[], clock: Wall['clock']): string[] {
  const spans = Map.groupBy(meetings, ({ starts, lengthMinutes }) => {
    // Any day in UTC: only the wall clock matters here.
    const from = Date.parse(`2026-01-05T${starts.slice(0, 5)}:00Z`)
    const to = from + lengthMinutes * 60_000
    return spanWords(new Date(from).toISOString(), new Date(to).toISOString(), { zone: 'UTC', clock })
  })
  return [...spans].map(([span, of]) => `${listWords(of.map(each => weekdayWords[each.weekday - 1] ?? ''))} ${span}`)
}
