import {
  type Day,
  day,
  type Instant,
  instant,
  instantAt,
  minutesBetween,
  plusDays,
  plusMinutes,
  wallClock,
  weekdayOf,
} from '#kernel/time.ts'

/** Something that can be in one place at a time. */
export type ResourceKind = 'room' | 'staff' | 'client'
/** From one moment to another. */
export type Hours = { startsAt: Instant; endsAt: Instant }
/** A span of time that a thing or person is taken, and the site where, when it is at one. */
export type Span = Hours & { kind: ResourceKind; resourceId: string; siteId?: string | null | undefined }

/** The longest booking, by the constraint `booking_span`: whatever overlaps a span began at most so long before. */
export const longestMinutes = 24 * 60

/** Whether two spans of one resource touch by more than their ends. */
export function overlaps(a: Hours, b: Hours): boolean {
  return a.startsAt < b.endsAt && b.startsAt < a.endsAt
}

/** What is said of a resource that is taken. */
export function takenWords(kind: ResourceKind): string {
  return {
    room: 'The room is taken at this time.',
    staff: 'A facilitator is booked at this time.',
    client: 'The client is booked at this time.',
  }[kind]
}

/** Minutes of one day on the wall clock of a place: `from` to `until`, `00:00` to at most `24:00`. */
export type DayPart = { on: Day; from: string; until: string }

/**
 * What the wall clock in a zone shows during a span, day by day. Where the clocks change within it there is a part for
 * either side: an hour that is skipped is in neither, an hour that comes twice is in both.
 */
export function dayParts(span: Hours, zone: string): DayPart[] {
  const [from, until] = [wallOf(zone, span.startsAt), wallOf(zone, span.endsAt)]
  if (until.shift === from.shift) return splitByDay(from.shown, until.shown)
  const change = clockChange(span, zone)
  const before = new Date(Date.parse(change) + from.shift * 60_000).toISOString().slice(0, 16)
  return [...splitByDay(from.shown, before), ...splitByDay(wallOf(zone, change).shown, until.shown)]
}

/** What a wall clock shows at a moment, begun minutes counted whole, and how many minutes that is from UTC. */
function wallOf(zone: string, moment: Instant): { shown: string; shift: number } {
  const minute = instant(Math.ceil(Date.parse(moment) / 60_000) * 60_000)
  const shown = wallClock(zone, minute)
  return { shown, shift: minutesBetween(minute, instant(`${shown}:00Z`)) }
}

/** The minute in a span at which the clocks of a zone change. */
function clockChange(span: Hours, zone: string): Instant {
  const before = wallOf(zone, span.startsAt).shift
  let [low, high] = [0, Math.ceil((Date.parse(span.endsAt) - Date.parse(span.startsAt)) / 60_000)]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (wallOf(zone, plusMinutes(span.startsAt, middle)).shift === before) low = middle
    else high = middle
  }
  return plusMinutes(span.startsAt, high)
}

function splitByDay(from: string, until: string): DayPart[] {
  const parts: DayPart[] = []
  const last = day(until.slice(0, 10))
  for (let on = day(from.slice(0, 10)); on <= last; on = plusDays(on, 1)) {
    const part = {
      on,
      from: from.startsWith(on) ? from.slice(11) : '00:00',
      until: on === last ? until.slice(11) : '24:00',
    }
    if (part.from < part.until) parts.push(part)
  }
  return parts
}

/** When a site is open on a day of the week, 1 for Monday, on its wall clock: `08:00` to `21:00`. */
export type Opening = { weekday: number; opens: string; closes: string }

/** Whether a site is open during all of a span of its days. A site that says no hours is always open. */
export function isOpen(hours: readonly Opening[], parts: readonly DayPart[]): boolean {
  return hours.length === 0 || parts.every(part => openThrough(hours, part))
}

/** Whether two openings of one day share a minute. */
export function overlapping(hours: readonly Opening[]): boolean {
  return hours.some((one, at) =>
    hours.some(
      (other, place) =>
        place > at && one.weekday === other.weekday && one.opens < other.closes && other.opens < one.closes,
    ),
  )
}

