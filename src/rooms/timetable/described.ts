import type { Work } from '#kernel/work.ts'
import { countingOf, serviceOf } from './catalog.ts'
import type { SessionRow } from './store.ts'
import * as store from './store.ts'
import { countedBetween, placeWord, stateOf } from './timetable.ts'

/** Sessions in words: what, where, when, who leads, how many are expected; never who. */
export async function described(work: Work, rows: readonly SessionRow[]) {
  const ids = rows.map(row => row.id)
  const [leaders, counts] = await Promise.all([store.leadersOf(work, ids), store.expectedIn(work, ids)])
  const leadersBy = Map.groupBy(leaders, each => each.sessionId)
  const countBy = new Map(counts.map(each => [each.sessionId, each]))
  return rows.map(({ groupName, roomName, meetingId: _, movedAt, ...row }) => {
    const service = serviceOf(row.service)
    const counting = countingOf(row.service, row.onDay)
    const here = countBy.get(row.id)
    return {
      ...row,
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

/** A session in words, without who is expected. */
export type SessionLine = Awaited<ReturnType<typeof described>>[number]
