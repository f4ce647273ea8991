import { z } from 'zod'
import { query, staffRoles } from '#kernel/door.ts'
import { momentSchema } from '#kernel/fields.ts'
import { spanSchema } from './commands.ts'
import * as store from './store.ts'

export const roomsOf = query({
  name: 'calendar.rooms',
  says: 'The rooms of every site, with their seats.',
  who: staffRoles,
  input: z.strictObject({}),
  discloses: [],
  run: async work => ({ rooms: await store.openRooms(work) }),
  shows: () => [],
})

export const roomsFree = query({
  name: 'calendar.rooms-free',
  says: 'The rooms of a site that nobody holds in a span.',
  who: staffRoles,
  input: z.strictObject({ siteId: z.uuid(), startsAt: momentSchema, endsAt: momentSchema }),
  discloses: [],
  run: async (work, input) => ({ rooms: await store.freeRooms(work, input.siteId, input) }),
  shows: () => [],
})

export const bookings = query({
  name: 'calendar.bookings',
  says: 'Which rooms of a site are taken when, and by what kind of thing.',
  who: staffRoles,
  input: z.strictObject({ siteId: z.uuid(), from: momentSchema, until: momentSchema }),
  discloses: [],
  run: async (work, input) => ({ bookings: await store.bookingsOf(work, input.siteId, input) }),
  shows: () => [],
})

export const clashes = query({
  name: 'calendar.clashes',
  says: 'Which of these spans somebody holds already, by their place in the list.',
  who: ['intake', 'counselor', 'facilitator', 'nurse', 'prescriber', 'case-manager', 'director'],
  input: z.strictObject({ spans: z.array(spanSchema).max(2000) }),
  private: true,
  about: input => input.spans.filter(each => each.kind === 'client').map(each => each.resourceId),
  discloses: [],
  run: async (work, input) => {
    // Asked within a command it holds to the end of that command's work.
    const [, taken] = await Promise.all([store.takeTurns(work, input.spans), store.placesTaken(work, input.spans)])
    return { taken: taken.map(row => row.place) }
  },
  shows: () => [],
})

export const queries = [roomsOf, roomsFree, bookings, clashes]
