import type { Client, StaffName } from './people.ts'
import type { Group } from './week.ts'

/** An hour of every week: 1 is Monday. */
export type Hour = { weekday: number; starts: string }
type Taken = { weekday: number; from: number; until: number }

const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
const timeOf = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${minute % 60 === 0 ? '00' : '30'}`

// Every half hour from 8:00 to 16:30, Monday to Friday: what begins later would run into the evening groups.
const hoursOfTheWeek: readonly Hour[] = [1, 2, 3, 4, 5].flatMap(weekday =>
  Array.from({ length: 18 }, (_, at) => ({ weekday, starts: timeOf(480 + at * 30) })),
)

/** When people cannot come, every week. */
export const keptFree: readonly {
  family: string
  reason: 'work' | 'childcare'
  weekdays: readonly number[]
  starts: string
  ends: string
}[] = [
  { family: 'Cárdenas Soto', reason: 'work', weekdays: [1, 2, 3, 4, 5], starts: '07:00', ends: '16:00' },
  { family: 'Lefèvre', reason: 'childcare', weekdays: [1, 2, 3, 4, 5], starts: '17:00', ends: '19:00' },
]

/** Knows who is taken when in an ordinary week, and finds hours at which several people are free. */
export function openBook(groups: readonly Group[], clients: readonly Client[]) {
  const taken = new Map<string, Taken[]>()
  const take = (who: string, { weekday, starts }: Hour, minutes: number) => {
    const from = minuteOf(starts)
    taken.set(who, [...(taken.get(who) ?? []), { weekday, from, until: from + minutes }])
  }
  for (const group of groups) {
    const people = clients.filter(client => group.seats(client) || group.hopes?.includes(client.family))
    for (const meeting of group.meetings)
      for (const who of [group.lead, ...people.map(client => client.family)]) take(who, meeting, group.lengthMinutes)
  }
  for (const { family, weekdays, starts, ends } of keptFree)
    for (const weekday of weekdays) take(family, { weekday, starts }, minuteOf(ends) - minuteOf(starts))

  const free = (who: string, { weekday, starts }: Hour, minutes: number) =>
    (taken.get(who) ?? []).every(
      each => each.weekday !== weekday || each.until <= minuteOf(starts) || each.from >= minuteOf(starts) + minutes,
    )
  /** How far an hour is from what somebody comes for that day anyway; a day of its own is the farthest. */
  const away = (who: string, { weekday, starts }: Hour) =>
    Math.min(
      1440,
      ...(taken.get(who) ?? [])
        .filter(each => each.weekday === weekday)
        .map(each => Math.abs(each.from - minuteOf(starts))),
    )
  return {
    /** Takes the hour that suits a client best of those that are free for both, on some weekdays or on any. */
    find(staff: StaffName, client: Client, asked: { minutes: number; weekdays?: readonly number[] }): Hour {
      const { minutes, weekdays } = asked
      const [best] = hoursOfTheWeek
        .filter(hour => weekdays?.includes(hour.weekday) ?? true)
        .filter(hour => free(staff, hour, minutes) && free(client.family, hour, minutes))
        .sort((a, b) => away(client.family, a) - away(client.family, b))
      if (!best) throw new Error('nobody is free together')
      for (const who of [staff, client.family]) take(who, best, minutes)
      return best
    },
  }
}

/** What finds free hours. */
export type Book = ReturnType<typeof openBook>
