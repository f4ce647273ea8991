import type { Due } from '#kernel/due.ts'
import { plusMinutes } from '#kernel/time.ts'
import * as store from './store.ts'

/** For the director: sessions of the next two days that nobody leads. */
export const due: Due = async work => {
  if (!work.actor.roles.includes('director')) return []
  const coming = { from: work.now, until: plusMinutes(work.now, 2 * 24 * 60) }
  const rows = (await store.sessionsIn(work, coming)).filter(row => !row.canceledAt)
  const led = new Set(
    (await store.facilitatorsOf(work, [...new Set(rows.map(row => row.groupId))])).map(each => each.groupId),
  )
  return rows
    .filter(row => !led.has(row.groupId))
    .map(row => ({
      room: 'timetable',
      what: `${row.group} has no facilitator`,
      because: `${row.room}, ${row.site}.`,
      dueAt: row.startsAt,
      verb: 'Open the week',
      link: '/staff/week',
      clientIds: [],
    }))
}
