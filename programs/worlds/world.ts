import { createHash } from 'node:crypto'
import { type Day, dayIn, type Instant, instantAt, mondayOf, plusDays } from '#kernel/time.ts'
import { horizonDays } from '#rooms/timetable/timetable.ts'

/** How large a world is: places for clients, at so many sites, with so many weeks behind it. */
export type Size = { clients: number; sites: number; weeks: number }

/** One organization of a world, before anything of it is drawn. */
export type World = Size & {
  organizationId: string
  name: string
  /** A word that stands in texts of this organization and of no other. */
  mark: string
  /** Whether it is the one that was asked for; the other is beside it so that what crosses is seen. */
  isAsked: boolean
  now: Instant
  today: Day
  /** The monday of the first week. */
  from: Day
  /** The last day that has sessions. */
  until: Day
}

/** The zone of every site. */
export const zone = 'America/New_York'

/** The two organizations that follow from a word: the one that was asked for, and a small one beside it. */
export function worldsOf(word: string, size: Size, now: Instant): World[] {
  const today = dayIn(zone, now)
  const opened = (name: string, isAsked: boolean, of: Size): World => ({
    ...of,
    organizationId: idOf(`${word} ${name}`),
    ...{ name: `${name} House`, mark: name, isAsked, now, today },
    from: plusDays(mondayOf(today), -of.weeks * 7),
    until: plusDays(today, horizonDays),
  })
  return [
    opened('Riverbend', true, size),
    opened('Larkspur', false, { clients: Math.min(24, size.clients), sites: 1, weeks: Math.min(4, size.weeks) }),
  ]
}

function idOf(word: string): string {
  const hex = createHash('sha256').update(word).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  )
}

const known = new Map<string, Instant>()

/** The moment at which the clocks here show a day and time. A world asks for the same ones over and over. */
export function momentOf(on: Day, time: string): Instant {
  const key = `${on} ${time}`
  const moment = known.get(key) ?? instantAt(zone, on, time)
  known.set(key, moment)
  return moment
}
