import type { OutputOf } from '#kernel/door.ts'
import { type Instant, instantAt, isDay, plusDays, plusMinutes, weekdayOf } from '#kernel/time.ts'
import type { catalog, groupOf } from '../group-queries.ts'
import type { Break, Mode } from '../timetable.ts'

// What the forms of a group hold while they are being filled, and what follows from it. Pure.

export type Catalog = OutputOf<typeof catalog>
export type Group = OutputOf<typeof groupOf>

/** What a group is, as it is written down. */
export type GroupDraft = {
  name: string
  service: string
  trackId: string
  cohort: string
  /** A language's code, for a group that is held in one. */
  language: string
  open: boolean
  capacity: string
  least: string
  curriculumId: string
  mode: Mode
  link: string
}
/** A pause while it is written down. */
export type PauseDraft = { key: string; afterMinutes: string; minutes: string; kind: Break['kind'] }
/** A time of day on some days of the week; `roomId` empty is the group's room. */
export type TimeDraft = {
  key: string
  weekdays: number[]
  starts: string
  lengthMinutes: string
  roomId: string
  breaks: PauseDraft[]
}

/** A group that nothing is known of yet. */
export const emptyGroup: GroupDraft = {
  name: '',
  service: 'group-therapy',
  trackId: '',
  cohort: '',
  language: 'es',
  open: true,
  capacity: '12',
  least: '0',
  curriculumId: '',
  mode: 'in-person',
  link: '',
}

/** A group as it is now, to be changed. */
export function draftOf(group: Group): GroupDraft {
  return {
    name: group.name,
    service: group.service,
    trackId: group.trackId ?? '',
    cohort: group.cohort ?? '',
    language: group.cohortValue ?? 'es',
    open: group.open,
    capacity: String(group.capacity),
    least: String(group.least),
    curriculumId: group.curriculumId ?? '',
    mode: group.mode,
    link: group.link ?? '',
  }
}

/** What the doors take of it. */
export function wordsOf(draft: GroupDraft) {
  return {
    name: draft.name,
    service: draft.service,
    trackId: draft.trackId || null,
    cohort: draft.cohort || null,
    cohortValue: draft.cohort === 'language' ? draft.language : null,
    open: draft.open,
    capacity: Number(draft.capacity),
    least: Number(draft.least) || 0,
    curriculumId: draft.curriculumId || null,
    mode: draft.mode,
    link: draft.mode === 'video' && draft.link.trim() ? draft.link.trim() : null,
  }
}

/** The services that have a roster: what a group can be. */
export const groupServices = (services: Catalog['services']) => services.filter(each => each.format === 'group')

/** What is said of the seats: how many the service allows. */
export function seatLimit(draft: GroupDraft, services: Catalog['services']): { most: number | null; over: boolean } {
  const most = services.find(each => each.service === draft.service)?.clientsMost ?? null
  return { most, over: most !== null && Number(draft.capacity) > most }
}

/** What is still missing of what the group is, in the order of the page. */
export function groupMissing(draft: GroupDraft, services: Catalog['services']): string[] {
  const { most, over } = seatLimit(draft, services)
  return [
    draft.name.trim().length < 2 ? 'a name' : '',
    Number(draft.capacity) >= 1 ? '' : 'seats',
    over ? `${most} seats or fewer` : '',
    Number(draft.least) > Number(draft.capacity) ? 'a minimum that fits into the seats' : '',
    draft.link && !/^https:\/\/\S+$/.test(draft.link.trim()) ? 'a link that begins with https://' : '',
  ].filter(Boolean)
}

const clock = /^([01]\d|2[0-3]):[0-5]\d$/

/** What is still missing of when it meets. */
export function timesMissing(times: readonly TimeDraft[]): string[] {
  return [
    times.some(each => each.weekdays.length === 0) ? 'a day of the week' : '',
    times.every(each => clock.test(each.starts)) ? '' : 'the time',
    times.every(each => Number(each.lengthMinutes) >= 15) ? '' : 'a length of 15 minutes or more',
    times.every(fitting) ? '' : 'breaks that lie within the session',
  ].filter(Boolean)
}

function fitting(time: TimeDraft): boolean {
  return pausesOf(time).every(
    each =>
      each.afterMinutes >= 1 && each.minutes >= 1 && each.afterMinutes + each.minutes < Number(time.lengthMinutes),
  )
}

const pausesOf = (time: TimeDraft): Break[] =>
  time.breaks.map(each => ({ afterMinutes: Number(each.afterMinutes), minutes: Number(each.minutes), kind: each.kind }))

/** The meetings of a week as the door takes them. */
export function meetingsOf(times: readonly TimeDraft[]) {
  return times.flatMap(time =>
    time.weekdays.map(weekday => ({
      weekday,
      starts: time.starts,
      lengthMinutes: Number(time.lengthMinutes),
      breaks: pausesOf(time),
      ...(time.roomId ? { roomId: time.roomId } : {}),
    })),
  )
}

/** A time as it would be planned. */
export function plannedOf(time: TimeDraft): { starts: string; lengthMinutes: number; breaks: Break[] } {
  return { starts: time.starts, lengthMinutes: Number(time.lengthMinutes), breaks: pausesOf(time) }
}

/** The first session of a time, to ask which rooms are free then; undefined while it is not whole. */
export function firstSession(
  time: TimeDraft,
  startsOn: string,
  zone: string,
): { startsAt: Instant; endsAt: Instant } | undefined {
  if (!isDay(startsOn) || !clock.test(time.starts)) return undefined
  const days = Array.from({ length: 7 }, (_, at) => plusDays(startsOn, at))
  const on = days.find(each => time.weekdays.includes(weekdayOf(each)))
  const minutes = Number(time.lengthMinutes)
  if (!on || !(minutes >= 15)) return undefined
  const startsAt = instantAt(zone, on, time.starts)
  return { startsAt, endsAt: plusMinutes(startsAt, minutes) }
}
