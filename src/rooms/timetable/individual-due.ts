import type { Due } from '#kernel/due.ts'
import { instantAt, mondayOf, plusDays } from '#kernel/time.ts'
import { chartsOf, clientsHere, houseOf } from '#rooms/people/queries.ts'
import { commonRule, serviceOf } from './catalog.ts'
import * as store from './store.ts'

/** Whether a session is what a counselor owes each of their clients: one to one, led by a therapist. */
function oneToOne(session: { service: string }): boolean {
  const { format, ledBy } = serviceOf(session.service)
  return format === 'one' && ledBy.includes('therapy')
}

const times = (number: number) => (number === 1 ? 'One is' : `${number} are`)

/** For counselors: clients of theirs in a stay whose week has fewer individual sessions than it should. */
export const individualDue: Due = async work => {
  if (!work.actor.roles.includes('counselor')) return []
  const [{ clients, today }, { sites }] = await Promise.all([work.ask(clientsHere, {}), work.ask(houseOf, {})])
  const least = commonRule('individual-sessions-weekly-least', today)
  const own = clients.filter(client => client.counselorId === work.actor.personId)
  if (!least || own.length === 0) return []
  const monday = mondayOf(today)
  const { charts } = await work.ask(chartsOf, { ids: own.map(client => client.id) })
  const week = { from: monday, until: plusDays(monday, 6) }
  const chartIds = charts.flatMap(chart => chart.chartIds)
  const sessions = (await store.sessionsOfClients(work, chartIds, week)).filter(oneToOne)
  return own.flatMap(client => {
    const theirs = charts.find(chart => chart.id === client.id)?.chartIds ?? [client.id]
    const all = sessions.filter(session => theirs.includes(session.clientId))
    const held = all.filter(session => !session.away).length
    if (held >= least) return []
    const missed = all.length > held ? 'They told us that they will miss the one that was booked.' : ''
    return [
      {
        room: 'timetable',
        what:
          held === 0 ? `No individual session this week for ${client.name}` : `One more for ${client.name} this week`,
        because: missed || `${times(least)} due every week, and ${held === 0 ? 'none' : held} is booked.`,
        dueAt: instantAt(sites[0]?.zone ?? 'UTC', plusDays(monday, 6), '23:59'),
        verb: 'Book a session',
        link: `/staff/week/new?client=${client.id}`,
        clientIds: [client.id],
      },
    ]
  })
}
