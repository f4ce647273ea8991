import { type Day, dayIn, plusDays, plusMinutes } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import type { Closure } from '#rooms/calendar/calendar.ts'
import { closures as closuresBetween } from '#rooms/calendar/queries.ts'
import { addTask } from '#rooms/desk/commands.ts'
import { serviceOf, serviceRule } from './catalog.ts'
import { book, leadConflicts, settle, timeConflicts } from './conflict-check.ts'
import { type Conflict, conflict, type Override } from './conflicts.ts'
import { replanTopics } from './curricula-store.ts'
import type { GroupRow } from './groups-store.ts'
import * as groupStore from './groups-store.ts'
import type { Plan } from './sessions-store.ts'
import * as sessionStore from './sessions-store.ts'
import { holdsOn, horizonDays, sessionsBetween } from './timetable.ts'

// How a weekly pattern becomes sessions: at the start of a group, and every night after.

/** How far back sessions of a pattern come into being: a group that began this week has met already. */
const daysBack = 7

/** The closed days of a site among these. */
export function closedOn(closures: readonly Closure[], siteId: string): (on: Day) => Closure | undefined {
  const own = closures.filter(each => each.siteId === null || each.siteId === siteId)
  return on => own.find(each => holdsOn(each, on))
}

/**
 * Of sessions that were settled all the same, those on a closed day take place though it is closed. The others follow
 * what is closed later, also when they were only let outside the opening hours.
 */
export async function keepThoughClosed(work: Work, plans: readonly Plan[]): Promise<void> {
  const days = plans.map(plan => plan.onDay).sort()
  const [fromOn, untilOn] = [days[0], days.at(-1)]
  if (!fromOn || !untilOn) return
  const { closures } = await work.ask(closuresBetween, { fromOn, untilOn })
  const ids = plans.filter(plan => closedOn(closures, plan.siteId)(plan.onDay)).map(plan => plan.id)
  if (ids.length > 0) await sessionStore.holdThoughClosed(work, ids)
}

/** Adds the sessions of a group's pattern up to the horizon that are not there yet; answers what each takes. */
async function materialise(work: Work, group: GroupRow, { from, days }: { from: Day; days: number }): Promise<Plan[]> {
  const today = dayIn(group.zone, work.now)
  // A group that is entered with the day on which it began brings no years of sessions that nobody will ever mark.
  const first = [from, group.startsOn, plusDays(today, -daysBack)].sort().at(-1) ?? today
  const until = plusDays(today > first ? today : first, days)
  const [meetings, { closures }] = await Promise.all([
    groupStore.meetingsOf(work, [group.id], first),
    work.ask(closuresBetween, { fromOn: first, untilOn: until }),
  ])
  const closed = closedOn(closures, group.siteId)
  const planned = sessionsBetween(meetings, group.zone, { from: first, until, closed: on => closed(on) !== undefined })
  const added = await sessionStore.addSessions(
    work,
    group,
    planned.map(({ meeting, ...each }) => ({
      ...each,
      meetingId: meeting.id,
      roomId: meeting.roomId,
      breaks: meeting.breaks,
    })),
  )
  return added.length > 0 ? sessionStore.plansOf(work, added) : []
}

/** What a service says about how many a group may have. */
export function limitConflicts(group: { service: string; capacity: number }, on: Day): Conflict[] {
  const most = serviceRule(group.service, 'clients-most', on)
  if (most === undefined || group.capacity <= most) return []
  const name = serviceOf(group.service).name
  return [conflict('over-limit', `${name} has at most ${most} clients here.`)]
}

/** The first sessions of a new group: all of them are booked, or the group does not start. */
export async function begin(
  work: Work,
  groupId: string,
  { from, override }: { from: Day; override: Override | null },
): Promise<number> {
  await work.hold('timetable.group', groupId)
  const group = await groupStore.groupOf(work, groupId)
  if (!group) return work.refuse('not-here', 'There is nothing here that you may see.', {}, 404)
  const plans = await materialise(work, group, { from, days: horizonDays })
  const conflicts = [
    ...limitConflicts(group, from),
    ...(await leadConflicts(work, plans)),
    ...(await timeConflicts(work, plans)),
  ]
  await settle(work, conflicts, { doing: 'timetable.start-group', groupId, override })
  await book(work, plans)
  await replanTopics(work, groupId)
  return plans.length
}

