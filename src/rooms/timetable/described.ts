import type { Work } from '#kernel/work.ts'
import { namesSeen } from '#rooms/people/queries.ts'
import { countingOf, serviceOf } from './catalog.ts'
import type { SessionRow } from './store.ts'
import * as store from './store.ts'
import { countedBetween, placeWord, stateOf } from './timetable.ts'

/** What is read of sessions beside themselves, by their ids: so it need not wait for them. */
export const besideSessions = (work: Work, ids: readonly string[], { counted = true } = {}) => ({
  leaders: store.leadersOf(work, ids),
  counts: counted ? store.expectedIn(work, ids) : [],
})

/** Sessions in words: what, where, when, who leads, how many are expected, unless who asks counts them; never who. */
export async function described(
  work: Work,
  rows: readonly SessionRow[],
  beside = besideSessions(
    work,
    rows.map(row => row.id),
  ),
) {
  const [leaders, counts, veiled] = await Promise.all([
    beside.leaders,
    beside.counts,
    notTheirs(work, rows, beside.leaders),
  ])
  const leadersBy = Map.groupBy(leaders, each => each.sessionId)
  const countBy = new Map(counts.map(each => [each.sessionId, each]))
  return rows.map(({ groupName, roomName, meetingId: _, movedAt, ...row }) => {
    const service = serviceOf(row.service)
    const counting = countingOf(row.service, row.onDay)
    const here = countBy.get(row.id)
    return {
      ...row,
      ...(veiled.has(row.id) ? withoutWords(row) : {}),
      group: groupName ?? service.name,
      serviceName: service.name,
      format: service.format,
      room: placeWord({ room: roomName, mode: row.mode }),
      counts: counting.counts,
      countedMinutes: countedBetween(row, counting),
      /** It takes place on another day than its pattern says, or was put elsewhere by hand. */
      moved: movedAt !== null && row.plannedOn !== row.onDay,
      state: stateOf(row, work.now),
      facilitators: (leadersBy.get(row.id) ?? []).map(({ staffId, name, credential, lead, forStaff }) => ({
        staffId,
        name,
        credential,
        lead,
        forStaff,
      })),
      expected: (here?.expected ?? 0) - (here?.away ?? 0),
      away: here?.away ?? 0,
    }
  })
}

/** What somebody wrote of an hour that is not theirs to know, and the way into it. */
const withoutWords = ({ canceledKind, cancelReason }: Pick<SessionRow, 'canceledKind' | 'cancelReason'>) => ({
  link: null,
  changeReason: null,
  // That a house is closed or a room was taken says nothing of anybody.
  cancelReason: canceledKind === 'asked' || canceledKind === 'ended' ? 'the care team knows why' : cancelReason,
})

/** The sessions booked by name that have such words, and that the reader neither holds nor may see everybody of. */
async function notTheirs(
  work: Work,
  rows: readonly SessionRow[],
  leading: ReturnType<typeof store.leadersOf>,
): Promise<Set<string>> {
  const told = rows.filter(row => row.groupId === null && (row.link ?? row.changeReason ?? row.cancelReason) !== null)
  if (told.length === 0) return new Set()
  const ids = told.map(row => row.id)
  const [expected, leaders] = await Promise.all([store.clientsExpectedIn(work, ids), leading])
  const { clients } = await work.ask(namesSeen, { ids: [...new Set(expected.map(each => each.clientId))] })
  const seen = new Set(clients.map(client => client.id))
  const mine = new Set(leaders.filter(each => each.staffId === work.actor.personId).map(each => each.sessionId))
  return new Set(expected.flatMap(each => (seen.has(each.clientId) || mine.has(each.sessionId) ? [] : each.sessionId)))
}

/** A session in words, without who is expected. */
export type SessionLine = Awaited<ReturnType<typeof described>>[number]
