import { type Day, dayIn, type Instant, plusDays, wallClock, weekdayOf } from '#kernel/time.ts'
import type { Opening } from '#rooms/calendar/calendar.ts'

/** What decides whether a door is open: a site's clock, its week, and its closed days. */
export type Door = {
  zone: string
  hours: readonly Opening[]
  closures: readonly { fromOn: Day; untilOn: Day; name: string }[]
}

/** Whether a site is open at a moment, and until or from when. A site that has said no hours is neither. */
export type Openness =
  | { kind: 'open'; until: string }
  | {
      kind: 'closed'
      opens: { on: Day; at: string; in: 'today' | 'tomorrow' | 'later' } | null
      because: string | null
    }
  | { kind: 'untold' }

/** Days looked ahead for the next opening: longer than any closure of a year. */
const ahead = 60

/** Whether a door is open now. What closes at noon and opens at noon has not closed. */
export function opennessOf(door: Door, now: Instant): Openness {
  if (door.hours.length === 0) return { kind: 'untold' }
  const today = dayIn(door.zone, now)
  const time = wallClock(door.zone, now).slice(11, 16)
  const current = spansOn(door, today).find(span => span.opens <= time && time < span.closes)
  if (current) return { kind: 'open', until: current.closes }
  const because = closureOn(door, today)?.name ?? null
  const later = spansOn(door, today).find(span => span.opens > time)
  if (later) return { kind: 'closed', opens: { on: today, at: later.opens, in: 'today' }, because }
  for (let days = 1; days <= ahead; days++) {
    const on = plusDays(today, days)
    const [first] = spansOn(door, on)
    if (first) return { kind: 'closed', opens: { on, at: first.opens, in: days === 1 ? 'tomorrow' : 'later' }, because }
  }
  return { kind: 'closed', opens: null, because }
}

function closureOn(door: Door, on: Day) {
  return door.closures.find(each => each.fromOn <= on && on <= each.untilOn)
}

/** The spans of a day in which a door is open, in order; none on a closed day. */
function spansOn(door: Door, on: Day): { opens: string; closes: string }[] {
  if (closureOn(door, on)) return []
  const joined: { opens: string; closes: string }[] = []
  const weekday = weekdayOf(on)
  for (const { opens, closes } of door.hours
    .filter(each => each.weekday === weekday)
    .toSorted((a, b) => (a.opens < b.opens ? -1 : 1))) {
    const last = joined.at(-1)
    if (last?.closes === opens) last.closes = closes
    else joined.push({ opens, closes })
  }
  return joined
}

/** A week in lines: days in a row that share their hours stand in one. Closed days are left out. */
export function weekLines(
  hours: readonly Opening[],
): { from: number; until: number; spans: { opens: string; closes: string }[] }[] {
  const lines: { from: number; until: number; spans: { opens: string; closes: string }[]; key: string }[] = []
  for (let weekday = 1; weekday <= 7; weekday++) {
    const spans = hours
      .filter(each => each.weekday === weekday)
      .toSorted((a, b) => (a.opens < b.opens ? -1 : 1))
      .map(({ opens, closes }) => ({ opens, closes }))
    if (spans.length === 0) continue
    const key = JSON.stringify(spans)
    const last = lines.at(-1)
    if (last && last.until === weekday - 1 && last.key === key) last.until = weekday
    else lines.push({ from: weekday, until: weekday, spans, key })
  }
  return lines.map(({ key: _, ...line }) => line)
}
