import { z } from 'zod'
import { query } from '#kernel/door.ts'
import { namesSeen } from '#rooms/people/queries.ts'
import { serviceOf } from './catalog.ts'
import { rosterReaders } from './readers.ts'
import * as store from './store.ts'

export const bookedOf = query({
  name: 'timetable.booked',
  says: 'Of these sessions those that were booked by name, each with who of those that you may see is expected in it.',
  who: rosterReaders,
  input: z.strictObject({ sessionIds: z.array(z.uuid()).max(2000) }),
  private: true,
  discloses: ['name', 'roster'],
  run: async (work, { sessionIds }) => {
    if (sessionIds.length === 0) return { sessions: [], clients: [] }
    const [rows, expected] = await Promise.all([
      store.sessionsNamed(work, sessionIds),
      store.clientsExpectedIn(work, sessionIds),
    ])
    const booked = rows.filter(row => row.groupId === null && row.canceledAt === null)
    const ids = new Set(booked.map(row => row.id))
    const theirs = expected.filter(each => ids.has(each.sessionId))
    const { clients } = await work.ask(namesSeen, { ids: [...new Set(theirs.map(each => each.clientId))] })
    const seen = new Set(clients.map(client => client.id))
    const clientsBy = Map.groupBy(theirs, each => each.sessionId)
    return {
      sessions: booked.map(({ id, siteId, onDay, zone, startsAt, endsAt, service }) => ({
        ...{ id, siteId, onDay, zone, startsAt, endsAt },
        /** What somebody must be licensed for who leads it; empty when anybody may. */
        ledBy: serviceOf(service).ledBy,
        clientIds: (clientsBy.get(id) ?? []).map(each => each.clientId).filter(clientId => seen.has(clientId)),
      })),
      clients: clients.map(({ id, name }) => ({ id, name })),
    }
  },
  shows: answer => answer.clients.map(client => client.id),
})

export const bookedQueries = [bookedOf]
