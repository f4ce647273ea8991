import { type Day, day, dayIn, plusDays, weekdayOf } from '#kernel/time.ts'
import { closeDays, setHours, setTravel } from '#rooms/calendar/commands.ts'
import { type Doing, found, type Then } from './doing.ts'
import type { Place } from './people.ts'
import { longEvenings } from './week.ts'

/** How long the way between the two sites takes, in minutes. */
const wayMinutes = 25

/** The fourth Thursday of November, and Christmas Day. */
function holidaysOf(year: number): { on: Day; name: string }[] {
  const first = day(`${year}-11-01`)
  const thanksgiving = plusDays(first, ((4 - weekdayOf(first) + 7) % 7) + 21)
  return [
    { on: thanksgiving, name: 'Thanksgiving' },
    { on: day(`${year}-12-25`), name: 'Christmas' },
  ]
}

/** The days around this one on which the house is closed. On a holiday itself a demo is open, or it would be empty. */
export function holidaysAround(today: Day): { on: Day; name: string }[] {
  const year = Number(today.slice(0, 4))
  return [year - 1, year, year + 1]
    .flatMap(holidaysOf)
    .filter(({ on }) => on > plusDays(today, -30) && on <= plusDays(today, 370) && on !== today)
}

const weekdays = [1, 2, 3, 4, 5]
const open = (days: readonly number[], opens: string, closes: string) =>
  days.map(weekday => ({ weekday, opens, closes }))

/** Says when the sites are open, how far they are from each other, and on which days all is closed. */
export async function openDoors(
  doing: Doing,
  then: Then,
  { sites, zone, now }: { sites: ReadonlyMap<Place, string>; zone: string; now: Parameters<typeof dayIn>[1] },
): Promise<void> {
  const today = dayIn(zone, now)
  const [elm, quay] = [found(sites, 'elm'), found(sites, 'quay')]
  // A long evening is always today, at a weekend too.
  const late = (longEvenings[weekdayOf(today)] ?? []).filter(weekday => weekday > 5)
  const saturday = late.includes(6) ? [] : open([6], '09:00', '13:00')
  const hours = [...open(weekdays, '08:00', '21:00'), ...saturday, ...open(late, '09:00', '21:00')]
  await doing.act(then, setHours, { siteId: elm, hours })
  await doing.act(then, setHours, { siteId: quay, hours: open(weekdays, '08:00', '18:30') })
  await doing.act(then, setTravel, { siteId: elm, otherSiteId: quay, minutes: wayMinutes })
  for (const { on, name } of holidaysAround(today))
    await doing.act(then, closeDays, { siteId: null, fromOn: on, untilOn: on, name })
}
