import type { Due } from '#kernel/due.ts'
import { plusMinutes } from '#kernel/time.ts'
import { serviceOf } from './catalog.ts'
import { individualDue } from './individual-due.ts'
import { licenseDue } from './license-due.ts'
import { rosterDue } from './roster-due.ts'
import * as store from './store.ts'
import { placeWord } from './timetable.ts'

/** For the director: sessions of the next two days that nobody leads. */
const unled: Due = async work => {
  if (!work.actor.roles.includes('director')) return []
  const coming = { from: work.now, until: plusMinutes(work.now, 2 * 24 * 60) }
  const rows = (await store.sessionsIn(work, coming)).filter(row => !row.canceledAt)
  const led = new Set(
    (
      await store.leadersOf(
        work,
        rows.map(row => row.id),
      )
    ).map(each => each.sessionId),
  )
  return rows
    .filter(row => !led.has(row.id))
    .map(row => ({
      room: 'timetable',
      what: `${row.groupName ?? serviceOf(row.service).name} has no facilitator`,
      because: `${placeWord({ room: row.roomName, mode: row.mode })}, ${row.site}.`,
      dueAt: row.startsAt,
      verb: 'Open the week',
      link: '/staff/week',
      clientIds: [],
    }))
}

/** What the week puts on Today: who leads and may, who waits, who is kept apart, who has no session of their own. */
export const due: Due = async work =>
  (await Promise.all([unled, licenseDue, rosterDue, individualDue].map(list => list(work)))).flat()
