import { z } from 'zod'
import { query, staffRoles } from '#kernel/door.ts'
import { momentSchema } from '#rooms/desk/commands.ts'
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
  run: async (work, input) => ({ rooms: await store.freeRooms(work, input.siteId, input.startsAt, input.endsAt) }),
  shows: () => [],
})

export const bookings = query({
  name: 'calendar.bookings',
  says: 'Which rooms of a site are taken when, and by what kind of thing.',
  who: staffRoles,
  input: z.strictObject({ siteId: z.uuid(), from: momentSchema, until: momentSchema }),
  discloses: [],
  run: async (work, input) => ({ bookings: await store.bookingsOf(work, input.siteId, input.from, input.until) }),
  shows: () => [],
})

export const queries = [roomsOf, roomsFree, bookings]
