import {
  type Day,
  dayIn,
  daysBetween,
  type Instant,
  minutesBetween,
  plusDays,
  wallClock,
  weekdayOf,
} from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { closures as closuresBetween } from '#rooms/calendar/queries.ts'
import { cancelAndFree, leadConflicts, rebook, settle, timeConflicts } from './conflict-check.ts'
import type { Override } from './conflicts.ts'
import { replanTopics } from './curricula-store.ts'
import * as groupStore from './groups-store.ts'
import { closedOn, keepThoughClosed } from './pattern.ts'
import type { Moved } from './sessions-store.ts'
import * as sessionStore from './sessions-store.ts'
import type { SessionRow } from './store.ts'
import * as store from './store.ts'
import { holdsOn, spanOn } from './timetable.ts'

// How a session changes: alone, or with everything that comes after it.

/** What is asked of a session; what is left out stays as it is. */
export type Change = {
  startsAt?: Instant | undefined
  lengthMinutes?: number | undefined
  roomId?: string | null | undefined
  mode?: SessionRow['mode'] | undefined
  link?: string | null | undefined
  reason: string
}

/** A session as it will be, with its hour on the wall. */
export type Changed = Moved & { lengthMinutes: number; starts: string }

/** A session as it will be. */
export function changed(session: SessionRow, change: Change): Changed {
  const lengthMinutes = change.lengthMinutes ?? minutesBetween(session.startsAt, session.endsAt)
  const startsAt = change.startsAt ?? session.startsAt
  const wall = wallClock(session.zone, startsAt)
  const onDay = dayIn(session.zone, startsAt)
  return {
    id: session.id,
    onDay,
    lengthMinutes,
    starts: wall.slice(11),
    ...spanOn(session.zone, onDay, { starts: wall.slice(11), lengthMinutes }),
    roomId: change.roomId === undefined ? session.roomId : change.roomId,
    mode: change.mode ?? session.mode,
    link: change.link === undefined ? session.link : change.link,
    reason: change.reason || null,
  }
}

type Asked = { to: Changed; staffIds: readonly string[] | undefined }

/** Changes one session alone. */
export async function changeThis(work: Work, session: SessionRow, { to, staffIds }: Asked): Promise<string[]> {
  await sessionStore.moveSessions(work, [to])
  if (staffIds) await leadOnce(work, session, { on: to.onDay, staffIds })
  return [session.id]
}

const lead = (work: Work, sessionIds: readonly string[], staffIds: readonly string[]) =>
  sessionStore.setLeaders(
    work,
    sessionIds,
    staffIds.map(staffId => ({ staffId })),
  )

/** Who leads one session alone stands in at a group for who else would, and so may see who is expected. */
async function leadOnce(work: Work, session: SessionRow, { on, staffIds }: { on: Day; staffIds: readonly string[] }) {
  if (!session.groupId) return lead(work, [session.id], staffIds)
  const [all, before] = await Promise.all([
    groupStore.facilitatorsOf(work, [session.groupId], on),
    store.leadersOf(work, [session.id]),
  ])
  const usual = all.filter(each => holdsOn(each, on))
  const absent = usual.find(each => !staffIds.includes(each.staffId)) ?? usual[0]
  const insteadOf = (staffId: string) =>
    usual.some(each => each.staffId === staffId)
      ? null
      : (before.find(each => each.staffId === staffId)?.forStaffId ?? absent?.staffId ?? null)
  const leaders = staffIds.map(staffId => ({ staffId, forStaff: insteadOf(staffId) }))
  await sessionStore.setLeaders(work, [session.id], leaders)
}

/**
 * Changes a session and what comes after it: of a series all that follow, of a group its pattern. Who leads from here
 * on leads every meeting of the group, and every session of it that nobody stands in at.
 */
export async function changeFromHereOn(work: Work, session: SessionRow, { to, staffIds }: Asked): Promise<string[]> {
  const moves = session.seriesId ? await seriesMoves(work, session, to) : await patternMoves(work, session, to)
  const open = session.meetingId ? await withoutClosedDays(work, session, moves) : moves
  await sessionStore.moveSessions(work, open)
  const ids = open.map(move => move.id)
  const { groupId } = session
  if (groupId && (to.mode !== session.mode || to.link !== session.link)) await groupStore.setMode(work, groupId, to)
  if (!staffIds) return ids
  if (!groupId) {
    await lead(work, ids, staffIds)
    return ids
  }
  await groupStore.setFacilitators(work, groupId, { staffIds, fromOn: to.onDay })
  const all = await store.comingSessions(work, groupId, { fromOn: to.onDay, untilOn: null })
  const leaders = await store.leadersOf(
    work,
    all.map(each => each.id),
  )
  const substituted = new Set(leaders.filter(each => each.forStaff !== null).map(each => each.sessionId))
  const led = all.map(each => each.id).filter(id => id === session.id || !substituted.has(id))
  await lead(work, led, staffIds)
  return [...new Set([...ids, ...led])]
}