/** The openings of a day in order; what closes at noon and opens at noon is one. */
function openingsOf(hours: readonly Opening[], weekday: number): Opening[] {
  const joined: Opening[] = []
  for (const next of hours.filter(each => each.weekday === weekday).sort((a, b) => (a.opens < b.opens ? -1 : 1))) {
    const last = joined.at(-1)
    if (last?.closes === next.opens) joined.splice(-1, 1, { ...last, closes: next.closes })
    else joined.push(next)
  }
  return joined
}

const openThrough = (hours: readonly Opening[], part: DayPart) =>
  openingsOf(hours, weekdayOf(part.on)).some(each => each.opens <= part.from && each.closes >= part.until)

const shortDays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** A site's week in lines, days that share their hours in one: `Mon to Fri`, `8 am to 9 pm`. */
export function weekLines(hours: readonly Opening[], clock: '12' | '24'): { days: string; hours: string }[] {
  const lines: { first: number; last: number; hours: string }[] = []
  for (const weekday of [1, 2, 3, 4, 5, 6, 7]) {
    const own = openingsOf(hours, weekday)
    const words = own.map(each => `${timeOfDay(each.opens, clock)} to ${timeOfDay(each.closes, clock)}`)
    const said = words.join(' and ') || 'closed'
    const before = lines.at(-1)
    if (before?.hours === said) before.last = weekday
    else lines.push({ first: weekday, last: weekday, hours: said })
  }
  return lines.map(({ first, last, hours: said }) => {
    const [from = '', until = ''] = [shortDays[first - 1], shortDays[last - 1]]
    const joins = last - first === 1 ? ' and ' : ' to '
    return { days: first === last ? from : `${from}${joins}${until}`, hours: said }
  })
}

/** A holiday or another closed day, of one site or (null) of all. */
export type Closure = { siteId: string | null; fromOn: Day; untilOn: Day; name: string }

/** Why a site is closed in a span of its days; null when it is open. */
export function closedWords(
  site: { id: string; clock: '12' | '24'; hours: readonly Opening[]; closures: readonly Closure[] },
  parts: readonly DayPart[],
): string | null {
  const closure = site.closures.find(
    each =>
      (each.siteId === null || each.siteId === site.id) &&
      parts.some(part => each.fromOn <= part.on && part.on <= each.untilOn),
  )
  if (closure) return `Closed: ${closure.name}.`
  if (isOpen(site.hours, parts)) return null
  const shut = parts.find(part => !isOpen(site.hours, [part])) ?? parts[0]
  const hours = shut ? openingsOf(site.hours, weekdayOf(shut.on)) : []
  if (hours.length === 0) return `Closed on ${weekdayNames[(shut ? weekdayOf(shut.on) : 1) - 1]}s.`
  const open = hours.map(each => `${timeOfDay(each.opens, site.clock)} to ${timeOfDay(each.closes, site.clock)}`)
  return `Outside opening hours, ${open.join(' and ')}.`
}

const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** `8 am`, `1:30 pm`, `noon`, `midnight`; `08:00` by the other clock. */
export function timeOfDay(time: string, clock: '12' | '24'): string {
  if (clock === '24') return time.slice(0, 5)
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  if (minute === 0 && hour % 12 === 0) return hour === 12 ? 'noon' : 'midnight'
  const minutes = minute === 0 ? '' : `:${String(minute).padStart(2, '0')}`
  return `${hour % 12 || 12}${minutes} ${hour < 12 ? 'am' : 'pm'}`
}

/** Why somebody is not to be had. */
export const awayReasons = ['work', 'school', 'childcare', 'court', 'medical', 'away', 'other'] as const
/** One of these reasons. */
export type AwayReason = (typeof awayReasons)[number]

/** Every week at these hours on the wall clock of a zone; hours that end where they begin or before run overnight. */
export type WeeklyAway = {
  weekday: number
  starts: string
  ends: string
  zone: string
  fromOn: Day
  untilOn: Day | null
}

/** The first day in a span on which somebody is away by a weekly line; null when they are not. */
export function awayOn(line: WeeklyAway, parts: readonly DayPart[]): Day | null {
  const met = parts.find(
    part =>
      line.starts < part.until &&
      part.from < line.ends &&
      line.fromOn <= part.on &&
      (line.untilOn === null || part.on <= line.untilOn) &&
      weekdayOf(part.on) === line.weekday,
  )
  return met?.on ?? null
}

