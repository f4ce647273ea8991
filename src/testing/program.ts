import { type Actor, nobody } from '#kernel/actor.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Instant } from '#kernel/time.ts'
import { startGroup } from '#rooms/timetable/commands.ts'
import { weekOf } from '#rooms/timetable/queries.ts'
import { giveSeat } from '#rooms/timetable/seating.ts'
import { journalOf, type TestHouse, type TestOrganization } from './house.ts'

/** An evening group of three hours on Tuesday, Wednesday and Saturday, unless said otherwise. */
export async function aGroup(
  test: TestHouse,
  in_: TestOrganization,
  like: Partial<Parameters<typeof groupLike>[1]> = {},
): Promise<string> {
  const { groupId } = await test.house.act(in_.staff.director, startGroup, groupLike(in_, like))
  return groupId
}

/** What `timetable.start-group` takes for such a group. */
export function groupLike(
  in_: TestOrganization,
  like: {
    name?: string
    roomId?: string
    trackId?: string | null
    siteId?: string
    facilitatorIds?: string[]
    capacity?: number
    startsOn?: string
    service?: string
    cohort?: string
    meetings?: {
      weekday: number
      starts: string
      lengthMinutes: number
      breaks?: { afterMinutes: number; minutes: number }[]
    }[]
  },
) {
  return {
    siteId: in_.siteId,
    trackId: in_.trackId,
    roomId: in_.roomId,
    name: `${in_.canary} relapse prevention`,
    capacity: 12,
    startsOn: '2026-11-23',
    facilitatorIds: [in_.staff.facilitator.personId ?? ''],
    meetings: [2, 3, 6].map(weekday => ({ weekday, starts: '17:30', lengthMinutes: 180 })),
    ...like,
  }
}

/** Gives seats in a group from a day on. */
export async function seated(
  test: TestHouse,
  in_: TestOrganization,
  seats: { groupId: string; clientIds: readonly string[]; fromOn?: string },
): Promise<void> {
  for (const clientId of seats.clientIds) {
    const { groupId, fromOn = '2026-11-24' } = seats
    await test.house.act(in_.staff.director, giveSeat, { groupId, clientId, fromOn })
  }
}

/** The session of a group on a day. */
export async function sessionOn(
  test: TestHouse,
  in_: TestOrganization,
  groupId: string,
  onDay = '2026-11-24',
): Promise<{ id: string; version: number; startsAt: Instant; endsAt: Instant; expected: number }> {
  const { sessions } = await test.house.see(in_.staff.director, weekOf, { monday: onDay })
  const found = sessions.find(session => session.groupId === groupId && session.onDay === onDay)
  if (!found) throw new Error(`the group does not meet on ${onDay}`)
  return found
}

/** The client signed in as themself. */
export function signedInAs(in_: TestOrganization, clientId: string): Actor {
  // An account of their own that nothing else is known of: what counts is the role and the person.
  return {
    ...nobody,
    kind: 'person',
    organizationId: in_.id,
    accountId: clientId,
    personId: clientId,
    roles: ['client'],
  }
}

/** What became of many who do something at the same moment. A bug in any of them fails the test. */
export async function allAtOnce<Doing extends Promise<unknown>>(
  count: number,
  doing: (at: number) => Doing,
): Promise<{ done: Awaited<Doing>[]; refused: Refusal[] }> {
  const ends = await Promise.allSettled(Array.from({ length: count }, (_, at) => doing(at)))
  const refused = ends.flatMap(end => (end.status === 'rejected' ? [end.reason as unknown] : []))
  const bug = refused.find(reason => !(reason instanceof Refusal))
  if (bug) throw bug
  return {
    done: ends.flatMap(end => (end.status === 'fulfilled' ? [end.value] : [])),
    refused: refused.filter(reason => reason instanceof Refusal),
  }
}

/** How often each code was refused with. */
export function codesOf(refused: readonly Refusal[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { code } of refused) counts[code] = (counts[code] ?? 0) + 1
  return counts
}

/** The journal's lines of one verb, the oldest first. */
export async function linesOf(test: TestHouse, in_: TestOrganization, verb: string) {
  return (await journalOf(test, in_)).filter(line => line.verb === verb)
}