/**
 * The nightly step of one group. One thing in the way must not stop the night's work for the whole house: a session
 * without its room is canceled, who is elsewhere is not booked and does not lead, and the director is told.
 */
export async function extend(
  work: Work,
  group: GroupRow,
  { from, days = horizonDays }: { from: Day; days?: number },
): Promise<number> {
  // Whoever takes a seat meanwhile waits, or their seat would miss the sessions that are made now.
  await work.hold('timetable.group', group.id)
  const plans = await materialise(work, group, { from, days })
  if (plans.length === 0) return 0
  await bookWhatCanBe(work, group, plans)
  await replanTopics(work, group.id)
  return plans.length
}

/** Books what can be booked of new sessions, and tells the director of the rest. */
export async function bookWhatCanBe(
  work: Work,
  of: { name: string; zone: string },
  plans: readonly Plan[],
): Promise<void> {
  await book(work, await leaveOut(work, of, plans))
}

async function leaveOut(work: Work, of: { name: string; zone: string }, plans: readonly Plan[]): Promise<Plan[]> {
  // What a client cannot keep was settled when they were given their seat; a booking elsewhere was not there then.
  const found = (await timeConflicts(work, plans)).filter(
    each => each.subject && (each.kind === 'double-booked' || each.kind === 'away'),
  )
  if (found.length === 0) return [...plans]
  const taken = new Set(found.map(each => `${each.subject?.id} ${each.startsAt}`))
  const free = (id: string, plan: Plan) => !taken.has(`${id} ${plan.startsAt}`)
  const roomless = plans.filter(plan => plan.roomId && !free(plan.roomId, plan))
  if (roomless.length > 0) {
    const ids = roomless.map(plan => plan.id)
    const reason = 'The room was taken when this session was planned.'
    await sessionStore.cancelSessions(work, ids, { kind: 'no-room', reason })
  }
  const off = plans.flatMap(plan =>
    plan.staffIds.filter(id => !free(id, plan)).map(staffId => ({ sessionId: plan.id, staffId })),
  )
  if (off.length > 0) await sessionStore.dropLeaders(work, off)
  const days = [...new Set(found.flatMap(each => (each.startsAt ? [dayIn(of.zone, each.startsAt)] : [])))].sort()
  await work.also(addTask, {
    title: `Something is in the way of ${of.name}`,
    because: `On ${days.slice(0, 10).join(', ')} its room, a facilitator or a client was booked already.`,
    forRole: 'director',
    dueAt: plusMinutes(work.now, 7 * 24 * 60),
  })
  return plans
    .filter(plan => !roomless.includes(plan))
    .map(plan => ({
      ...plan,
      staffIds: plan.staffIds.filter(id => free(id, plan)),
      clientIds: plan.clientIds.filter(id => free(id, plan)),
    }))
}

/**
 * Coming sessions follow the closed days: those on a day that is closed now are canceled with its name, those that were
 * canceled for one take place again. What somebody moved there on purpose stays.
 */
export async function followClosedDays(work: Work, days: { fromOn: Day; untilOn: Day }) {
  const [{ closures }, sessions] = await Promise.all([
    work.ask(closuresBetween, days),
    sessionStore.sessionsOnDays(work, days),
  ])
  const reasonOf = (session: (typeof sessions)[number]) => closedOn(closures, session.siteId)(session.onDay)?.name
  const closing = sessions.filter(each => each.canceledKind === null && !each.thoughClosed && reasonOf(each))
  const opening = sessions.filter(each => each.canceledKind === 'closed' && !reasonOf(each)).map(each => each.id)
  for (const [name, of] of Map.groupBy(closing, each => reasonOf(each) ?? '')) {
    const ids = of.map(each => each.id)
    await sessionStore.cancelSessions(work, ids, { kind: 'closed', reason: `Closed: ${name}` })
  }
  if (opening.length > 0) await sessionStore.reopenSessions(work, opening)
  return { closing: closing.map(each => each.id), opening, groupIds: groupsIn(closing, sessions, opening) }
}

function groupsIn(
  closing: readonly { groupId: string | null }[],
  sessions: readonly { id: string; groupId: string | null }[],
  opening: readonly string[],
): string[] {
  const all = [...closing, ...sessions.filter(each => opening.includes(each.id))]
  return [...new Set(all.flatMap(each => each.groupId ?? []))]
}
