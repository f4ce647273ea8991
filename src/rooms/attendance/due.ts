import type { Due } from '#kernel/due.ts'
import { plusDays, plusMinutes } from '#kernel/time.ts'
import { weekOf } from '#rooms/timetable/queries.ts'
import * as store from './store.ts'

const closeWithinMinutes = 60

/** Attendance that is open: sessions of the person's own groups that run or are over and not closed. */
export const due: Due = async work => {
  if (!work.actor.roles.some(role => role === 'facilitator' || role === 'counselor')) return []
  const week = await work.ask(weekOf, { mine: true })
  // What was left open on Saturday is still open on Monday.
  const before = await work.ask(weekOf, { mine: true, monday: plusDays(week.monday, -7) })
  const sessions = [...before.sessions, ...week.sessions]
  const begun = sessions.filter(session => session.state === 'running' || session.state === 'over')
  const closed = new Set(
    (
      await store.closingsOf(
        work,
        begun.map(session => session.id),
      )
    ).map(row => row.sessionId),
  )
  return begun
    .filter(session => !closed.has(session.id))
    .map(session => ({
      room: 'attendance',
      what: session.state === 'running' ? `Take attendance: ${session.group}` : `Close attendance: ${session.group}`,
      because: `${session.expected} expected in ${session.room}.`,
      dueAt: plusMinutes(session.endsAt, closeWithinMinutes),
      verb: 'Open attendance',
      link: `/staff/attendance/${session.id}`,
      clientIds: [],
    }))
}
