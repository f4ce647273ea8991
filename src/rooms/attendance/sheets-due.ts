import type { OutputOf } from '#kernel/door.ts'
import type { Due, DueLine } from '#kernel/due.ts'
import { type Instant, plusDays, plusMinutes } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { expectedHours } from '#rooms/timetable/hours.ts'
import { weekOf } from '#rooms/timetable/queries.ts'
import { earlier, later } from './attendance.ts'
import { withWhom } from './queries.ts'
import { personsOf, settledIn } from './settled.ts'
import { signsAt } from './signs-store.ts'
import * as store from './store.ts'
import { unplacedOf } from './unplaced-store.ts'

const closeWithinMinutes = 60

/** Who may lead a session and so has a sheet to close. */
const leaders = ['facilitator', 'counselor', 'nurse', 'prescriber', 'case-manager', 'director']

type Session = OutputOf<typeof weekOf>['sessions'][number]

/** Sheets that are open: sessions that the person leads, that run or are over and not closed. */
async function openSheets(work: Work, open: readonly Session[]): Promise<DueLine[]> {
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

const moments = (all: readonly Instant[]) => ({ from: all.reduce(earlier), until: all.reduce(later) })

/** By session, of whom something is told that may wait for a choice: they are marked, or signed and are expected. */
async function toldOf(work: Work, sessions: readonly Session[], open: readonly Session[]) {
  const ids = sessions.map(session => session.id)
  const [marks, aside] = await Promise.all([store.marksOfSessions(work, ids), store.marksSetAside(work, ids)])
  const told = [...marks, ...aside].map(({ sessionId, clientId }) => ({ sessionId, clientId }))
  if (open.length === 0) return told
  const days = open.map(session => session.onDay).sort()
  const signs = await signsAt(work, [...new Set(open.map(session => session.siteId))], {
    from: plusMinutes(moments(open.map(session => session.startsAt)).from, -24 * 60),
    until: moments(open.map(session => session.endsAt)).until,
  })
  const [from, until] = [days[0], days.at(-1)]
  if (signs.length === 0 || !from || !until) return told
  const clientIds = [...new Set(signs.map(sign => sign.clientId))]
  const { expected } = await work.ask(expectedHours, { clientIds, from, until })
  const isOpen = new Set(open.map(session => session.id))
  return [...told, ...expected.filter(each => isOpen.has(each.sessionId))]
}

/** Rows of one’s own sheets on which two statements disagree: a tablet may have sent its own after the closing. */
async function rowsToChoose(work: Work, sessions: readonly Session[], open: readonly Session[]): Promise<DueLine[]> {
  if (sessions.length === 0) return []
  const told = await toldOf(work, sessions, open)
  const persons = await personsOf(work, [...new Set(told.map(each => each.clientId))])
  const personBy = new Map(persons.map(person => [person.id, person]))
  const holds = await settledIn(work, { sessions, persons }, { asking: true })
  return sessions.flatMap(session => {
    const asked = told.flatMap(({ sessionId, clientId }) => {
      const person = sessionId === session.id ? personBy.get(clientId) : undefined
      return person && holds(session, person).question ? [person.clientId] : []
    })
    const rows = new Set(asked).size
    if (rows === 0) return []
    return [
      {
        room: 'attendance',
        what: `Choose ${rows === 1 ? 'on one row' : `on ${rows} rows`}: ${session.group}`,
        because: 'Two statements about one person do not agree, or a tablet’s clock was set anew.',
        dueAt: plusMinutes(session.endsAt, closeWithinMinutes),
        verb: 'Choose',
        link: `/staff/attendance/${session.id}`,
        clientIds: [],
      },
    ]
  })
}

/** Marks that the person made without a network and that found no place on their sheet. */
async function keptAside(work: Work): Promise<DueLine[]> {
  const marks = await unplacedOf(work)
  const [first] = marks.map(mark => mark.receivedAt).sort()
  if (!first) return []
  return [
    {
      room: 'attendance',
      what: `${marks.length === 1 ? 'One mark' : `${marks.length} marks`} made without a network found no place`,
      because: 'The sheet has changed since. Place them, or let them go.',
      dueAt: plusMinutes(first, closeWithinMinutes),
      verb: 'Look at them',
      link: '/staff/attendance',
      clientIds: [],
    },
  ]
}

/** What sheets put on Today, for who leads sessions. */
export const sheetsDue: Due = async work => {
  if (!work.actor.roles.some(role => leaders.includes(role))) return []
  const week = await work.ask(weekOf, { mine: true })
  // What was left open on Saturday is still open on Monday.
  const before = await work.ask(weekOf, { mine: true, monday: plusDays(week.monday, -7) })
  const sessions = [...before.sessions, ...week.sessions]
  const begun = sessions.filter(session => session.state === 'running' || session.state === 'over')
  const ids = begun.map(session => session.id)
  const closed = new Set((await store.closingsOf(work, ids)).map(row => row.sessionId))
  const open = begun.filter(session => !closed.has(session.id))
  const lists = [openSheets(work, open), rowsToChoose(work, begun, open), keptAside(work)]
  return (await Promise.all(lists)).flat()
}
