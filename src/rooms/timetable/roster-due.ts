import type { Due, DueLine } from '#kernel/due.ts'
import { dayIn, daysBetween, type Instant, instantAt, plusDays, plusMinutes } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { groupsShared } from './keep-apart-store.ts'
import { mostTaken } from './timetable.ts'
import { groupsWaitedFor, offersEnding, offersHeld, seatDays, waitingFor } from './waitlist-store.ts'

const line = (of: Pick<DueLine, 'what' | 'because' | 'dueAt' | 'verb'> & { groupId: string }): DueLine => {
  const { groupId, ...words } = of
  return { room: 'timetable', ...words, link: `/staff/groups/${groupId}`, clientIds: [] }
}

/** For intake and the director: free seats that somebody waits for, and offers that run out today. */
async function waitlistDue(work: Work): Promise<DueLine[]> {
  const groups = await groupsWaitedFor(work)
  const waiting = await waitingFor(
    work,
    groups.map(group => group.id),
  )
  const free = await Promise.all(
    groups.map(async group => {
      const today = dayIn(group.zone, work.now)
      const [seats, held] = await Promise.all([seatDays(work, [group.id], today), offersHeld(work, group.id, null)])
      return group.capacity - mostTaken([...seats, ...held], { fromOn: today, untilOn: null })
    }),
  )
  return groups.flatMap((group, at) => {
    const seats = free[at] ?? 0
    const unasked = waiting.filter(each => each.groupId === group.id && each.offerId === null)
    if (seats <= 0 || unasked.length === 0) return []
    const asked = unasked.map(each => dayIn(group.zone, each.askedAt)).sort()[0]
    const days = asked ? daysBetween(asked, dayIn(group.zone, work.now)) : 0
    const since = days === 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`
    const what = seats === 1 ? 'A seat is free' : `${seats} seats are free`
    return [
      line({
        what: `${what} in ${group.name}: ${unasked.length} ${unasked.length === 1 ? 'waits' : 'wait'}`,
        because: `No offer stands for it, and the first of them asked ${since}.`,
        dueAt: null,
        verb: 'Open the waitlist',
        groupId: group.id,
      }),
    ]
  })
}

/** An offer ends today when it does before midnight at its site. */
async function offersDue(work: Work): Promise<DueLine[]> {
  const endsToday = ({ zone, expiresAt }: { zone: string; expiresAt: Instant }) =>
    expiresAt < instantAt(zone, plusDays(dayIn(zone, work.now), 1), '00:00')
  // The longest day of a clock change has 25 hours.
  const ending = await offersEnding(work, plusMinutes(work.now, 25 * 60))
  return ending.filter(endsToday).map(({ groupId, group, expiresAt }) =>
    line({
      what: `An offer for ${group} ends today`,
      because: 'Nobody has answered it yet. After that the seat is free for the next in line.',
      dueAt: expiresAt,
      verb: 'Open the waitlist',
      groupId,
    }),
  )
}

/** For the director: groups in which two sit who are to be kept apart. Who they are stands behind the link. */
async function sharedDue(work: Work): Promise<DueLine[]> {
  const shared = await groupsShared(work)
  return [...new Map(shared.map(each => [each.groupId, each])).values()].map(({ groupId, group }) =>
    line({
      what: `Two people to be kept apart share ${group}`,
      because: 'Both are expected on one day. Give one of them a place in another group.',
      dueAt: null,
      verb: 'Open the group',
      groupId,
    }),
  )
}

/** What rosters put on Today. */
export const rosterDue: Due = async work => {
  const director = work.actor.roles.includes('director')
  if (!director && !work.actor.roles.includes('intake')) return []
  const lists = [waitlistDue(work), offersDue(work), director ? sharedDue(work) : []]
  return (await Promise.all(lists)).flat()
}
