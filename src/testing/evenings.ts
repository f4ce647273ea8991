import type { Actor } from '#kernel/actor.ts'
import type { InputOf } from '#kernel/door.ts'
import type { Instant } from '#kernel/time.ts'
import { syncMarks } from '#rooms/attendance/sync.ts'
import { addRoom } from '#rooms/calendar/commands.ts'
import { aClient, licensedStaff, type TestHouse, type TestOrganization } from './house.ts'
import { aGroup, seated, sessionOn } from './program.ts'

/** An evening of three hours with its own room, leader and people, on a Tuesday unless said otherwise. */
export type Evening = {
  groupId: string
  sessionId: string
  startsAt: Instant
  leader: Actor & { personId: string }
  people: string[]
}

/** Somebody for each of these names, in an evening group of their own. */
export async function anEvening(
  test: TestHouse,
  in_: TestOrganization,
  like: { name: string; given: readonly string[]; onDay?: string; group?: Parameters<typeof aGroup>[2] },
): Promise<Evening> {
  const { name, given, onDay = '2026-11-24', group = {} } = like
  const room = { siteId: in_.siteId, name: `Room of ${name}`, seats: 20 }
  const { roomId } = await test.house.act(in_.staff.director, addRoom, room)
  const leader = await licensedStaff(test, in_, 'facilitator')
  const groupId = await aGroup(test, in_, { name, roomId, facilitatorIds: [leader.personId], ...group })
  const people: string[] = []
  for (const each of given) people.push(await aClient(test, in_, { given: each, family: `Strand ${name}` }))
  await seated(test, in_, { groupId, clientIds: people })
  const { id: sessionId, startsAt } = await sessionOn(test, in_, groupId, onDay)
  return { groupId, sessionId, startsAt, leader, people }
}

/** A mark as a sheet without a network keeps it. */
export type OfflineMark = InputOf<typeof syncMarks>['marks'][number]

/** Here from the start of a Tuesday evening, noted ten minutes later by a right clock, unless said otherwise. */
export function offlineMark(
  of: { sessionId: string; clientId: string },
  like: Partial<OfflineMark> = {},
): OfflineMark & { id: string } {
  return {
    id: crypto.randomUUID(),
    kind: 'here',
    arrivedAt: like.kind && like.kind !== 'here' ? null : '2026-11-24T22:30:00Z',
    deviceAt: '2026-11-24T22:40:00Z',
    offsetMs: 0,
    seenAt: '2026-11-24T22:00:00Z',
    ...of,
    ...like,
  }
}

/** What the house answers a sheet that sends these. */
export const synced = (
  test: TestHouse,
  who: Actor,
  marks: readonly OfflineMark[],
  deviceId: string = crypto.randomUUID(),
) => test.house.act(who, syncMarks, { deviceId, marks: [...marks] })

/** Every mark of a session as the owner sees it, the first said first. */
export async function marksIn(test: TestHouse, sessionId: string) {
  const { rows } = await test.owner.query<{
    id: string
    client_id: string
    kind: string
    stands: boolean
    said_at: Date
    corrects: string | null
  }>(
    `select id, client_id, kind, corrected_at is null as stands, said_at, corrects from attendance.mark
     where session_id = $1 order by said_at, id`,
    [sessionId],
  )
  return rows.map(row => ({ ...row, said_at: row.said_at.toISOString() }))
}
