import { isDay } from '#kernel/time.ts'

/** A move to other groups while it is chosen; `trackId` empty leaves the track. */
export type MoveDraft = { trackId: string; fromOn: string; leave: string[]; take: string[]; reason: string }
type GroupLike = {
  id: string
  siteId: string
  trackId: string | null
  name: string
  meetings: readonly { weekday: number; starts: string; lengthMinutes: number }[]
}
type SeatLike = { id: string; groupId: string }

/** What is still missing of a move, in the order of the form. */
export function moveMissing(draft: MoveDraft): string[] {
  return [
    isDay(draft.fromOn) ? '' : 'the first day',
    draft.trackId || draft.leave.length + draft.take.length > 0 ? '' : 'a track or a group',
    draft.reason.trim().length >= 3 ? '' : 'the reason',
  ].filter(Boolean)
}

type Asked = { siteId: string; trackId: string; seats: readonly SeatLike[]; draft: MoveDraft }

/** Groups of a site that a seat can be taken in, those of the chosen track first; not those in which they stay. */
export function takeable<Group extends GroupLike>(groups: readonly Group[], asked: Asked): Group[] {
  const { siteId, trackId, seats, draft } = asked
  const seated = new Set(seats.filter(seat => !draft.leave.includes(seat.id)).map(seat => seat.groupId))
  const leaving = new Set(seats.filter(seat => draft.leave.includes(seat.id)).map(seat => seat.groupId))
  const rank = (group: Group) => Number(trackId !== '' && group.trackId === trackId)
  return groups
    .filter(group => group.siteId === siteId && !seated.has(group.id) && !leaving.has(group.id))
    .sort((a, b) => rank(b) - rank(a) || a.name.localeCompare(b.name))
}

const minuteOf = (starts: string) => Number(starts.slice(0, 2)) * 60 + Number(starts.slice(3, 5))

/** Whether two groups meet at the same time on some day of the week. */
function overlap(one: GroupLike, other: GroupLike): boolean {
  return one.meetings.some(a =>
    other.meetings.some(b => {
      const [from, to] = [minuteOf(a.starts), minuteOf(b.starts)]
      return a.weekday === b.weekday && from < to + b.lengthMinutes && to < from + a.lengthMinutes
    }),
  )
}

/** The first two of these groups that meet at the same time, by name; undefined when all fit beside each other. */
export function clashing(groups: readonly GroupLike[], ids: readonly string[]): [string, string] | undefined {
  const all = groups.filter(group => ids.includes(group.id))
  for (const [at, one] of all.entries()) {
    const other = all.slice(at + 1).find(each => overlap(one, each))
    if (other) return [one.name, other.name]
  }
  return undefined
}

/** As many of these groups as fit beside the ones that stay and beside each other, the shorter first. */
export function fitting<Group extends GroupLike>(groups: readonly Group[], staying: readonly GroupLike[]): Group[] {
  const minutes = (group: GroupLike) => Math.max(0, ...group.meetings.map(each => each.lengthMinutes))
  const taken: Group[] = []
  for (const group of [...groups].sort((a, b) => minutes(a) - minutes(b)))
    if (![...staying, ...taken].some(each => overlap(each, group))) taken.push(group)
  return taken
}

/** Minutes a week of these groups together. */
export function weekOf(groups: readonly GroupLike[], ids: readonly string[]): number {
  return groups
    .filter(group => ids.includes(group.id))
    .flatMap(group => group.meetings)
    .reduce((sum, meeting) => sum + meeting.lengthMinutes, 0)
}
