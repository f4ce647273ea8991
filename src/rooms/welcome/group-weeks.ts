import { type Day, plusDays } from '#kernel/time.ts'
import type { FrontGroup } from './front/facts.ts'

/** A group as the timetable tells of it, as far as the public may know. */
export type ToldGroup = {
  siteId: string
  trackId: string | null
  cohort: string | null
  cohortValue: string | null
  cohortName: string | null
  open: boolean
  startsOn: Day
  capacity: number
  taken: number
  waiting: number
  meetings: readonly { weekday: number; starts: string; lengthMinutes: number; fromOn: Day; untilOn: Day | null }[]
}
export type ToldTrack = { id: string; programId: string; partOfDay: string }

type Meeting = { weekday: number; from: number; until: number; free: number; size: number }

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
const timeOf = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** How far ahead a pattern that has not begun yet is told of. */
const soonDays = 14

/**
 * The weeks that somebody new could come to: what meets in a track, once for everybody and once for each cohort. Who
 * comes to a track needs a place at each of its hours, so the tightest hour says how many are free. A group that takes
 * nobody any more is left out, and what meets in no track comes with a plan and is no week of its own.
 */
export function groupWeeks(groups: readonly ToldGroup[], tracks: readonly ToldTrack[], today: Day): FrontGroup[] {
  const joinable = groups.filter(group => group.open || group.startsOn > today)
  const weeks = Map.groupBy(
    joinable.filter(group => group.trackId !== null),
    group => JSON.stringify([group.trackId, group.siteId, group.cohort, group.cohortValue]),
  )
  return [...weeks.values()]
    .flatMap(own => {
      const [first] = own
      const track = tracks.find(each => each.id === first?.trackId)
      const meetings = own.flatMap(group => meetingsOf(group, today))
      return first && track && meetings.length > 0 ? [weekOf(first, track, meetings)] : []
    })
    .sort((a, b) => order.indexOf(a.partOfDay) - order.indexOf(b.partOfDay) || (firstOf(a) < firstOf(b) ? -1 : 1))
}

const order = ['morning', 'afternoon', 'evening', 'weekend']
const firstOf = (week: FrontGroup) => week.days.map(each => `${each.weekday} ${each.starts}`).join()

function meetingsOf(group: ToldGroup, today: Day): Meeting[] {
  const coming = group.meetings.filter(each => each.untilOn === null || each.untilOn >= today)
  const now = coming.filter(each => each.fromOn <= today)
  const told = now.length > 0 ? now : coming.filter(each => each.fromOn <= plusDays(today, soonDays))
  return told.map(({ weekday, starts, lengthMinutes }) => ({
    weekday,
    from: minutesOf(starts),
    until: minutesOf(starts) + lengthMinutes,
    free: Math.max(0, group.capacity - group.taken - group.waiting),
    size: group.capacity,
  }))
}

function weekOf(group: ToldGroup, track: ToldTrack, meetings: readonly Meeting[]): FrontGroup {
  const days = [...Map.groupBy(meetings, each => each.weekday)]
    .toSorted(([a], [b]) => a - b)
    .map(([weekday, own]) => dayOf(weekday, own))
  const earliest = Math.min(...meetings.map(each => each.from))
  const cohort = group.cohort
    ? { cohort: group.cohort, value: group.cohortValue, name: group.cohortName ?? group.cohort }
    : null
  return {
    siteId: group.siteId,
    programId: track.programId,
    partOfDay: partOf(
      track,
      days.every(each => each.weekday > 5),
      earliest,
    ),
    cohort,
    days,
    size: Math.max(...meetings.map(each => each.size)),
    free: Math.min(...meetings.map(each => freeAt(each, meetings))),
  }
}

const noon = 12 * 60
const evening = 17 * 60

function partOf(track: ToldTrack, atWeekends: boolean, earliest: number): FrontGroup['partOfDay'] {
  if (atWeekends || track.partOfDay === 'weekend') return 'weekend'
  if (earliest < noon) return 'morning'
  return earliest < evening ? 'afternoon' : 'evening'
}

/** Who could come at the hour when a meeting begins, to this one or to another beside it. */
function freeAt(begun: Meeting, meetings: readonly Meeting[]): number {
  return meetings
    .filter(each => each.weekday === begun.weekday && each.from <= begun.from && begun.from < each.until)
    .reduce((sum, each) => sum + each.free, 0)
}

/** A day from its first minute to its last, with the minutes that one person can be in a group. */
function dayOf(weekday: number, meetings: readonly Meeting[]): FrontGroup['days'][number] {
  let [minutes, until] = [0, 0]
  for (const each of meetings.toSorted((a, b) => a.from - b.from || a.until - b.until)) {
    if (each.from < until) continue
    minutes += each.until - each.from
    until = each.until
  }
  return {
    weekday,
    starts: timeOf(Math.min(...meetings.map(each => each.from))),
    ends: timeOf(Math.max(...meetings.map(each => each.until))),
    minutes,
  }
}