/** A series as it goes on: every later session as many days from where it was. */
async function seriesMoves(work: Work, session: SessionRow, to: Changed): Promise<Moved[]> {
  const shiftDays = daysBetween(session.onDay, to.onDay)
  const coming = await sessionStore.comingOfSeries(work, session.seriesId ?? '', session.startsAt)
  const all = coming.some(each => each.id === session.id) ? coming : [session, ...coming]
  return all.map(each => {
    const onDay = plusDays(each.onDay, shiftDays)
    return { ...to, id: each.id, onDay, ...spanOn(session.zone, onDay, to) }
  })
}

/** The pattern changes from this session on; answers every session that moves with it. */
async function patternMoves(work: Work, session: SessionRow, to: Changed): Promise<Moved[]> {
  const { meetingId, plannedOn, groupId } = session
  if (!meetingId || !plannedOn || !groupId) return [to]
  const coming = await sessionStore.comingOfMeeting(work, meetingId, plannedOn)
  const [meeting] = (await groupStore.meetingsOf(work, [groupId])).filter(each => each.id === meetingId)
  // One that was moved by itself before leads the others from the day that it was planned on.
  const shiftDays = daysBetween(plannedOn, to.onDay)
  const same = shiftDays === 0 && meeting?.starts === to.starts && meeting.lengthMinutes === to.lengthMinutes
  if (!same || meeting?.roomId !== to.roomId) {
    const [newId = ''] = await groupStore.addMeetings(work, groupId, [
      {
        weekday: weekdayOf(to.onDay),
        starts: to.starts,
        lengthMinutes: to.lengthMinutes,
        roomId: to.roomId,
        breaks: [...(meeting?.breaks ?? [])].filter(each => each.afterMinutes + each.minutes < to.lengthMinutes),
        fromOn: plusDays(plannedOn, shiftDays),
        untilOn: meeting?.untilOn ? plusDays(meeting.untilOn, shiftDays) : null,
      },
    ])
    await groupStore.endMeeting(work, meetingId, plusDays(plannedOn, -1))
    await sessionStore.replan(work, { from: meetingId, meetingId: newId, plannedFrom: plannedOn, shiftDays })
  }
  // One that was canceled or moved by itself stays as it is; it only belongs to the new pattern now.
  const own = (each: (typeof coming)[number]) =>
    (each.canceledKind === null || each.canceledKind === 'closed') && each.onDay === each.plannedOn
  return coming
    .filter(each => each.id === session.id || own(each))
    .map(each => {
      const onDay = plusDays(each.plannedOn ?? each.onDay, shiftDays)
      return { ...to, id: each.id, onDay, ...spanOn(session.zone, onDay, to) }
    })
}

/** Of a moved pattern, what falls on a closed day is canceled with its name; answers the rest. */
async function withoutClosedDays(work: Work, session: SessionRow, moves: readonly Moved[]): Promise<Moved[]> {
  const days = moves.map(move => move.onDay).sort()
  const [fromOn = session.onDay, untilOn = days.at(-1) ?? session.onDay] = [days[0], days.at(-1)]
  const { closures } = await work.ask(closuresBetween, { fromOn, untilOn })
  const closed = closedOn(closures, session.siteId)
  const isOff = (move: Moved) => move.id !== session.id && closed(move.onDay) !== undefined
  const off = moves.filter(isOff)
  if (off.length === 0) return [...moves]
  await sessionStore.moveSessions(work, off)
  for (const [name, of] of Map.groupBy(off, move => closed(move.onDay)?.name ?? '')) {
    const ids = of.map(move => move.id)
    await cancelAndFree(work, ids, { kind: 'closed', reason: `Closed: ${name}` })
  }
  return moves.filter(move => !isOff(move))
}

/** Books what changed sessions now take, if nothing is in the way or somebody who may goes on. */
export async function bookChanged(
  work: Work,
  ids: readonly string[],
  { session, override, doing }: { session: SessionRow; override: Override | null; doing: string },
): Promise<void> {
  const plans = await sessionStore.plansOf(work, ids)
  const conflicts = [...(await leadConflicts(work, plans)), ...(await timeConflicts(work, plans, { leaving: ids }))]
  await settle(work, conflicts, { doing, sessionId: session.id, groupId: session.groupId, override })
  await keepThoughClosed(work, plans)
  await rebook(work, ids)
  if (session.groupId) await replanTopics(work, session.groupId)
}

/** Books what a session took that is over: what was the case cannot be refused, but nobody was in two places. */
export async function bookPast(work: Work, session: SessionRow): Promise<void> {
  const plans = await sessionStore.plansOf(work, [session.id])
  const found = await timeConflicts(work, plans, { leaving: [session.id] })
  const twice = found.filter(each => each.kind === 'double-booked')
  await settle(work, twice, { doing: 'timetable.redate-session', sessionId: session.id, override: null })
  await rebook(work, [session.id])
  if (session.groupId) await replanTopics(work, session.groupId)
}
