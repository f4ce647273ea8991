import { type Day, type Instant, instantAt, plusDays } from '#kernel/time.ts'

type Typed = { hour: number; minute: number; half: 'am' | 'pm' | null }

/** Reads a time as people type it: `5:42 pm`, `542p`, `17:42`, `1742`, `6 pm`; undefined when it is none. */
export function readTime(text: string): Typed | undefined {
  const match = /^(\d{1,2})(?:[:.h ]?(\d{2}))?\s*(?:([ap])\.?m?\.?)?$/i.exec(text.trim())
  if (!match) return undefined
  const hour = Number(match[1])
  const minute = Number(match[2] ?? 0)
  const half = match[3] ? (match[3].toLowerCase() === 'a' ? 'am' : 'pm') : null
  if (minute > 59 || hour > (half ? 12 : 23) || (half && hour === 0)) return undefined
  return { hour, minute, half }
}

function hoursOf({ hour, half }: Typed): number[] {
  if (half) return [(hour % 12) + (half === 'pm' ? 12 : 0)]
  return hour <= 12 && hour > 0 ? [hour % 12, (hour % 12) + 12] : [hour]
}

type SessionOnDay = { startsAt: Instant; endsAt: Instant; onDay: Day; zone: string }

/**
 * The moment that a typed time means in a session: on the wall clock of its zone, the morning or evening and the day
 * that lie nearest to it, so that `5:42` in an evening group is the evening and `12:10` in a late one after midnight.
 */
export function momentIn(session: SessionOnDay, text: string): Instant | undefined {
  const typed = readTime(text)
  if (!typed) return undefined
  const moments = [session.onDay, plusDays(session.onDay, 1)].flatMap(on =>
    hoursOf(typed).map(hour => instantAt(session.zone, on, `${two(hour)}:${two(typed.minute)}`)),
  )
  const away = (moment: Instant) =>
    Math.max(0, Date.parse(session.startsAt) - Date.parse(moment), Date.parse(moment) - Date.parse(session.endsAt))
  return moments.sort((a, b) => away(a) - away(b))[0]
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}
