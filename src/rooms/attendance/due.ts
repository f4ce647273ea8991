import type { Due } from '#kernel/due.ts'
import { plusDays, plusMinutes } from '#kernel/time.ts'
import { weekOf } from '#rooms/timetable/queries.ts'
import { withWhom } from './queries.ts'
import * as store from './store.ts'

const closeWithinMinutes = 60

/** Who may lead a session and so has a sheet to close. */
const leaders = ['facilitator', 'counselor', 'nurse', 'prescriber', 'case-manager', 'director']

/** Attendance that is open: sessions that the person leads, that run or are over and not closed. */
export const due: Due = async work => {
  if (!work.actor.roles.some(role => leaders.includes(role))) return []
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
  const open = begun.filter(session => !closed.has(session.id))
  const people = await withWhom(work, open)
  return open.map(session => {
    const clients = people.get(session.id) ?? []
    const names = clients.map(client => `, ${client.name}`).join('')
    const verb = session.state === 'running' ? 'Take attendance' : 'Close attendance'
    return {
      room: 'attendance',
      what: `${verb}: ${session.group}${names}`,
      because: `${session.expected + session.away} to mark, ${session.room}.`,
      dueAt: plusMinutes(session.endsAt, closeWithinMinutes),
      verb: 'Open attendance',
      link: `/staff/attendance/${session.id}`,
      clientIds: clients.map(client => client.id),
    }
  })
}