/** From when to when somebody is away on a day by a weekly line. */
export function hoursOn({ zone, starts, ends }: WeeklyAway, on: Day): Hours {
  const endsAt = ends === '24:00' ? instantAt(zone, plusDays(on, 1), '00:00') : instantAt(zone, on, ends)
  return { startsAt: instantAt(zone, on, starts), endsAt }
}

/** Weekly hours as lines of one day each: what runs past midnight goes on from `00:00` of the next day. */
export function weeklyLines(weekly: {
  weekdays: readonly number[]
  starts: string
  ends: string
  fromOn: Day
  untilOn: Day | null
}): Omit<WeeklyAway, 'zone'>[] {
  const { starts, ends, fromOn, untilOn } = weekly
  return [...new Set(weekly.weekdays)].flatMap(weekday => {
    if (starts < ends) return [{ weekday, starts, ends, fromOn, untilOn }]
    const evening = { weekday, starts, ends: '24:00', fromOn, untilOn }
    if (ends === '00:00') return [evening]
    const next = { fromOn: plusDays(fromOn, 1), untilOn: untilOn && plusDays(untilOn, 1) }
    return [evening, { weekday: (weekday % 7) + 1, starts: '00:00', ends, ...next }]
  })
}

/** A weekly line as it is kept: of one day of the week, none over midnight. */
export type KeptLine = WeeklyAway & { id: string; reason: AwayReason; madeAt: Instant }
/** Weekly hours as somebody said them: the days they hold on, over midnight too, and the lines they are kept as. */
export type WeeklyHours = Omit<WeeklyAway, 'weekday'> & { ids: string[]; weekdays: number[]; reason: AwayReason }

/** Puts lines together again into what was said: what goes on past midnight, and days that share their hours. */
export function gathered(lines: readonly KeptLine[]): WeeklyHours[] {
  const joined = new Set<KeptLine>()
  const whole = lines
    .map(line => {
      const next = lines.find(other => !joined.has(other) && goesOn(line, other))
      if (next) joined.add(next)
      return { line, ids: next ? [line.id, next.id] : [line.id], ends: next?.ends ?? line.ends }
    })
    .filter(({ line }) => !joined.has(line))
  const same = Map.groupBy(whole, ({ line, ends }) =>
    [line.starts, ends, line.zone, line.fromOn, line.untilOn, line.reason, line.madeAt].join(' '),
  )
  return [...same.values()].flatMap(([first, ...rest]) => {
    if (!first) return []
    const { starts, zone, fromOn, untilOn, reason } = first.line
    const all = [first, ...rest].sort((a, b) => a.line.weekday - b.line.weekday)
    const ends = first.ends === '24:00' ? '00:00' : first.ends
    const weekdays = all.map(({ line }) => line.weekday)
    return [{ ids: all.flatMap(({ ids }) => ids), weekdays, starts, ends, zone, fromOn, untilOn, reason }]
  })
}

/** Whether one line is the morning of another's evening: said in one act, from midnight of the next day on. */
function goesOn(evening: KeptLine, morning: KeptLine): boolean {
  return (
    evening.ends === '24:00' &&
    evening.starts !== '00:00' &&
    morning.starts === '00:00' &&
    morning.ends !== '24:00' &&
    morning.weekday === (evening.weekday % 7) + 1 &&
    morning.fromOn === plusDays(evening.fromOn, 1) &&
    (evening.untilOn === null ? morning.untilOn === null : morning.untilOn === plusDays(evening.untilOn, 1)) &&
    morning.zone === evening.zone &&
    morning.reason === evening.reason &&
    morning.madeAt === evening.madeAt
  )
}

/** That somebody is away, in a sentence that names nobody. Why is theirs: it is told where they are asked about. */
export function awayWords(kind: ResourceKind): string {
  return kind === 'staff' ? 'A facilitator is away at this time.' : 'The client is not available at this time.'
}

/** The way from another site, in words. */
export function travelWords(minutes: number, from: string): string {
  return `The way from ${from} takes ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`
}
