import { z } from 'zod'
import { query, staffRoles } from '#kernel/door.ts'
import { type Due, type DueLine, type Urgency, urgencyOf } from '#kernel/due.ts'
import { type Day, dayIn, type Instant, instantAt, plusDays } from '#kernel/time.ts'
import type { Work } from '#kernel/work.ts'
import { due as attendance } from '#rooms/attendance/due.ts'
import { withWhom } from '#rooms/attendance/queries.ts'
import { due as calendar } from '#rooms/calendar/due.ts'
import { due as coverage } from '#rooms/coverage/due.ts'
import { due as desk } from '#rooms/desk/due.ts'
import { due as inquiry } from '#rooms/inquiry/due.ts'
import { due as notes } from '#rooms/notes/due.ts'
import { due as people } from '#rooms/people/due.ts'
import { houseOf } from '#rooms/people/queries.ts'
import { due as timetable } from '#rooms/timetable/due.ts'
import { weekOf } from '#rooms/timetable/queries.ts'
import { due as welcome } from '#rooms/welcome/due.ts'

const dues: readonly Due[] = [people, desk, calendar, inquiry, coverage, timetable, attendance, notes, welcome]

/** A line of Today with how pressing it is. */
export type TodayLine = Omit<DueLine, 'clientIds'> & {
  urgency: Urgency
  /** Whom it is about, when it is about one client. */
  clientId: string | null
}

export const today = query({
  name: 'today.lines',
  says: 'What you must do today and why, by when it is due; your next session; your day.',
  who: staffRoles,
  input: z.strictObject({}),
  discloses: ['name'],
  run: async work => {
    const zone = await zoneOf(work)
    const day = dayIn(zone, work.now)
    const dayEndsAt = instantAt(zone, plusDays(day, 1), '00:00')
    const found = (await Promise.all(dues.map(due => due(work)))).flat().sort(byDue)
    const lines: TodayLine[] = found.map(({ clientIds: [clientId, ...others], ...line }) => ({
      ...line,
      clientId: clientId && others.length === 0 ? clientId : null,
      urgency: urgencyOf(line.dueAt, work.now, dayEndsAt),
    }))
    const { sessions, clientIds } = await ownSessions(work, day)
    const coming = sessions.filter(session => session.endsAt > work.now && !session.canceledAt)
    return {
      now: work.now,
      zone,
      lines,
      next: coming[0] ?? null,
      day: sessions.filter(session => session.onDay === day),
      clientIds: [...new Set([...found.flatMap(line => line.clientIds), ...clientIds])],
    }
  },
  shows: answer => answer.clientIds,
})

async function zoneOf(work: Work): Promise<string> {
  const { sites } = await work.ask(houseOf, {})
  return (sites.find(site => work.actor.siteIds.includes(site.id)) ?? sites[0])?.zone ?? 'UTC'
}

/** What the person leads this week; what of it is left from today on is told with whom it is. */
async function ownSessions(work: Work, day: Day) {
  const week = await work.ask(weekOf, { mine: true })
  const people = await withWhom(
    work,
    week.sessions.filter(session => session.onDay >= day),
  )
  const sessions = week.sessions.map(session => ({
    ...session,
    with: (people.get(session.id) ?? []).map(client => client.name),
  }))
  return { sessions, clientIds: [...people.values()].flat().map(client => client.id) }
}

function byDue(a: { dueAt: Instant | null }, b: { dueAt: Instant | null }): number {
  if (a.dueAt === b.dueAt) return 0
  if (a.dueAt === null) return 1
  return b.dueAt !== null && a.dueAt > b.dueAt ? 1 : -1
}
