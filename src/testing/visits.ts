import { z } from 'zod'
import type { Actor } from '#kernel/actor.ts'
import { command, type InputOf } from '#kernel/door.ts'
import { changeClient } from '#rooms/people/commands.ts'
import { clientOf } from '#rooms/people/queries.ts'
import type { ConflictKind } from '#rooms/timetable/conflicts.ts'
import { keepApart } from '#rooms/timetable/keep-apart.ts'
import { rosterOf } from '#rooms/timetable/queries.ts'
import { joinable, joinSession, leaveSession } from '#rooms/timetable/visits.ts'
import { aClient, type TestHouse, type TestOrganization } from './house.ts'
import { aGroup, sessionOn } from './program.ts'

// Inner doors are passed through another's: here through two that do nothing else.
const join = command({
  name: 'testing.join',
  says: 'Passes on to the inner door.',
  who: ['director', 'counselor', 'facilitator', 'intake'],
  input: joinSession.input,
  run: (work, input) => work.also(joinSession, input),
})
const leave = command({
  name: 'testing.leave',
  says: 'Passes on to the inner door.',
  who: ['director', 'counselor', 'facilitator'],
  input: z.strictObject({ sessionId: z.uuid(), clientId: z.uuid() }),
  run: (work, input) => work.also(leaveSession, input),
})

/** Where the groups of one test meet, and who leads them. */
export type Hall = { test: TestHouse; count: number; roomId: string; leader: { personId: string } }
type GroupLike = NonNullable<Parameters<typeof aGroup>[2]>
type Joining = Partial<InputOf<typeof joinSession>>

/** The first Thursday on which the groups of these tests meet. */
export const thursday = '2026-11-26'
/** Every day of the week at an hour. */
export const everyDay = (starts: string) =>
  [1, 2, 3, 4, 5, 6, 7].map(weekday => ({ weekday, starts, lengthMinutes: 45 }))
export const override = (...conflicts: ConflictKind[]) => ({ conflicts, reason: 'agreed with everybody in it' })

/** Groups that meet on Thursdays, people, and who of them visits. */
export function visitsIn(hall: () => Hall) {
  const director = () => hall().test.here.staff.director
  const person = (given: string, in_: TestOrganization = hall().test.here) =>
    aClient(hall().test, in_, { given, family: `Visit ${hall().count}` })
  const crowd = async (size: number) => {
    const ids: string[] = []
    for (let at = 0; at < size; at++) ids.push(await person(`P${at}`))
    return ids
  }
  const group = (name: string, hour: number, like: GroupLike = {}) =>
    aGroup(hall().test, hall().test.here, {
      name: `${name} ${hall().count}`,
      roomId: hall().roomId,
      facilitatorIds: [hall().leader.personId],
      meetings: [{ weekday: 4, starts: `${String(hour).padStart(2, '0')}:00`, lengthMinutes: 60 }],
      ...like,
    })
  const session = (groupId: string, onDay = thursday) => sessionOn(hall().test, hall().test.here, groupId, onDay)
  /** A group and its session on the first Thursday. */
  const meeting = async (name: string, hour: number, like: GroupLike = {}) => {
    const groupId = await group(name, hour, like)
    return { groupId, ...(await session(groupId)) }
  }
  const comes = (sessionId: string, clientId: string, { who = director(), ...more }: Joining & { who?: Actor } = {}) =>
    hall().test.house.act(who, join, { sessionId, clientIds: [clientId], because: 'make-up', ...more })
  const leaves = (sessionId: string, clientId: string) =>
    hall().test.house.act(director(), leave, { sessionId, clientId })
  const rosterAt = async (sessionId: string) => (await hall().test.house.see(director(), rosterOf, { sessionId })).seats
  /** What a session holds of somebody's time. */
  const heldBy = async (sessionId: string, clientId: string) => {
    const { rows } = await hall().test.owner.query<{ starts_at: Date }>(
      'select starts_at from calendar.booking where held_by = $1 and resource_id = $2 and released_at is null',
      [sessionId, clientId],
    )
    return rows.map(row => row.starts_at.toISOString())
  }
  const apart = (clientId: string, otherId: string) =>
    hall().test.house.act(director(), keepApart, { clientId, otherId, reason: 'frightening messages' })
  const look = (clientIds: readonly string[], who: Actor = director()) =>
    hall().test.house.see(who, joinable, {
      clientIds: [...clientIds],
      from: '2026-11-24T00:00:00Z',
      until: '2026-11-30T05:00:00Z',
    })
  /** What is in the way of one client in the sessions of these groups. */
  const kindsFor = async (clientId: string, ...groupIds: string[]) => {
    const { sessions, clients } = await look([clientId])
    const groupAt = new Map(sessions.map(each => [each.id, each.groupId]))
    return groupIds.map(groupId =>
      clients[0]?.sessions
        .filter(each => groupAt.get(each.sessionId) === groupId)
        .map(each => each.conflicts.map(met => met.kind)),
    )
  }
  const tagged = async (clientId: string, tags: string[]) => {
    const chart = await hall().test.house.see(director(), clientOf, { id: clientId })
    const { legalGiven, legalFamily, bornOn, version } = chart
    await hall().test.house.act(director(), changeClient, { clientId, version, legalGiven, legalFamily, bornOn, tags })
  }
  return {
    director,
    person,
    crowd,
    group,
    session,
    meeting,
    comes,
    leaves,
    rosterAt,
    heldBy,
    apart,
    look,
    kindsFor,
    tagged,
  }
}
