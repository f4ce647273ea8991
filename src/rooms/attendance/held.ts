import { z } from 'zod'
import { query } from '#kernel/door.ts'
import { bookedOf } from '#rooms/timetable/booked.ts'
import { personsOf, settledIn } from './settled.ts'

/** Who may lead an hour that is booked by name, or answers for those who do. */
const askers = ['counselor', 'facilitator', 'nurse', 'prescriber', 'case-manager', 'director'] as const

export const heldOf = query({
  name: 'attendance.held',
  says: 'Of these sessions those that were booked by name and held, each with who of those that you may see was here.',
  who: askers,
  input: z.strictObject({ sessionIds: z.array(z.uuid()).max(2000) }),
  private: true,
  discloses: ['name', 'roster', 'attendance'],
  run: async (work, input) => {
    const { sessions, clients } = await work.ask(bookedOf, input)
    const persons = await personsOf(
      work,
      clients.map(client => client.id),
    )
    const holds = await settledIn(work, { sessions, persons })
    const called = new Map(clients.map(client => [client.id, client.name]))
    return {
      sessions: sessions.flatMap(session => {
        const here = persons.filter(
          person => session.clientIds.includes(person.id) && holds(session, person).presence?.kind === 'here',
        )
        const people = here.map(({ id, clientId, chartIds }) => ({ clientId, chartIds, name: called.get(id) ?? '' }))
        return people.length > 0 ? [{ id: session.id, ledBy: session.ledBy, people }] : []
      }),
    }
  },
  shows: answer => answer.sessions.flatMap(session => session.people.map(person => person.clientId)),
})

export const heldQueries = [heldOf]
